package rules.data_disposal.force_destroy_off_test

import data.rules.data_disposal.force_destroy_off as rule

test_fails if {
	{element.id | some element in rule.fail} == {"a", "v"} with input as {
		"store": [
			{"id": "a", "role": "primary", "force_destroy": true},
			{"id": "b", "role": "primary", "force_destroy": false},
			{"id": "c", "role": "primary", "force_destroy": null},
			{"id": "d", "role": "primary", "unknown": ["force_destroy"]},
		],
		"vault": [{"id": "v", "force_destroy": true}, {"id": "w", "force_destroy": null}],
	}
}

test_logs_are_a_lesser_fault if {
	some element in rule.fail with input as {"store": [{"id": "a", "role": "log", "force_destroy": true}], "vault": []}
	element.severity == "medium"
}
