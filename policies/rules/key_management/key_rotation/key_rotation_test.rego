package rules.key_management.key_rotation_test

import data.rules.key_management.key_rotation as rule

failed(keys) := messages if {
	elements := rule.fail with input as {"key": keys, "terms": {"key_rotation_days": 365}}
	messages := {element.message | some element in elements}
}

test_fails_without_rotation if {
	failed([{"id": "a", "rotation": false, "rotation_days": null}]) == {"is not rotated automatically"}
}

test_fails_where_it_is_too_rare if {
	failed([{"id": "a", "rotation": true, "rotation_days": 730}]) == {"is rotated every 730 days, the default terms allow 365 days"}
}

test_passes if {
	failed([
		{"id": "a", "rotation": true, "rotation_days": 365},
		{"id": "b", "rotation": true, "rotation_days": null},
		{"id": "c", "rotation": null, "rotation_days": null},
		{"id": "d", "unknown": ["rotation", "rotation_days"]},
	]) == set()
}

test_skips_keys_that_do_not_rotate if {
	rule.skip == {"a", "b", "c"} with input.key as [
		{"id": "a", "manager": "provider", "purpose": "encrypt"},
		{"id": "b", "manager": "customer", "purpose": "sign"},
		{"id": "c", "purpose": "mac"},
		{"id": "d", "manager": "customer", "purpose": "encrypt"},
		{"id": "e", "unknown": ["manager", "purpose"]},
	]
}
