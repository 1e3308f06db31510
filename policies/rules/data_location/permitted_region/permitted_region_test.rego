package rules.data_location.permitted_region_test

import data.rules.data_location.permitted_region as rule

places := {
	"aws": {
		"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
		"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
	},
	"azure": {"eastus": {"country": "US", "countries": ["US"], "complete": true}},
	"google": {"asia": {"countries": [], "complete": false}},
	"groups": {"EU": ["IE"]},
}

estate(fact, agreed) := {
	"store": [object.union({"id": "s", "cloud": "aws", "unknown": []}, fact)],
	"vault": [], "terms": {"regions": agreed}, "regions": places,
}

test_outside if {
	found := rule.fail with input as estate({"region": "eu-west-1"}, ["US"])
	found == {{"id": "s", "field": "region", "message": "is in eu-west-1 (IE), outside the permitted places (US)"}}
}

test_vaults_too if {
	vault := {"id": "v", "cloud": "aws", "region": "eu-west-1", "unknown": []}
	found := rule.fail with input as object.union(estate({"region": "us-east-1"}, ["US"]), {"vault": [vault]})
	{element.id | some element in found} == {"v"}
}

test_region_of_countries_that_nobody_publishes if {
	count(rule.fail) == 1 with input as estate({"cloud": "google", "region": "asia"}, ["US"])
}

test_inside if {
	count(rule.fail | rule.open) == 0 with input as estate({"region": "us-east-1"}, ["US"])
	count(rule.fail | rule.open) == 0 with input as estate({"cloud": "azure", "region": "East US"}, ["US"])
	count(rule.fail | rule.open) == 0 with input as estate({"region": "eu-west-1"}, ["EU"])
	count(rule.fail | rule.open) == 0 with input as estate({"region": "eu-west-1"}, ["eu-west-1"])
}

test_region_that_nobody_knows_is_open if {
	count(rule.fail) == 0 with input as estate({"region": "us-northcentral-9"}, ["US"])
	count(rule.open) == 1 with input as estate({"region": "us-northcentral-9"}, ["US"])
}

test_no_region if {
	count(rule.fail | rule.open) == 0 with input as estate({"region": null}, ["US"])
	count(rule.fail | rule.open) == 0 with input as estate({"unknown": ["region"]}, ["US"])
}
