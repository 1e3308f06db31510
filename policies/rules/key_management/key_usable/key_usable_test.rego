package rules.key_management.key_usable_test

import data.rules.key_management.key_usable

estate(key) := {
	"key": [object.union({"id": "k", "unknown": []}, key)],
	"store": [{"id": "s", "key": "k"}, {"id": "other", "key": null}],
	"vault": [{"id": "v", "key": "k"}],
}

test_disabled_and_in_use if {
	found := key_usable.fail with input as estate({"enabled": false, "protects": true})
	found == {{
		"id": "k", "field": "enabled", "related": {"s", "v"},
		"message": "is disabled, and 2 stores and vaults are encrypted with it",
	}}
}

test_protects_something_else if {
	key := {"id": "k", "enabled": false, "protects": true, "unknown": []}
	found := key_usable.fail with input as {"key": [key], "store": [], "vault": []}
	{element.message | some element in found} == {"is disabled, and still in use"}
}

test_retired if {
	retired := estate({"enabled": false, "protects": false})
	count(key_usable.fail) == 0 with input as retired
	key_usable.skip == {"k"} with input as retired
}

test_no_fault if {
	count(key_usable.fail) == 0 with input as estate({"enabled": true, "protects": true})
	count(key_usable.fail) == 0 with input as estate({"enabled": null, "protects": true})
	count(key_usable.fail) == 0 with input as estate({"protects": true, "unknown": ["enabled"]})
	count(key_usable.fail) == 0 with input as estate({"enabled": false, "unknown": ["protects"]})
}

test_unknown_protection_is_not_skipped if {
	count(key_usable.skip) == 0 with input as estate({"enabled": false, "unknown": ["protects"]})
}
