package rules.retention_immutability.lock_admits_retention_test

import data.rules.retention_immutability.lock_admits_retention as rule

schedule(fields) := object.union(
	{"id": "s", "enabled": true, "kept_days": 30, "cold_days": null, "continuous": false, "lock_min_days": null, "lock_max_days": null},
	fields,
)

messages(fields) := {element.message | some element in found} if {
	found := rule.fail with input as {"schedule": [schedule(fields)], "copy": []}
}

test_too_short if messages({"kept_days": 14, "lock_min_days": 30}) == {"keeps recovery points for 14 days; the lock of the vault refuses less than 30 days"}

test_too_long if messages({"kept_days": 400, "lock_max_days": 365}) == {"keeps recovery points for 400 days; the lock of the vault refuses more than 365 days"}

test_for_ever if messages({"kept_days": null, "lock_max_days": 365}) == {"keeps recovery points for ever; the lock of the vault refuses more than 365 days"}

test_continuous if {
	messages({"kept_days": 36, "continuous": true}) == {"keeps continuous backups for 36 days, and they can be kept for 35 at most"}
	messages({"kept_days": 35, "continuous": true}) == set()
}

test_cold_storage if {
	messages({"kept_days": 119, "cold_days": 30}) == {"moves recovery points to cold storage after 30 days and deletes them after 119 days; cold storage lasts 90 days at least"}
	messages({"kept_days": 120, "cold_days": 30}) == set()
	messages({"kept_days": null, "cold_days": 30}) == set()
}

test_within_the_bounds if {
	messages({"lock_min_days": 30, "lock_max_days": 30}) == set()
	messages({"kept_days": null, "lock_min_days": 30}) == set()
	messages({}) == set()
}

test_skips_what_nothing_refuses if {
	unknown := object.union(object.remove(schedule({}), ["kept_days"]), {"unknown": ["kept_days"]})
	rule.skip == {"s"} with input as {"schedule": [unknown], "copy": []}
	locked := object.union(unknown, {"lock_min_days": 30})
	rule.skip == set() with input as {"schedule": [locked], "copy": []}
	continuous := object.union(unknown, {"continuous": true})
	rule.skip == set() with input as {"schedule": [continuous], "copy": []}
	copy := object.union(object.remove(unknown, ["continuous"]), {"concept": "copy", "kind": "recovery-point"})
	rule.skip == {"s"} with input as {"schedule": [], "copy": [copy]}
}

test_says_nothing_of_what_is_unknown if {
	unknown := [{"id": "s", "enabled": true, "unknown": ["kept_days", "lock_min_days", "lock_max_days", "cold_days", "continuous"]}]
	rule.fail == set() with input as {"schedule": unknown, "copy": []}
}

test_copies_too if {
	copy := {"id": "c", "kind": "recovery-point", "enabled": true, "kept_days": 7, "cold_days": null, "lock_min_days": 30, "lock_max_days": null}
	{element.id | some element in rule.fail} == {"c"} with input as {"schedule": [], "copy": [copy]}
}

test_skips if {
	rule.skip == {"a", "b"} with input as {
		"schedule": [{"id": "a", "enabled": false}, {"id": "c", "enabled": true}],
		"copy": [{"id": "b", "kind": "replica", "enabled": true}],
	}
}
