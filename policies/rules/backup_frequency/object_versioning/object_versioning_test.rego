package rules.backup_frequency.object_versioning_test

import data.rules.backup_frequency.object_versioning as rule

failed(stores) := {element.id | some element in found} if found := rule.fail with input.store as stores

test_fails_where_off if failed([
	{"id": "a", "versioned": false, "lock_mode": "none"},
	{"id": "b", "versioned": false, "lock_mode": null},
	{"id": "c", "versioned": false, "lock_mode": "governance"},
	{"id": "d", "versioned": true, "lock_mode": "none"},
]) == {"a", "b", "c"}

test_a_compliance_lock_does_as_well if failed([{"id": "a", "versioned": false, "lock_mode": "compliance"}]) == set()

test_says_nothing_of_what_is_not_set_or_unknown if failed([
	{"id": "a", "versioned": null, "lock_mode": null},
	{"id": "b", "lock_mode": "none", "unknown": ["versioned"]},
	{"id": "c", "versioned": false, "unknown": ["lock_mode"]},
]) == set()

test_skips if {
	rule.skip == {"a", "b", "c"} with input.store as [
		{"id": "a", "kind": "object", "role": "log", "address": "aws_s3_bucket.a"},
		{"id": "b", "kind": "database", "role": "primary", "address": "aws_db_instance.b"},
		{"id": "c", "kind": "object", "unknown": ["role"], "mode": "data"},
		{"id": "d", "kind": "object", "role": "backup", "address": "aws_s3_bucket.d"},
	]
}
