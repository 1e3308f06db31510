package rules.key_management.key_deletion_window_test

import data.rules.key_management.key_deletion_window as rule

key(fields) := object.union(
	{
		"id": "k", "manager": "customer", "purpose": "encrypt", "container": null, "deletion_days": null,
		"purge_guard": null, "unknown": [],
	},
	fields,
)

vault(fields) := object.union({"id": "c", "deletion_days": 90, "purge_guard": true, "unknown": []}, fields)

estate(keys, containers) := {"key": keys, "key_container": containers, "terms": {"key_deletion_days": 30}}

test_short_window if {
	found := rule.fail with input as estate([key({"deletion_days": 7})], [])
	found == {{
		"id": "k", "field": "deletion_days",
		"message": "destroys keys 7 days after the request, sooner than the 30 days that the default terms ask for",
	}}
}

test_no_fault if {
	count(rule.fail) == 0 with input as estate([key({"deletion_days": 30}), key({"deletion_days": null})], [])
	blank := {"id": "k", "manager": "customer", "purpose": "encrypt", "unknown": ["deletion_days", "purge_guard"]}
	count(rule.fail) == 0 with input as estate([blank], [])
}

test_container_is_judged_once if {
	weak := {"container": "c", "deletion_days": 7, "purge_guard": false}
	keys := [key(object.union(weak, {"id": "a"})), key(object.union(weak, {"id": "b"}))]
	judged := estate(keys, [vault({"deletion_days": 7, "purge_guard": false})])
	rule.skip == {"a", "b"} with input as judged
	found := rule.fail with input as judged
	{element.field | some element in found; element.id == "c"} == {"deletion_days", "purge_guard"}
}

test_container_elsewhere_is_judged_at_the_key if {
	elsewhere := key({"container": "/subscriptions/x/vaults/y", "unknown": ["deletion_days", "purge_guard"]})
	rule.skip == {"c"} with input as estate([elsewhere], [vault({})])
}

test_container_without_keys_that_matter_is_skipped if {
	"c" in rule.skip with input as estate([], [vault({})])
	"c" in rule.skip with input as estate([key({"container": "c", "purpose": "sign"})], [vault({})])
	not "c" in rule.skip with input as estate([key({"container": "c", "purpose": "wrap"})], [vault({})])
}

test_container_with_a_key_of_unknown_purpose_is_judged if {
	blank := {"id": "k", "container": "c", "manager": "customer", "unknown": ["purpose"]}
	not "c" in rule.skip with input as estate([blank], [vault({})])
}

test_keys_of_the_provider_and_for_signatures_are_skipped if {
	"k" in rule.skip with input as estate([key({"manager": "provider", "deletion_days": 7})], [])
	"k" in rule.skip with input as estate([key({"purpose": "mac", "deletion_days": 7})], [])
	not "k" in rule.skip with input as estate([key({"purpose": null, "deletion_days": 7})], [])
}
