package rules.key_management.customer_managed_key_test

import data.rules.key_management.customer_managed_key as rule

test_fails_without_a_key if {
	rule.fail == {{"id": "a", "field": "key", "message": "is encrypted with a key that the provider manages"}} with input.store as [{
		"id": "a",
		"encrypted": true,
		"key": null,
		"key_manager": "provider",
	}]
}

test_fails_for_a_key_of_the_provider if {
	some element in rule.fail with input.store as [{
		"id": "a",
		"encrypted": true,
		"key": "key/data.k",
		"key_manager": "provider",
	}]
	element.message == "names the key key/data.k, which the provider manages"
}

test_passes_with_a_key_of_the_customer if {
	count(rule.fail) == 0 with input.store as [
		{"id": "a", "encrypted": true, "key": "key/k", "key_manager": "customer"},
		{"id": "b", "encrypted": true, "key": "arn:aws:kms:us-east-1:1:key/x", "unknown": ["key_manager"]},
		{"id": "c", "encrypted": true, "key": null, "key_manager": null},
	]
}

test_skips_logs if {
	rule.skip == {"b"} with input.store as [{"id": "a", "role": "backup"}, {"id": "b", "role": "log"}, {"id": "c"}]
}

test_skips_what_is_not_encrypted_at_all if {
	rule.skip == {"a"} with input.store as [{"id": "a", "encrypted": false}, {"id": "b", "encrypted": true}]
}

test_vaults if {
	vaults := [
		{"id": "a", "key": null, "key_manager": "provider"},
		{"id": "b", "key": "key/k", "key_manager": "customer"},
	]
	{element.id | some element in rule.fail} == {"a"} with input.vault as vaults
	rule.skip == {"c"} with input.vault as [{"id": "c", "isolated": true}, {"id": "d", "isolated": false}]
}
