package rules.proposed_2025.second_factor_test

import data.rules.proposed_2025.second_factor as rule

policy(fields) := object.union(
	{
		"id": "p", "cloud": "aws", "root": ".", "address": "aws_iam_role_policy.p", "kind": "identity", "effect": "allow",
		"actions": ["backup:*"], "not_actions": null, "resources": ["*"], "not_resources": null, "conditions": null,
		"principals": ["keeper"], "principal_kinds": ["role"], "unknown": [], "refs": {"principals": ["aws_iam_role.keeper"]},
	},
	fields,
)

role(fields) := object.union(
	{
		"id": "t", "cloud": "aws", "root": ".", "address": "aws_iam_role.keeper", "kind": "trust", "effect": "allow",
		"actions": ["sts:AssumeRole"], "principals": ["111122223333"], "principal_kinds": ["account"], "conditions": null,
		"unknown": [], "refs": {},
	},
	fields,
)

condition(operator, key, value) := {"conditions": [{"operator": operator, "key": key, "values": [value]}]}

verdict(policy, role) := found if {
	found := settled with input as {"grant": [policy, role], "vault": [], "store": []}
}

settled := "none" if {
	"t" in rule.skip
} else := "fail" if {
	count(rule.fail) > 0
} else := "pass" if {
	"t" in rule.pass
} else := "open" if {
	count(rule.open) > 0
}

test_password_alone if {
	verdict(policy({}), role({})) == "fail"
	verdict(policy({}), role({"principal_kinds": ["user"]})) == "fail"
}

test_second_factor if {
	verdict(policy({}), role(condition("Bool", "aws:MultiFactorAuthPresent", "true"))) == "pass"
	verdict(policy(condition("Bool", "aws:MultiFactorAuthPresent", "true")), role({})) == "none"
}

test_programs if {
	verdict(policy({}), role({"principal_kinds": ["service"]})) == "none"
	verdict(policy({}), role({"principal_kinds": ["federated"]})) == "none"
	verdict(policy({}), role(condition("StringEquals", "sts:ExternalId", "4711"))) == "none"
	verdict(policy({}), role(condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/ci"))) == "none"
}

test_other_conditions_are_open if {
	verdict(policy({}), role(condition("StringEquals", "aws:PrincipalTag/team", "platform"))) == "open"
}

test_harmless_roles if {
	verdict(policy({"actions": ["backup:List*"]}), role({})) == "none"
	verdict(policy({"refs": {"principals": ["aws_iam_role.other"]}}), role({})) == "none"
}
