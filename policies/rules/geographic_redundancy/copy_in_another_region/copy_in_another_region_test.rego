package rules.geographic_redundancy.copy_in_another_region_test

import data.rules.geographic_redundancy.copy_in_another_region as rule

copy(fields) := object.union(
	{
		"id": "c", "cloud": "aws", "kind": "recovery-point", "enabled": true, "plan": "p", "region": "us-east-1",
		"account": "own", "from": "vault/main", "from_region": "us-east-1", "to": null, "to_account": null,
		"to_isolated": null, "to_region": "us-east-1", "unknown": [],
	},
	fields,
)

estate(copies) := {
	"copy": copies, "store": [{"id": "store/db"}], "facts": {},
	"regions": {"aws": {"us-east-1": {"country": "US"}}},
}

test_stays if {
	found := rule.fail with input as estate([copy({})])
	found == {{"id": "c", "field": "to_region", "message": "copies to us-east-1 (US), where the backups already are"}}
}

test_leaves if {
	count(rule.fail) == 0 with input as estate([copy({"to_region": "us-west-2"})])
	rule.pass == {"c"} with input as estate([copy({"to_region": "us-west-2"})])
}

test_second_copy_beside_one_that_leaves if {
	both := estate([copy({}), copy({"id": "far", "to_region": "us-west-2"})])
	count(rule.fail) == 0 with input as both
	rule.skip == {"c"} with input as both
}

test_copies_with_a_purpose_of_their_own if {
	"c" in rule.skip with input as estate([copy({"to_isolated": true})])
	"c" in rule.skip with input as estate([copy({"to_account": "444455556666"})])
	"c" in rule.skip with input as estate([copy({"kind": "replica", "plan": null})])
	"c" in rule.skip with input as estate([copy({"enabled": false})])
	"c" in rule.skip with input as estate([copy({"plan": null, "from": "aws_db_snapshot.x"})])
}

test_backups_of_a_store if {
	near := copy({"plan": null, "from": "store/db"})
	count(rule.fail) == 1 with input as estate([near])
	count(rule.skip) == 0 with input as estate([near])
	count(rule.fail) == 0 with input as estate([object.union(near, {"to_region": "us-west-2"})])
}

test_unknown if {
	blank := object.remove(copy({"unknown": ["to_region"]}), ["to_region"])
	count(rule.fail) == 0 with input as estate([blank])
	count(rule.skip) == 0 with input as estate([blank])
	count(rule.pass) == 0 with input as estate([blank])
}
