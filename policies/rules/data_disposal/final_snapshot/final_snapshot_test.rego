package rules.data_disposal.final_snapshot_test

import data.rules.data_disposal.final_snapshot as rule

store(fields) := object.union({"id": "s", "kind": "database", "role": "primary", "final_snapshot": false, "keeps_backups": false, "delete_guard": false}, fields)

failed(fields) := {object.get(element, "severity", "medium") | some element in found} if found := rule.fail with input.store as [store(fields)]

test_fails_where_nothing_is_left if {
	failed({}) == {"medium"}
	failed({"keeps_backups": null}) == {"medium"}
}

test_a_guard_makes_it_a_lesser_fault if failed({"delete_guard": true}) == {"low"}

test_passes_where_something_is_left if {
	every fields in [{"final_snapshot": true}, {"keeps_backups": true}] {
		failed(fields) == set()
		rule.pass == {"s"} with input.store as [store(fields)]
	}
}

test_says_nothing_of_what_is_unknown if {
	rule.fail == set() with input.store as [
		object.remove(store({}), ["keeps_backups"]),
		object.remove(store({}), ["final_snapshot"]),
	]
}

test_skips if {
	every fields in [{"kind": "block"}, {"role": "replica"}, {"role": "server"}, {"final_snapshot": null}] {
		rule.skip == {"s"} with input.store as [store(fields)]
	}
	rule.skip == set() with input.store as [store({})]
}
