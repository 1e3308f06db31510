package rules.geographic_redundancy.copy_readable_elsewhere_test

import data.rules.geographic_redundancy.copy_readable_elsewhere as rule

ids(elements) := {element.id | some element in elements}

disk(fields) := object.union(
	{
		"id": "disk", "cloud": "google", "kind": "block", "key": "key", "key_manager": "customer", "key_region": "us-central1",
		"region": "us-central1", "unknown": [],
	},
	fields,
)

copy(fields) := object.union(
	{
		"id": "c", "cloud": "google", "kind": "recovery-point", "enabled": true, "plan": "plan", "from": null, "from_region": null,
		"region": "us-central1", "to": null, "to_region": "us", "key": null, "unknown": [],
	},
	fields,
)

given(store, copies) := {
	"store": [store], "copy": copies, "protection": [{"store": "disk", "plan": "plan", "unknown": []}],
	"facts": {"disk": store}, "regions": {"google": {}}, "terms": {"regions": []},
}

test_a_key_of_one_region if {
	ids(rule.fail) == {"disk"} with input as given(disk({}), [copy({})])
	direct := copy({"plan": null, "from": "disk", "from_region": "us-central1"})
	ids(rule.fail) == {"disk"} with input as given(disk({}), [direct])
}

test_keys_that_outlive_it if {
	ids(rule.fail) == set() with input as given(disk({"key_region": "us"}), [copy({})])
	ids(rule.fail) == set() with input as given(disk({"key_manager": "provider", "key_region": null}), [copy({})])
	own := copy({"plan": null, "from": "disk", "from_region": "us-central1", "key": "other"})
	ids(rule.fail) == set() with input as given(disk({}), [own])
}

test_a_replica_has_a_key_of_its_own if {
	replica := copy({"id": "r", "kind": "replica", "plan": null, "from": "disk", "from_region": "us-central1", "to_region": "us-west1"})
	ids(rule.fail) == set() with input as given(disk({}), [copy({}), replica])
	rule.skip == {"disk"} with input as given(disk({}), [copy({}), replica])
}

test_a_copy_that_stays if {
	near := copy({"to_region": "us-central1"})
	ids(rule.fail) == set() with input as given(disk({}), [near])
	rule.skip == {"disk"} with input as given(disk({}), [near])
}

test_a_key_that_is_not_placed if {
	ids(rule.open) == {"disk"} with input as given(disk({"key_region": null}), [copy({})])
}
