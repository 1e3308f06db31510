package rules.audit_logging.trail_validated_test

import data.rules.audit_logging.trail_validated as rule

trails := [
	{"id": "off", "validated": false},
	{"id": "on", "validated": true},
	{"id": "asked", "unknown": ["validated"]},
	{"id": "google", "validated": null},
]

test_fails_where_off if {
	{element.id | some element in rule.fail} == {"off"} with input.trail as trails
}

test_skips_trails_that_cannot_be_written_to if {
	rule.skip == {"google"} with input.trail as trails
}
