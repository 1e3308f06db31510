package rules.audit_logging.key_use_recorded_test

import data.rules.audit_logging.key_use_recorded as rule

trails := [
	{"id": "without", "enabled": true, "key_events": false},
	{"id": "with", "enabled": true, "key_events": true},
	{"id": "data", "enabled": true, "key_events": null},
	{"id": "off", "enabled": false, "key_events": false},
]

test_fails_where_left_out if {
	{element.id | some element in rule.fail} - rule.skip == {"without"} with input.trail as trails
}

test_skips_trails_of_other_events_and_those_that_are_off if {
	rule.skip == {"data", "off"} with input.trail as trails
}
