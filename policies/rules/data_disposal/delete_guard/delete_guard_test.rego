package rules.data_disposal.delete_guard_test

import data.rules.data_disposal.delete_guard as rule

test_fails_where_off if {
	{element.id | some element in rule.fail} == {"a"} with input.store as [
		{"id": "a", "delete_guard": false},
		{"id": "b", "delete_guard": true},
		{"id": "c", "delete_guard": null},
		{"id": "d", "unknown": ["delete_guard"]},
	]
}

test_skips if {
	rule.skip == {"b", "c"} with input.store as [
		{"id": "a", "role": "primary", "delete_guard": false},
		{"id": "b", "role": "replica", "delete_guard": false},
		{"id": "c", "role": "primary", "delete_guard": null},
	]
}
