package rules.retention_immutability.retention_minimum_test

import data.rules.retention_immutability.retention_minimum as rule

schedule(id, kept) := {"id": id, "plan": "p", "root": "r", "cloud": "aws", "enabled": true, "kept_days": kept, "unknown": []}

copy(id, kept) := object.union(schedule(id, kept), {"kind": "recovery-point"})

unknown(id) := {"id": id, "plan": "p", "root": "r", "cloud": "aws", "enabled": true, "unknown": ["kept_days"]}

heads(schedules, copies) := found if {
	found := {"fail": {element.id | some element in rule.fail}, "pass": rule.pass, "skip": rule.skip} with input as {
		"schedule": schedules,
		"copy": copies,
		"terms": {"retention_min_days": 30},
	}
}

test_fails_where_nothing_is_kept_long_enough if {
	heads([schedule("a", 7)], []) == {"fail": {"a"}, "pass": set(), "skip": set()}
	heads([schedule("a", 0)], []).fail == {"a"}
}

test_the_message if {
	some element in rule.fail with input as {"schedule": [schedule("a", 1)], "copy": [], "terms": {"retention_min_days": 30}}
	element.message == "keeps recovery points for 1 day, less than the 30 days that the default terms ask for"
}

test_the_longest_counts if {
	heads([schedule("a", 7), schedule("b", 365)], []) == {"fail": set(), "pass": {"a", "b"}, "skip": set()}
	heads([schedule("a", 7), schedule("b", null)], []).fail == set()
	heads([schedule("a", 7)], [copy("b", 90)]).fail == set()
}

test_a_plan_fails_once if {
	heads([schedule("a", 7), schedule("b", 14)], []) == {"fail": {"b"}, "pass": set(), "skip": {"a"}}
	heads([schedule("schedule/x", 7)], [copy("copy/x", 7)]) == {"fail": {"schedule/x"}, "pass": set(), "skip": {"copy/x"}}
}

test_an_unknown_one_may_be_kept_longer if {
	heads([schedule("a", 7), unknown("b")], []) == {"fail": set(), "pass": set(), "skip": {"a"}}
	heads([schedule("a", 90), unknown("b")], []).pass == {"a", "b"}
}

beside(selections) := found if {
	found := {"fail": {[element.id, element.message] | some element in rule.fail}, "open": {element.id | some element in rule.open}, "pass": rule.pass} with input as {
		"schedule": [schedule("a", 90), object.union(schedule("b", 7), {"plan": "q"})],
		"copy": [], "store": [], "protection": [], "facts": {}, "selection": selections, "terms": {"retention_min_days": 30},
	}
}

naming(plan, name) := {
	"id": plan, "plan": plan, "account": "a", "region": "us-east-1", "stores": [name], "except": [], "tags_any": [], "conditions": [],
	"everything": false, "unknown": [],
}

test_a_plan_beside_one_that_keeps_longer if {
	beside([naming("p", "arn:x:table/ehr"), naming("q", "arn:x:table/ehr")]) == {"fail": set(), "open": {"b"}, "pass": {"a", "b"}}
	beside([]) == {"fail": set(), "open": {"b"}, "pass": {"a"}}
	alone := beside([naming("p", "arn:x:table/ehr"), naming("q", "arn:x:table/other")])
	alone.fail == {["b", "keeps recovery points of arn:x:table/other for 7 days, less than the 30 days that the default terms ask for, and no other plan backs that up"]}
}

test_skips if {
	heads(
		[object.union(schedule("a", 7), {"enabled": false})],
		[object.union(copy("b", null), {"kind": "replica", "plan": null}), object.union(copy("c", 7), {"plan": null})],
	) == {"fail": set(), "pass": set(), "skip": {"a", "b", "c"}}
}
