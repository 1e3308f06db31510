package rules.access_control.second_person_test

import data.rules.access_control.second_person as rule

estate(fact) := {"vault": [object.union({"id": "v", "unknown": [], "lock_mode": "none", "second_person": false}, fact)]}

test_one_is_enough if {
	found := rule.fail with input as estate({})
	found == {{"id": "v", "field": "second_person", "message": "can be weakened, and its backups deleted, by one person alone"}}
	count(rule.fail) == 1 with input as estate({"lock_mode": "governance"})
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
