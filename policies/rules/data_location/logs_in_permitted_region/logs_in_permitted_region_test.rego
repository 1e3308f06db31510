package rules.data_location.logs_in_permitted_region_test

import data.rules.data_location.logs_in_permitted_region as rule

estate(log, store) := {
	"log": [object.union({"id": "l", "cloud": "aws", "root": ".", "account": "a", "unknown": []}, log)],
	"store": [object.union({"id": "s", "cloud": "aws", "root": ".", "account": "a", "unknown": []}, store)],
	"vault": [], "terms": {"regions": ["US"]},
	"regions": {
		"aws": {
			"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
			"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
		},
		"groups": {},
	},
}

here := {"region": "us-east-1"}

test_outside if {
	found := rule.fail with input as estate({"region": "eu-west-1"}, here)
	found == {{"id": "l", "field": "region", "message": "is in eu-west-1 (IE), outside the permitted places (US)"}}
}

test_inside if count(rule.fail | rule.open) == 0 with input as estate(here, here)

test_nobody_knows_where if count(rule.open) == 1 with input as estate({"region": "mars-1"}, here)

test_beside_a_store if {
	rule.skip == {"l"} with input as estate({"region": "eu-west-1"}, {"region": "eu-west-1"})
	count(rule.skip) == 0 with input as estate({"region": "eu-west-1"}, {"region": "eu-west-1", "account": "b"})
}
