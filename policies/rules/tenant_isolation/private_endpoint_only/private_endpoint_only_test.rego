package rules.tenant_isolation.private_endpoint_only_test

import data.rules.tenant_isolation.private_endpoint_only as rule

verdicts(store) := result if {
	result := {"fail": count(rule.fail), "pass": count(rule.pass), "skip": count(rule.skip)} with input.store as [object.union({"id": "s"}, store)]
}

test_public_databases_fail if verdicts({"kind": "database", "public": true}) == {"fail": 1, "pass": 0, "skip": 0}

test_says_where_it_is_the_default if {
	found := rule.fail with input.store as [{"id": "s", "cloud": "azure", "kind": "database", "public": true}]
	{element.message | some element in found} == {"has a public endpoint, as the provider gives one by default"}
}

test_private_ones_pass if verdicts({"kind": "database", "public": false}) == {"fail": 0, "pass": 1, "skip": 0}

test_unknown_is_left_open if verdicts({"kind": "database", "unknown": ["public"]}) == {"fail": 0, "pass": 0, "skip": 0}

test_skips_buckets_and_what_has_no_endpoint if {
	verdicts({"kind": "object", "public": true}) == {"fail": 0, "pass": 0, "skip": 1}
	verdicts({"kind": "table", "public": null}) == {"fail": 0, "pass": 0, "skip": 1}
}

behind(firewalls) := {"id": "s", "cloud": "aws", "kind": "database", "public": true, "firewalls": firewalls, "unknown": []}

groups := {
	"firewall": [{"id": "wide", "open": true, "open_web": false}, {"id": "shut", "open": false, "open_web": false}],
	"facts": {"wide": {"id": "wide", "address": "aws_security_group.wide"}},
}

said(store) := found if {
	found := {[element.message, object.get(element, "severity", "high"), object.get(element, "related", set())] | some element in rule.fail} with input as object.union(groups, {"store": [store]})
}

test_firewalls_say_who_gets_through if {
	said(behind(["shut", "wide"])) == {["has a public endpoint, and aws_security_group.wide lets the whole internet through", "high", {"wide"}]}
	said(behind(["shut"])) == {["has a public endpoint, though its security groups let only some through", "medium", set()]}
	said(behind(["sg-1"])) == {["has a public endpoint", "high", set()]}
	said(behind(null)) == {["has a public endpoint", "high", set()]}
}

test_own_networks_are_the_line_to_mend if {
	store := object.union(behind(["wide"]), {"address": "aws_security_group.wide"})
	found := rule.fail with input as object.union(groups, {"store": [store]})
	{[element.message, element.on.id, element.on.field] | some element in found} == {["has a public endpoint, and lets the whole internet through to it", "wide", "open"]}
}
