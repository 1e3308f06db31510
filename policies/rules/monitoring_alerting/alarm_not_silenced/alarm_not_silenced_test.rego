package rules.monitoring_alerting.alarm_not_silenced_test

import data.rules.monitoring_alerting.alarm_not_silenced as rule

base := {
	"id": "s", "cloud": "azure", "root": ".", "unknown": [], "refs": {},
	"enabled": true, "ends": false, "scope": "resource", "vault": null, "group": null,
}

estate(fact) := {
	"silence": [object.union(base, fact)],
	"vault": [{"id": "v", "concept": "vault", "address": "vault.records", "root": ".", "group": "Backups", "unknown": [], "refs": {"group": ["group.backups"]}}],
	"facts": {"v": {"id": "v", "concept": "vault", "address": "vault.records"}},
}

test_vault_here if {
	found := rule.fail with input as estate({"vault": "v"})
	found == {{"id": "s", "field": "ends", "message": "silences the alerts of vault.records without an end", "related": ["v"]}}
}

test_vault_elsewhere if {
	count(rule.fail) == 1 with input as estate({"vault": "/subscriptions/x/vaults/far"})
}

test_wider if {
	count(rule.fail) == 1 with input as estate({"scope": "subscription"})
	count(rule.fail) == 1 with input as estate({"scope": "group", "group": "backups"})
	count(rule.fail) == 1 with input as estate({"scope": "group", "unknown": ["group"], "refs": {"group": ["group.backups"]}})
}

test_something_else if {
	rule.skip == {"s"} with input as estate({})
	rule.skip == {"s"} with input as estate({"scope": "group", "group": "app"})
	count(rule.fail) == 0 with input as estate({"scope": "group", "group": "app"})
}

test_for_a_time if {
	rule.pass == {"s"} with input as estate({"vault": "v", "ends": true})
	rule.pass == {"s"} with input as estate({"vault": "v", "enabled": false})
	count(rule.fail) == 0 with input as estate({"vault": "v", "ends": true})
}
