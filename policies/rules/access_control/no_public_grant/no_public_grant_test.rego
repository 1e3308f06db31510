package rules.access_control.no_public_grant_test

import data.rules.access_control.no_public_grant as rule

statement(fields) := object.union(
	{
		"id": "g", "cloud": "aws", "kind": "resource", "effect": "allow", "principals": ["*"], "principal_kinds": ["anyone"],
		"not_principals": null, "actions": ["s3:GetObject"], "not_actions": null, "conditions": null, "on": "b", "unknown": [], "refs": {},
	},
	fields,
)

bucket := {"id": "b", "concept": "store", "kind": "object", "account": "a", "public_blocked": null}

judged(grant, store, settings) := result if {
	result := {"fail": rule.fail, "pass": rule.pass} with input as {"grant": [grant], "facts": {"b": store}, "setting": settings}
}

failed(grant) := {element.message | some element in judged(grant, bucket, []).fail}

test_everyone_fails if {
	failed(statement({})) == {"gives everyone s3:GetObject"}
	failed(statement({"actions": ["*"]})) == {"gives everyone all rights"}
	failed(statement({"actions": ["a:1", "a:2", "a:3", "a:4"]})) == {"gives everyone a:1, a:2 and 2 more"}
	failed(statement({"actions": null, "not_actions": ["s3:Put*"]})) == {"gives everyone all but a few rights"}
	failed(statement({"principals": [], "principal_kinds": [], "not_principals": ["arn:aws:iam::1:root"]})) == {"gives everyone s3:GetObject"}
}

test_conditions_bind if {
	bound := statement({"conditions": [{"operator": "StringEquals", "key": "aws:PrincipalOrgID", "values": ["o-1"]}]})
	judged(bound, bucket, []) == {"fail": set(), "pass": {"g"}}
	loose := statement({"conditions": [{"operator": "StringLike", "key": "aws:PrincipalArn", "values": ["*"]}]})
	count(failed(loose)) == 1
	count(failed(statement({"conditions": [], "unknown": ["conditions"]}))) == 0
}

test_a_block_on_public_access_lowers_the_severity if {
	blocked := object.union(bucket, {"public_blocked": true})
	{element.severity | some element in judged(statement({}), blocked, []).fail} == {"medium"}
	setting := {"name": "s3-public-access-block", "account": "a", "on": true, "unknown": []}
	{element.severity | some element in judged(statement({}), bucket, [setting]).fail} == {"medium"}
	{object.get(element, "severity", "") | some element in judged(statement({}), object.union(bucket, {"kind": "file"}), [setting]).fail} == {""}
}

test_whoever_is_named_passes_though_the_name_is_unknown if {
	named := statement({"principals": [], "principal_kinds": ["identity"], "unknown": ["principals", "conditions"]})
	judged(named, bucket, []).pass == {"g"}
	judged(object.union(named, {"unknown": ["principals", "principal_kinds"]}), bucket, []).pass == set()
}

test_skips if {
	rule.skip == {"a", "b", "c"} with input.grant as [
		statement({"id": "a", "effect": "deny"}),
		statement({"id": "b", "kind": "identity"}),
		statement({"id": "c", "kind": null}),
		statement({"id": "d", "kind": "identity", "cloud": "google"}),
		statement({"id": "e", "kind": "trust"}),
	]
}

test_websites_are_medium if {
	website := {"id": "w", "cloud": "azure", "effect": "allow", "kind": "resource", "on": null, "principals": ["*"], "principal_kinds": ["anyone"], "conditions": [], "actions": ["read"], "not_actions": null, "not_principals": null, "resources": ["$web"], "unknown": []}
	found := rule.fail with input as {"grant": [website], "facts": {}, "store": [], "setting": []}
	{[element.severity, element.message] | some element in found} == {["medium", "publishes a website to everyone"]}
}

website := statement({"cloud": "azure", "resources": ["$web"]})

inside(grant, fields) := {"grant": [grant], "setting": [], "facts": {"b": object.union(object.union(bucket, {"unknown": []}), fields)}}

test_closed_networks if {
	count(rule.fail) == 1 with input as inside(website, {"private_only": false})
	count(rule.fail) == 0 with input as inside(website, {"private_only": true})
	count(rule.fail) == 0 with input as inside(website, {"unknown": ["private_only"]})
	count(rule.open) == 1 with input as inside(website, {"unknown": ["private_only"]})
	{element.severity | some element in rule.fail} == {"medium"} with input as inside(statement({}), {"private_only": true})
}

test_websites_stay_open_on_blocked_accounts if {
	found := rule.fail with input as inside(website, {"private_only": false, "public_blocked": true})
	{element.message | some element in found} == {"publishes a website to everyone"}
}

test_azure_gives_roles_to_identities if {
	rule.pass == {"a"} with input.grant as [
		statement({"id": "a", "kind": "identity", "cloud": "azure", "principals": null, "principal_kinds": null, "unknown": ["principals", "principal_kinds"]}),
		statement({"id": "b", "kind": "identity", "cloud": "google", "principals": null, "principal_kinds": null, "unknown": ["principals", "principal_kinds"]}),
	]
}
