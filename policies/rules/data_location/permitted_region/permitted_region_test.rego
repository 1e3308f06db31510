package rules.data_location.permitted_region_test

import data.rules.data_location.permitted_region as rule

places := {
	"aws": {
		"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
		"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
	},
	"azure": {
		"eastus": {"country": "US", "countries": ["US"], "complete": true, "pair": "westus"},
		"westus": {"country": "US", "countries": ["US"], "complete": true, "pair": "eastus"},
		"brazilsouth": {"country": "BR", "countries": ["BR"], "complete": true, "pair": "southcentralus"},
		"southcentralus": {"country": "US", "countries": ["US"], "complete": true, "pair": "northcentralus"},
	},
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

test_pair_outside if {
	store := {"cloud": "azure", "region": "Brazil South", "redundancy": "geo"}
	found := rule.fail with input as estate(store, ["BR"])
	found == {{"id": "s", "field": "redundancy", "message": "keeps a copy in southcentralus (US), the pair of Brazil South, outside the permitted places (BR)"}}
	count(rule.fail) == 0 with input as estate(object.union(store, {"redundancy": "zone"}), ["BR"])
	count(rule.fail) == 0 with input as estate(store, ["BR", "US"])
}

test_named_regions_leave_the_pair_out if {
	count(rule.fail) == 1 with input as estate({"cloud": "azure", "region": "eastus", "redundancy": "geo"}, ["eastus"])
}

test_perhaps_paired if {
	store := {"cloud": "azure", "region": "brazilsouth", "unknown": ["redundancy"]}
	count(rule.fail) == 0 with input as estate(store, ["BR"])
	count(rule.open) == 1 with input as estate(store, ["BR"])
	count(rule.open) == 0 with input as estate(object.union(store, {"region": "eastus"}), ["US"])
}

test_database_where_its_server_is if {
	facts := {"server": {"id": "server", "concept": "store", "region": "brazilsouth"}}
	store := {"cloud": "azure", "region": null, "parent": "server", "redundancy": "geo"}
	found := rule.fail with input as object.union(estate(store, ["BR"]), {"facts": facts})
	count(found) == 1
}
