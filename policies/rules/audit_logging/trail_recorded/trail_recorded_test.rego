package rules.audit_logging.trail_recorded_test

import data.rules.audit_logging.trail_recorded as rule

trail(fields) := object.union({"id": "t", "cloud": "aws", "address": "aws_cloudtrail.t", "enabled": true, "management_events": true}, fields)

verdicts(clouds, trails) := result if {
	result := {
		"met": count(rule.met),
		"missing": {element.message | some element in rule.missing},
		"pass": count(rule.pass),
		"open": count(rule.open),
	} with input as {"estate": [{"id": "estate/estate", "clouds": clouds}], "trail": trails}
}

test_an_enabled_trail_is_evidence if verdicts(["aws"], [trail({})]) == {"met": 1, "missing": set(), "pass": 0, "open": 0}

test_a_trail_that_is_off_is_none if {
	verdicts(["aws"], [trail({"enabled": false})]) == {"met": 0, "missing": {"goes unrecorded: aws_cloudtrail.t is switched off"}, "pass": 0, "open": 0}
	verdicts(["aws"], [trail({"management_events": false})]).missing == {"goes unrecorded: aws_cloudtrail.t leaves management events out"}
}

test_without_any_trail_it_is_open if {
	verdicts(["aws"], []) == {"met": 0, "missing": set(), "pass": 0, "open": 1}
	verdicts(["aws", "google"], [trail({"cloud": "google"})]) == {"met": 0, "missing": set(), "pass": 0, "open": 1}
}

test_what_cannot_be_known_is_no_evidence if {
	verdicts(["aws"], [object.remove(trail({}), ["enabled"])]) == {"met": 0, "missing": set(), "pass": 0, "open": 0}
}

test_azure_and_google_record_by_themselves if verdicts(["azure", "google"], []).pass == 1

test_other_vendors_may_not if verdicts(["azure", "wasabi"], []) == {"met": 0, "missing": set(), "pass": 0, "open": 1}
