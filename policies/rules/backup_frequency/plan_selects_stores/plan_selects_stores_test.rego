package rules.backup_frequency.plan_selects_stores_test

import data.rules.backup_frequency.plan_selects_stores as rule

estate := {
	"plan": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
	"selection": [{"id": "x", "plan": "a"}],
	"protection": [{"id": "y", "plan": "b"}],
}

test_met_by_a_selection_or_a_protection if rule.met == {"a", "b"} with input as estate

test_missing if {
	some element in rule.missing with input as estate
	element == {"id": "c", "field": "", "message": "backs nothing up: no selection names it"}
}

test_policies_of_an_organisation if {
	attached := {"plan": [{"id": "a", "attached": true}, {"id": "b", "attached": false}], "selection": [], "protection": []}
	rule.met == {"a"} with input as attached
	some element in rule.missing with input as attached
	element == {"id": "b", "field": "", "message": "backs nothing up: it is attached to no account or unit"}
}

test_an_unknown_plan_meets_nothing if {
	rule.met == set() with input as {
		"plan": [{"id": "a"}],
		"selection": [{"id": "x", "unknown": ["plan"]}],
		"protection": [],
	}
}
