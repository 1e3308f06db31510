package rules.retention_immutability.copy_outlives_deletion_test

import data.rules.retention_immutability.copy_outlives_deletion as rule

ids(elements) := {element.id | some element in elements}

given(store) := {
	"copy": [
		{"id": "mirror", "mirrors_deletion": true, "enabled": true, "to": "s", "unknown": []},
		{"id": "plain", "mirrors_deletion": false, "enabled": true, "to": "s", "unknown": []},
		{"id": "other", "mirrors_deletion": null, "enabled": true, "to": "s", "unknown": []},
		{"id": "off", "mirrors_deletion": true, "enabled": false, "to": "far", "unknown": []},
	],
	"store": [store],
	"facts": {"s": store},
}

bucket(fields) := object.union({"id": "s", "address": "google_storage_bucket.s", "versioned": false, "lock_mode": "none", "unknown": []}, fields)

test_a_bucket_without_versions if {
	ids(rule.fail) == {"mirror"} with input as given(bucket({}))
	rule.pass == {"plain"} with input as given(bucket({}))
	rule.skip == {"other", "off"} with input as given(bucket({}))
}

test_versions_and_locks if {
	ids(rule.fail) == set() with input as given(bucket({"versioned": true}))
	ids(rule.fail) == set() with input as given(bucket({"lock_mode": "compliance"}))
	ids(rule.open) == {"off"} with input as given(bucket({"versioned": true}))
}

test_what_is_not_known if {
	ids(rule.open) == {"mirror", "off"} with input as given(object.remove(bucket({"unknown": ["versioned"]}), ["versioned"]))
	ids(rule.open) == {"off"} with input as given(object.remove(bucket({"unknown": ["versioned"], "lock_mode": "compliance"}), ["versioned"]))
}
