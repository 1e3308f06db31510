package rules.access_control.recovery_point_deletion_confined_test

import data.rules.access_control.recovery_point_deletion_confined as rule

policy(fields) := object.union(
	{
		"id": "p", "concept": "grant", "cloud": "aws", "root": ".", "address": "aws_iam_role_policy.p", "kind": "identity", "effect": "allow",
		"actions": ["backup:*"], "not_actions": null, "resources": ["*"], "not_resources": null, "conditions": null,
		"principals": ["app"], "principal_kinds": ["role"], "unknown": [], "refs": {"principals": ["aws_iam_role.app"]},
	},
	fields,
)

role(principals) := {
	"id": "t", "concept": "grant", "cloud": "aws", "root": ".", "address": "aws_iam_role.app", "kind": "trust", "effect": "allow",
	"actions": ["sts:AssumeRole"], "principals": principals, "principal_kinds": ["service"], "conditions": null,
	"unknown": [], "refs": {},
}

document(grants) := {"grant": grants, "vault": [], "store": [], "facts": {grant.id: grant | some grant in grants}}

verdicts(grants) := result if {
	result := {
		"fail": {element.id | some element in rule.fail},
		"pass": rule.pass - {"t"},
		"open": {element.id | some element in rule.open},
	} with input as document(grants)
}

failing := {"fail": {"p"}, "pass": set(), "open": {"p"}}

passing := {"fail": set(), "pass": {"p"}, "open": {"p"}}

test_workloads_fail if {
	verdicts([policy({}), role(["ec2.amazonaws.com"])]) == failing
	verdicts([policy({"unknown": ["principals"], "principals": []}), role(["ec2.amazonaws.com"])]) == failing
	messages := {element.message | some element in rule.fail} with input as document([policy({}), role(["ec2.amazonaws.com"])])
	messages == {"lets the workload aws_iam_role.app (ec2.amazonaws.com) destroy backups: it allows backup:DeleteRecoveryPoint and 4 more"}
}

test_backup_services_pass if verdicts([policy({}), role(["backup.amazonaws.com"])]) == passing

test_roles_of_elsewhere_are_open if {
	verdicts([policy({"refs": {}})]) == {"fail": set(), "pass": set(), "open": {"p"}}
}

test_a_second_bearer_is_not_overlooked if {
	both := policy({"principals": ["app", "legacy"]})
	verdicts([both, role(["backup.amazonaws.com"])]) == {"fail": set(), "pass": set(), "open": {"p"}}
}

test_users_fail_for_want_of_a_second_factor if {
	user := policy({"refs": {"principals": ["aws_iam_user.u"]}})
	verdicts([user]) == failing
	severities := {element.severity | some element in rule.fail} with input as document([user])
	severities == {"medium"}
	mfa := {"conditions": [{"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]}]}
	verdicts([object.union(user, mfa)]) == {"fail": set(), "pass": {"p"}, "open": set()}
}

test_conditions_that_cannot_be_known_fail_nobody if {
	unsure := policy({"conditions": [], "unknown": ["conditions"]})
	verdicts([unsure, role(["ec2.amazonaws.com"])]) == {"fail": set(), "pass": set(), "open": set()}
}

test_harmless_statements_pass if {
	verdicts([policy({"actions": ["s3:GetObject"], "unknown": ["resources", "principals"]})]).pass == {"p"}
}

test_google_conditions_are_open if {
	member := policy({
		"cloud": "google", "scope": "project", "actions": ["roles/owner"], "principals": ["serviceAccount:a@p.iam.gserviceaccount.com"],
		"principal_kinds": ["service"], "refs": {},
	})
	verdicts([member]).fail == {"p"}
	verdicts([object.union(member, {"conditions": [{"operator": "expression", "key": "", "values": ["x"]}]})]).fail == set()
	verdicts([object.union(member, {"principal_kinds": ["group"]})]) == passing
}

test_skips_what_is_no_right_of_an_identity if {
	rule.skip == {"a", "b", "e"} with input.grant as [
		{"id": "a", "kind": "resource", "cloud": "aws", "effect": "allow"},
		{"id": "e", "kind": "resource", "cloud": "google", "effect": "allow", "on_concept": "key"},
		{"id": "f", "kind": "resource", "cloud": "google", "effect": "allow", "on_concept": "store"},
		{"id": "b", "kind": "identity", "effect": "deny"},
		{"id": "c", "kind": "identity", "effect": "allow"},
		{"id": "d", "unknown": ["kind", "effect"]},
	]
}
