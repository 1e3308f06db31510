package lib_test

import data.lib

test_action_matches if {
	lib.action_matches("*", "backup:DeleteRecoveryPoint")
	lib.action_matches("backup:*", "backup:DeleteRecoveryPoint")
	lib.action_matches("Backup:delete*", "backup:DeleteRecoveryPoint")
	lib.action_matches("s3:Get?bject", "s3:GetObject")
	lib.action_matches("s3:GetObject", "s3:getobject")
	not lib.action_matches("s3:Get?", "s3:GetObject")
	not lib.action_matches("backup:Delete", "backup:DeleteRecoveryPoint")
	not lib.action_matches("kms:*", "backup:DeleteRecoveryPoint")
	not lib.action_matches("s3.GetObjec*", "s3:GetObject")
	not lib.action_matches("roles/storage.admin", "roles/storage-admin")
}

statement(fields) := object.union({"effect": "allow", "conditions": null, "not_actions": null, "unknown": []}, fields)

test_grant_allows if {
	lib.grant_allows(statement({"actions": ["s3:*", "backup:*"]}), "backup:DeleteRecoveryPoint")
	lib.grant_allows(statement({"actions": null, "not_actions": ["iam:*"]}), "backup:DeleteRecoveryPoint")
	not lib.grant_allows(statement({"actions": null, "not_actions": ["backup:*"]}), "backup:DeleteRecoveryPoint")
	not lib.grant_allows(statement({"actions": null, "not_actions": []}), "backup:DeleteRecoveryPoint")
	not lib.grant_allows(statement({"effect": "deny", "actions": ["*"]}), "backup:DeleteRecoveryPoint")
}

test_unknown_not_actions_cover_nothing if {
	not lib.grant_allows(statement({"not_actions": ["iam:*"], "unknown": ["not_actions"]}), "backup:DeleteRecoveryPoint")
}

test_grant_denies if {
	lib.grant_denies(statement({"effect": "deny", "actions": ["backup:Delete*"]}), "backup:DeleteRecoveryPoint")
	condition := {"operator": "StringEquals", "key": "aws:PrincipalArn", "values": ["x"]}
	not lib.grant_denies(
		statement({"effect": "deny", "actions": ["*"], "conditions": [condition]}),
		"backup:DeleteRecoveryPoint",
	)
	not lib.grant_denies(statement({"effect": "deny", "actions": ["*"], "unknown": ["conditions"]}), "s3:GetObject")
}

everyone(conditions) := statement({
	"principals": ["*"], "principal_kinds": ["anyone"], "not_principals": null,
	"conditions": conditions,
})

test_public_without_conditions if {
	lib.public_principal(everyone(null))
	lib.public_principal(everyone([]))
	lib.public_principal(statement({"principals": null, "principal_kinds": ["anyone"]}))
	lib.public_principal(statement({"principals": null, "not_principals": ["arn:aws:iam::111122223333:root"]}))
	not lib.public_principal(statement({"principals": ["111122223333"], "principal_kinds": ["account"]}))
	not lib.public_principal(object.union(everyone(null), {"effect": "deny"}))
}

test_unknown_conditions_are_not_public if not lib.public_principal(object.union(
	everyone(null),
	{"unknown": ["conditions"]},
))

test_bound_to_a_resource_of_the_configuration if {
	compared := {"operator": "ArnEquals", "key": "aws:SourceArn", "from": "aws_sns_topic.jobs"}
	lib.bound({"conditions": [], "conditions_from": [compared]})
	not lib.bound({"conditions": [], "conditions_from": [object.union(compared, {"operator": "ArnNotEquals"})]})
	not lib.bound({"conditions": [], "conditions_from": [object.union(compared, {"key": "aws:RequestedRegion"})]})
	not lib.bound({"conditions": [], "conditions_from": [object.union(compared, {"from": "data.aws_sns_topic.jobs"})]})
}

test_binding_conditions if {
	bound := [
		["StringEquals", "aws:PrincipalOrgID", ["o-abc"]],
		["stringequals", "AWS:principalaccount", ["111122223333"]],
		["ArnLike", "aws:SourceArn", ["arn:aws:s3:::clinic-logs", "arn:aws:sns:us-east-1:111122223333:*"]],
		["StringLike", "aws:PrincipalOrgPaths", ["o-abc/*"]],
		["StringLike", "aws:userid", ["AROAEXAMPLE:*"]],
		["IpAddress", "aws:SourceIp", ["10.0.0.0/8", "::1/128", "203.0.113.7", "2001:db8::/32"]],
		["ForAnyValue:StringEquals", "kms:CallerAccount", ["111122223333"]],
		["StringEquals", "aws:SourceVpce", ["vpce-1"]],
	]
	wide := [
		["StringLike", "aws:PrincipalOrgID", ["o-*"]],
		["StringEqualsIfExists", "aws:PrincipalOrgID", ["o-abc"]],
		["ForAllValues:StringEquals", "aws:PrincipalOrgID", ["o-abc"]],
		["StringNotEquals", "aws:PrincipalOrgID", ["o-abc"]],
		["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/backup"]],
		["IpAddress", "aws:SourceIp", ["10.0.0.0/8", "0.0.0.0/0"]],
		["IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"]],
		["IpAddress", "aws:SourceIp", ["2000::/3"]],
		["Bool", "aws:SecureTransport", ["true"]],
		["StringEquals", "kms:ViaService", ["rds.us-east-1.amazonaws.com"]],
		["StringEquals", "aws:PrincipalAccount", []],
		["ArnLike", "aws:SourceArn", ["arn:aws:s3:::clinic-*"]],
	]
	every entry in bound {
		not lib.public_principal(everyone([condition(entry)]))
	}
	every entry in wide {
		lib.public_principal(everyone([condition(entry)]))
	}
}

test_what_cannot_be_known_of_conditions if {
	waiting := object.union(everyone([]), {"unknown": ["conditions"]})
	exact := {"operator": "StringEquals", "key": "aws:SourceVpc", "from": ""}
	lib.bound(object.union(waiting, {"conditions_from": [exact]}))
	every other in [{"operator": "StringLike"}, {"operator": "StringEqualsIfExists"}, {"key": "aws:Referer"}] {
		not lib.bound(object.union(waiting, {"conditions_from": [object.union(exact, other)]}))
	}
}

condition(entry) := {"operator": entry[0], "key": entry[1], "values": entry[2]}

test_account_of if {
	lib.account_of("arn:aws:iam::111122223333:role/backup") == "111122223333"
	lib.account_of("111122223333") == "111122223333"
	not lib.account_of("arn:aws:s3:::bucket")
	not lib.account_of("*")
}
