package rules.retention_immutability.vault_locked_test

import data.rules.retention_immutability.vault_locked as rule

test_fails_without_a_lock if {
	some element in rule.fail with input.vault as [{"id": "a", "lock_mode": "none"}]
	element.id == "a"
	not element.severity
}

test_a_governance_lock_is_a_lesser_fault if {
	some element in rule.fail with input.vault as [{"id": "a", "lock_mode": "governance"}]
	element.severity == "medium"
}

test_passes if {
	count(rule.fail) == 0 with input.vault as [
		{"id": "a", "lock_mode": "compliance"},
		{"id": "b", "unknown": ["lock_mode"]},
		{"id": "c", "lock_mode": null},
	]
}
