package rules.access_control.second_person_test

import data.rules.access_control.second_person as rule

estate(fact) := {"vault": [object.union({"id": "v", "unknown": [], "lock_mode": "none", "second_person": false}, fact)]}

test_one_is_enough if {
	found := rule.fail with input as estate({})
	found == {{"id": "v", "field": "second_person", "message": "can be weakened, and its backups deleted, by one person alone"}}
	count(rule.fail) == 1 with input as estate({"lock_mode": "governance"})
}

guarded(guard) := object.union(estate({"guard": "g", "second_person": true}), {"facts": {"g": object.union({"address": "x.g", "unknown": []}, guard)}})

test_guard_leaves_out if {
	found := rule.fail with input as guarded({"leaves_out": ["vaults/backupPolicies/write"]})
	{element.message | some element in found} == {"has a guard that leaves out vaults/backupPolicies/write: one person alone can do that"}
	count(rule.fail) == 0 with input as guarded({"leaves_out": []})
}

test_guard_unknown if {
	count(rule.open) == 1 with input as guarded({"unknown": ["leaves_out"]})
	count(rule.open) == 0 with input as guarded({"leaves_out": []})
}

test_guarded if {
	count(rule.fail) == 0 with input as estate({"second_person": true})
}

test_locked if {
	count(rule.fail) == 0 with input as estate({"lock_mode": "compliance"})
	rule.pass == {"v"} with input as estate({"lock_mode": "compliance"})
}

test_no_such_thing if {
	rule.skip == {"v"} with input as estate({"second_person": null})
}
