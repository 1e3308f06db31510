package rules.data_location.copy_in_permitted_region_test

import data.rules.data_location.copy_in_permitted_region as rule

estate(copy) := {
	"copy": [object.union({"id": "c", "cloud": "aws", "enabled": true, "to": null, "unknown": []}, copy)],
	"facts": {"vault/v": {"id": "vault/v", "concept": "vault"}},
	"terms": {"regions": ["US"]},
	"regions": {
		"aws": {
			"us-west-2": {"country": "US", "countries": ["US"], "complete": true},
			"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
		},
		"groups": {},
	},
}

test_outside if {
	found := rule.fail with input as estate({"to_region": "eu-west-1"})
	found == {{"id": "c", "field": "to_region", "message": "copies to eu-west-1 (IE), outside the permitted places (US)"}}
}

test_inside if count(rule.fail | rule.open) == 0 with input as estate({"to_region": "us-west-2"})

test_region_that_nobody_knows_is_open if {
	count(rule.fail) == 0 with input as estate({"to_region": "eu-west-9"})
	count(rule.open) == 1 with input as estate({"to_region": "eu-west-9"})
}

test_destination_of_this_run_is_judged_itself if {
	rule.skip == {"c"} with input as estate({"to": "vault/v", "to_region": "eu-west-1"})
	elsewhere := {"to": "arn:aws:backup:eu-west-1:1:backup-vault:v", "to_region": "eu-west-1"}
	count(rule.skip) == 0 with input as estate(elsewhere)
}

test_disabled_copies_are_skipped if {
	rule.skip == {"c"} with input as estate({"enabled": false, "to_region": "eu-west-1"})
}

test_unknown if {
	count(rule.fail | rule.open) == 0 with input as estate({"unknown": ["to_region"]})
	count(rule.skip) == 0 with input as estate({"unknown": ["to", "enabled"]})
}
