package rules.data_disposal.soft_delete_on_test

import data.rules.data_disposal.soft_delete_on as rule

failed(stores, vaults) := {element.id: object.get(element, "severity", "medium") | some element in found} if {
	found := rule.fail with input as {"store": stores, "vault": vaults}
}

test_fails_where_off if failed(
	[
		{"id": "a", "role": "primary", "versioned": false, "soft_delete_days": 0},
		{"id": "b", "role": "primary", "versioned": true, "soft_delete_days": 0},
		{"id": "c", "role": "log", "versioned": false, "soft_delete_days": 0},
		{"id": "d", "role": "primary", "versioned": false, "soft_delete_days": 7},
	],
	[{"id": "v", "soft_delete_days": 0}, {"id": "w", "soft_delete_days": 14}],
) == {"a": "medium", "b": "low", "c": "low", "v": "medium"}

test_versions_that_cannot_be_known_excuse_nothing if {
	failed([{"id": "a", "role": "primary", "soft_delete_days": 0, "unknown": ["versioned"]}], []) == {"a": "medium"}
}

test_says_nothing_of_what_is_not_set_or_unknown if {
	failed([{"id": "a", "soft_delete_days": null}], [{"id": "v", "unknown": ["soft_delete_days"]}]) == {}
	rule.skip == {"a"} with input as {"store": [{"id": "a", "soft_delete_days": null}], "vault": []}
}
