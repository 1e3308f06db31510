package rules.data_location.state_in_permitted_region_test

import data.rules.data_location.state_in_permitted_region as rule

places := {"aws": {
	"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
	"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
}}

estate(fields) := {
	"state": [object.union({"id": "s", "cloud": "aws", "unknown": []}, fields)],
	"terms": {"regions": ["US"]}, "regions": places,
}

test_outside if {
	found := rule.fail with input as estate({"kept_in": "eu-west-1"})
	found == {{"id": "s", "field": "kept_in", "message": "keeps the state in eu-west-1 (IE), outside the permitted places (US)"}}
}

test_inside if {
	count(rule.fail) == 0 with input as estate({"kept_in": "us-east-1"})
	count(rule.open) == 0 with input as estate({"kept_in": "us-east-1"})
}

test_nowhere if {
	count(rule.fail) == 0 with input as estate({"kept_in": null})
	count(rule.open) == 0 with input as estate({"kept_in": null})
}

test_unheard_of if count(rule.open) == 1 with input as estate({"kept_in": "na-siliconvalley", "cloud": "vendors/terraform"})

test_unknown if count(rule.fail) == 0 with input as estate({"unknown": ["kept_in"]})
