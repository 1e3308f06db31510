package rules.recovery_testing.restore_test_covers_kinds_test

import data.rules.recovery_testing.restore_test_covers_kinds as rule

store(service) := {
	"id": service, "root": ".", "address": service, "type": "aws_x", "cloud": "aws", "service": service, "role": "primary", "arn_resource": "x:y",
	"parent": null, "account": "a", "region": "us-east-1", "tags": null, "unknown": [],
}

estate(tests) := {
	"restore_test": tests,
	"store": [store("rds"), store("efs"), store("elasticache")],
	"selection": [{
		"id": "x", "cloud": "aws", "plan": "p", "account": "a", "region": "us-east-1", "stores": ["rds", "efs", "elasticache"], "except": [],
		"tags_any": [], "conditions": [], "everything": false, "unknown": [],
	}],
	"schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}], "protection": [],
	"facts": {"p": {"id": "p"}},
}

test(id, types) := {"id": id, "selects": true, "types": types, "unknown": []}

test_fails_once_where_a_kind_is_left_out if {
	{[element.id, element.related] | some element in rule.fail} == {["a", {"efs"}]} with input as estate([test("a", ["RDS"]), test("b", ["DynamoDB"])])
	rule.skip == {"b"} with input as estate([test("a", ["RDS"]), test("b", ["DynamoDB"])])
}

test_several_tests_together_are_enough if {
	rule.fail == set() with input as estate([test("a", ["RDS"]), test("b", ["EFS"])])
}

test_open_where_a_test_may_take_it_in if {
	unsure := {"id": "b", "selects": true, "types": [], "unknown": ["types"]}
	rule.fail == set() with input as estate([test("a", ["RDS"]), unsure])
	count(rule.open) == 1 with input as estate([test("a", ["RDS"]), unsure])
}
