package lib_test

import data.lib

base_store := {
	"id": "s", "cloud": "aws", "address": "aws_db_instance.s", "type": "aws_db_instance", "arn_resource": "rds:db:records", "parent": null,
	"account": "provider.aws", "region": "us-east-1", "tags": {"backup": "daily"}, "unknown": [],
}

base_selection := {
	"id": "x", "cloud": "aws", "plan": "p", "account": "provider.aws", "region": "us-east-1", "stores": [], "except": [], "tags_any": [],
	"conditions": [], "everything": false, "unknown": [],
}

the_coverage := lib.coverage(input.store[0])

level(store, selection) := found if found := the_coverage with input as {
	"store": [object.union(base_store, store)],
	"selection": [object.union(base_selection, selection)],
	"protection": [],
	"schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}],
	"facts": {"p": {"id": "p"}},
}

without(store, field) := object.union(object.remove(object.union(base_store, store), [field]), {"unknown": [field]})

level_unknown(field, store, selection) := found if found := the_coverage with input as {
	"store": [without(store, field)],
	"selection": [object.union(base_selection, selection)],
	"protection": [],
	"schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}],
	"facts": {"p": {"id": "p"}},
}

daily := {"key": "backup", "value": "daily"}

on_tag(operator, key, value) := {"operator": operator, "key": key, "value": value}

tag_is(operator, value) := [on_tag(operator, "aws:ResourceTag/backup", value)]

test_by_reference if {
	level({}, {"stores": ["s"]}) == 2
	level({}, {"stores": ["other"]}) == 0
	level({"region": "us-west-2"}, {"stores": ["s"]}) == 2
	level({"parent": "aws_instance.a"}, {"stores": ["aws_instance.a"]}) == 2
}

# An account or a partition that nobody can know is written as that of a provider configuration.
test_by_own_account if {
	level({}, {"stores": ["arn:aws:rds:us-east-1:provider.aws:db:*"]}) == 2
	level({}, {"stores": ["arn:{partition of provider.aws}:rds:us-east-1:infra/provider.aws:db:records"]}) == 2
	level({}, {"stores": ["arn:aws:rds:us-east-1:provider.aws:db:other"]}) == 0
}

test_by_tag if {
	level({}, {"tags_any": [daily]}) == 2
	level({"tags": {"backup": "weekly"}}, {"tags_any": [daily]}) == 0
	level({"tags": null}, {"tags_any": [daily]}) == 0
	level_unknown("tags", {}, {"tags_any": [daily]}) == 1
	level({"unknown": ["tags"], "tags": {"backup": "weekly"}}, {"tags_any": [daily]}) == 0
}

test_by_tags_known_in_part if the_coverage == 1 with input as {
	"store": [object.union(without({}, "tags"), {"tags": {"other": "x"}})],
	"selection": [object.union(base_selection, {"tags_any": [daily]})],
	"protection": [], "schedule": [], "facts": {},
}

test_everything_but if {
	level({}, {"everything": true}) == 2
	level({}, {"everything": true, "except": ["s"]}) == 0
	level({}, {"everything": true, "except": ["arn:aws:rds:*:*:db:*"]}) == 0
	level({}, {"everything": true, "except": ["arn:aws:rds:*:*:cluster:*"]}) == 2
	level({}, {"everything": true, "unknown": ["except"]}) == 1
}

test_a_plan_reaches_its_own_place if {
	level({"region": "us-west-2"}, {"everything": true}) == 0
	level({"account": "provider.aws.other"}, {"everything": true}) == 1
	level({"account": "provider.aws.other", "region": "us-west-2"}, {"everything": true}) == 0
	level_unknown("region", {"cloud": "azure"}, {"everything": true}) == 0
	level_unknown("region", {}, {"everything": true}) == 1
	level_unknown("region", {}, {"everything": true, "region": null, "unknown": ["region"]}) == 2
}

plan_level(schedules, facts) := found if found := the_coverage with input as {
	"store": [base_store], "selection": [],
	"protection": [{"id": "b", "store": "s", "plan": "p", "unknown": []}],
	"schedule": schedules,
	"facts": facts,
}

test_protection if {
	plan := {"p": {"id": "p"}}
	plan_level([{"id": "r", "plan": "p", "enabled": true, "unknown": []}], plan) == 2
	plan_level([{"id": "r", "plan": "p", "enabled": false, "unknown": []}], plan) == 0
	plan_level([{"id": "r", "plan": "p", "unknown": ["enabled"]}], plan) == 1
	plan_level([], plan) == 0
	plan_level([], {}) == 2
}

test_an_unknown_plan_may_be_one if the_coverage == 1 with input as {
	"store": [base_store], "selection": [], "schedule": [], "facts": {},
	"protection": [{"id": "b", "store": "s", "unknown": ["plan"]}],
}

test_tags_known_but_for_some if {
	by_tag := {"tags_any": [daily]}
	level({"tags": null, "unknown": ["tags.Name"]}, by_tag) == 0
	level({"tags": null, "unknown": ["tags.backup"]}, by_tag) == 1
	level({"tags": null, "unknown": ["tags.back*"]}, by_tag) == 1
	level({"unknown": ["tags.Name"]}, by_tag) == 2
	level({"tags": null, "unknown": ["tags.Name"]}, {"everything": true, "conditions": tag_is("equals", "daily")}) == 0
}

test_accounts_that_are_known_to_differ if {
	level({"account": "111122223333"}, {"tags_any": [daily], "account": "444455556666"}) == 0
	level({"account": "111122223333"}, {"everything": true, "account": "444455556666"}) == 0
	level({"account": "111122223333"}, {"tags_any": [daily], "account": "provider.aws.lab"}) == 1
	level({"account": "111122223333"}, {"everything": true, "account": "provider.aws.lab"}) == 1
}

test_own_backups if {
	facts := {"whole": {"backups": true, "unknown": []}, "bare": {"backups": false, "unknown": []}}
	stores := [
		{"id": "own", "backups": true, "parent": null}, {"id": "part", "backups": null, "parent": "whole"},
		{"id": "off", "backups": false, "parent": null}, {"id": "rest", "backups": null, "parent": "bare"},
	]
	lib.own_backups == {"own", "part"} with input as {"facts": facts, "store": stores}
}

the_doubt := lib.doubt(input.store[0])

doubted(store, selection) := found if {
	chosen := object.union(object.union(base_selection, {"tags_any": [daily]}), selection)
	found := the_doubt with input as {
		"store": [store],
		"selection": [chosen],
		"protection": [],
		"schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}],
		"facts": {"p": {"id": "p"}, "x": chosen},
	}
}

test_doubt_names_what_is_not_known if {
	doubted(without({}, "tags"), {}) == "its tags"
	doubted(object.union(without({}, "tags"), {"unknown": ["tags", "region"]}), {}) == "its tags, its region"
	doubted(base_store, {"unknown": ["conditions"]}) == "what the plan selects"
	doubted(base_store, {"account": "provider.aws.other"}) == "its account"
}
