package rules.retention_immutability.lifecycle_keeps_data_test

import data.rules.retention_immutability.lifecycle_keeps_data as rule

store(fields) := object.union({"id": "s", "role": "primary", "versioned": true, "expires_days": null, "noncurrent_days": null}, fields)

messages(fields) := {element.message | some element in found} if {
	found := rule.fail with input as {"store": [store(fields)], "terms": {"retention_min_days": 30}}
}

test_versions if {
	messages({"noncurrent_days": 7}) == {"deletes earlier versions after 7 days, before the 30 days that the default terms ask for"}
	messages({"noncurrent_days": 30}) == set()
	messages({"noncurrent_days": 7, "versioned": false}) == set()
}

test_copies_without_versions if {
	messages({"role": "backup", "versioned": false, "expires_days": 14}) == {"deletes copies after 14 days, before the 30 days that the default terms ask for"}
	messages({"role": "backup", "versioned": true, "expires_days": 14}) == set()
}

test_records_may_expire if messages({"versioned": false, "expires_days": 1}) == set()

test_says_nothing_of_what_is_unknown if {
	rule.fail == set() with input as {
		"store": [
			{"id": "a", "role": "backup", "versioned": false, "unknown": ["expires_days"]},
			{"id": "b", "role": "primary", "noncurrent_days": 7, "unknown": ["versioned"]},
		],
		"terms": {"retention_min_days": 30},
	}
}

test_skips if {
	rule.skip == {"a", "b"} with input.store as [
		store({"id": "a", "role": "log", "expires_days": 1}),
		store({"id": "b"}),
		store({"id": "c", "noncurrent_days": 1}),
	]
}
