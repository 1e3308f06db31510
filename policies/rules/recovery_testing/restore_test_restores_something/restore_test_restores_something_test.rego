package rules.recovery_testing.restore_test_restores_something_test

import data.rules.recovery_testing.restore_test_restores_something as rule

test_fails_without_a_selection if {
	rule.fail == {{"id": "a", "field": "selects", "message": "restores nothing: it has no selection"}} with input.restore_test as [
		{"id": "a", "selects": false},
		{"id": "b", "selects": true},
		{"id": "c", "unknown": ["selects"]},
	]
}
