package rules.retention_immutability.backup_store_locked_test

import data.rules.retention_immutability.backup_store_locked as rule

test_fails_for_copies_without_a_lock if {
	{element.id | some element in rule.fail} == {"a"} with input.store as [
		{"id": "a", "role": "backup", "lock_mode": "none"},
		{"id": "b", "role": "backup", "lock_mode": "governance"},
		{"id": "c", "role": "primary", "lock_mode": "none"},
		{"id": "d", "role": "backup", "unknown": ["lock_mode"]},
		{"id": "e", "lock_mode": "none", "unknown": ["role"]},
	]
}

test_skips if {
	rule.skip == {"a", "b"} with input.store as [
		{"id": "a", "role": "primary", "lock_mode": "none"},
		{"id": "b", "role": "backup", "lock_mode": null},
		{"id": "c", "role": "backup", "lock_mode": "none"},
	]
}
