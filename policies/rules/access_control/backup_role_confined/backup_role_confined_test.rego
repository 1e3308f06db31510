package rules.access_control.backup_role_confined_test

import data.rules.access_control.backup_role_confined as rule

verdicts(fields) := result if {
	result := {"fail": {element.message | some element in rule.fail}, "skip": count(rule.skip)} with input as {
		"selection": [{"root": ".", "refs": {"role": ["aws_iam_role.backup"]}}],
		"grant": [object.union({"id": "g", "root": ".", "address": "aws_iam_role.backup", "kind": "trust", "effect": "allow", "principals": ["backup.amazonaws.com"]}, fields)],
	}
}

test_others if {
	verdicts({"principals": ["backup.amazonaws.com", "ec2.amazonaws.com"]}).fail == {"is the role of the backup service, and lets ec2.amazonaws.com take it up, too"}
	count(verdicts({}).fail) == 0
}

test_other_roles if {
	verdicts({"address": "aws_iam_role.app"}).skip == 1
	verdicts({"kind": "identity"}).skip == 1
	verdicts({"effect": "deny"}).skip == 1
}
