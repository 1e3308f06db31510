package rules.backup_frequency.schedule_meets_rpo_test

import data.rules.backup_frequency.schedule_meets_rpo as rule

schedule(id, gap, fields) := object.union(
	{"id": id, "plan": "p", "root": "r", "cloud": "aws", "enabled": true, "continuous": false, "cron": null, "gap_hours": gap, "unknown": []},
	fields,
)

heads(schedules) := found if {
	found := {
		"fail": {[element.id, element.message] | some element in rule.fail},
		"pass": rule.pass, "skip": rule.skip, "open": {element.id | some element in rule.open},
	} with input as {"schedule": schedules, "terms": {"rpo_hours": 24}}
}

test_fails_where_the_only_one_is_too_rare if {
	found := heads([schedule("a", 72, {})])
	found.fail == {["a", "leaves up to 72 hours between two backups, more than the 24 hours that the default terms allow"]}
}

test_passes_with_a_daily_one_beside_a_monthly_one if {
	found := heads([schedule("a", 24, {}), schedule("b", 744, {})])
	found.fail == set()
	found.pass == {"a", "b"}
}

test_a_plan_fails_once if {
	found := heads([schedule("a", 744, {}), schedule("b", 168, {})])
	{id | some [id, _] in found.fail} == {"b"}
	found.skip == {"a"}
}

test_schedules_may_take_turns if {
	found := heads([schedule("a", 48, {"cron": "cron(0 5 ? * MON-SAT *)"}), schedule("b", 168, {"cron": "cron(0 5 ? * SUN *)"})])
	found.fail == set()
	found.pass == {"a", "b"}
}

test_open_where_that_cannot_be_told if {
	found := heads([schedule("a", 48, {"cron": "every 2 days"}), schedule("b", 168, {"cron": "weekly"})])
	found.fail == set()
	found.open == {"a"}
	found.skip == {"b"}
}

test_an_unknown_one_may_be_frequent if {
	found := heads([schedule("a", 72, {}), {"id": "b", "plan": "p", "enabled": true, "continuous": false, "unknown": ["gap_hours"]}])
	found.fail == set()
	found.open == {"a"}
}

test_continuous_backups_are_open if {
	found := heads([schedule("a", 168, {"continuous": true})])
	found.fail == set()
	found.open == {"a"}
}

test_plans_are_judged_apart if {
	found := heads([schedule("a", 24, {}), schedule("b", 72, {"plan": "q", "root": "other"})])
	{id | some [id, _] in found.fail} == {"b"}
	heads([schedule("a", 24, {}), schedule("b", 72, {"plan": "q"})]).open == {"b"}
}

beside(selections, stores) := found if {
	found := {"fail": {[element.id, element.message] | some element in rule.fail}, "open": {element.id | some element in rule.open}, "pass": rule.pass} with input as {
		"schedule": [schedule("a", 24, {}), schedule("b", 168, {"plan": "q"})], "facts": {store.id: store | some store in stores},
		"store": stores, "protection": [], "selection": selections, "terms": {"rpo_hours": 24},
	}
}

naming(plan, name) := {
	"id": plan, "plan": plan, "account": "a", "region": "us-east-1", "stores": [name], "except": [], "tags_any": [], "conditions": [],
	"everything": false, "unknown": [],
}

test_a_plan_beside_a_more_frequent_one if {
	beside([naming("p", "arn:x:table/ehr"), naming("q", "arn:x:table/ehr")], []) == {"fail": set(), "open": {"b"}, "pass": {"a", "b"}}
	alone := beside([naming("p", "arn:x:table/ehr"), naming("q", "arn:x:table/other")], [])
	alone.fail == {["b", "leaves up to 168 hours between two backups of arn:x:table/other, more than the 24 hours that the default terms allow, and no other plan backs that up"]}
	tagged := object.union(naming("p", "x"), {"stores": [], "tags_any": [{"key": "backup", "value": "daily"}]})
	beside([tagged, naming("q", "arn:x:table/other")], []) == {"fail": set(), "open": {"b"}, "pass": {"a"}}
}

test_what_is_off_is_skipped if {
	found := heads([schedule("a", 72, {"enabled": false})])
	found.fail == set()
	found.skip == {"a"}
}

own(gap, protections) := found if {
	found := {"fail": {element.message | some element in rule.fail}, "pass": rule.pass, "skip": rule.skip, "open": {element.id | some element in rule.open}} with input as {
		"store": [{
			"id": "s", "parent": null, "tags": {}, "account": "a", "region": "r", "root": "r", "cloud": "google", "role": "primary", "backups": true,
			"gap_hours": gap, "unknown": [],
		}],
		"schedule": [schedule("c", 12, {"cloud": "google"})], "selection": [], "protection": protections, "facts": {"p": {}}, "terms": {"rpo_hours": 24},
	}
}

test_own_backups_too_rare if {
	own(168, []).fail == {"leaves up to 168 hours between two backups of its own, more than the 24 hours that the default terms allow"}
}

test_own_backups_beside_a_plan if {
	found := own(168, [{"store": "s", "plan": "p", "unknown": []}])
	found.fail == set()
	"s" in found.pass
}

test_own_backups_to_any_moment if "s" in own(null, []).skip
