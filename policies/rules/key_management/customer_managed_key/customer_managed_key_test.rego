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

machine(fields) := object.union(
	{
		"id": "vm", "concept": "store", "address": "vm", "kind": "block", "role": "primary", "encrypted": true,
		"key": null, "key_manager": "provider", "parent": null,
	},
	fields,
)

test_disks_are_named_with_their_machine if {
	disk := machine({"id": "disk", "address": "disk", "role": "replica", "parent": "vm"})
	judged := {"store": [machine({}), disk], "facts": {"vm": machine({})}}
	found := rule.fail with input as judged
	found == {{
		"id": "vm", "field": "key", "related": {"disk"},
		"message": "is encrypted with a key that the provider manages, with disk attached to it",
	}}
	rule.skip == {"disk"} with input as judged
	keyed := machine({"key": "k", "key_manager": "customer"})
	alone := rule.fail with input as {"store": [keyed, disk], "facts": {"vm": keyed}}
	{element.id | some element in alone} == {"disk"}
	inside := machine({"key_manager": "customer"})
	within := rule.fail with input as {"store": [inside, disk], "facts": {"vm": inside}}
	count(within) == 0
}

test_names_the_key_by_its_address if {
	some element in rule.fail with input as {
		"store": [{"id": "a", "encrypted": true, "key": "envs/dev:key/data.k", "key_manager": "provider"}],
		"facts": {"envs/dev:key/data.k": {"id": "envs/dev:key/data.k", "concept": "key", "address": "data.aws_kms_key.k"}},
	}
	element.message == "names the key data.aws_kms_key.k, which the provider manages"
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

volume(fields) := object.union(
	{
		"id": "v", "service": "ebs", "encrypted": true, "key": null, "key_manager": "provider",
		"account": "own", "region": "us-east-1", "unknown": [],
	},
	fields,
)

default_key(fields) := object.union(
	{"id": "d", "name": "ebs-default-key", "key_manager": "customer", "account": "own", "region": "us-east-1", "unknown": []},
	fields,
)

test_volumes_take_the_default_key_of_their_account if {
	count(rule.fail) == 0 with input as {"store": [volume({})], "setting": [default_key({})]}
	count(rule.fail) == 1 with input as {"store": [volume({"region": "us-west-2"})], "setting": [default_key({})]}
	count(rule.fail) == 1 with input as {"store": [volume({"service": "rds"})], "setting": [default_key({})]}
	count(rule.fail) == 1 with input as {"store": [volume({})], "setting": [default_key({"key_manager": "provider"})]}
	unsure := default_key({"key_manager": null, "unknown": ["key_manager"]})
	count(rule.fail) == 0 with input as {"store": [volume({})], "setting": [unsure]}
	count(rule.open) == 1 with input as {"store": [volume({})], "setting": [unsure]}
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
