package rules.key_management.key_destruction_confined_test

import data.rules.key_management.key_destruction_confined as rule

grant(fields) := object.union(
	{
		"id": "g", "root": ".", "address": "aws_iam_role_policy.app", "cloud": "aws", "kind": "identity", "effect": "allow",
		"principals": ["app"], "principal_kinds": ["role"], "not_principals": null, "actions": ["kms:*"],
		"not_actions": null, "resources": ["*"], "not_resources": null, "conditions": null, "on": null,
		"on_concept": null, "scope": null, "sid": null, "refs": {}, "unknown": [],
	},
	fields,
)

key := {
	"id": "key/k", "concept": "key", "root": ".", "address": "aws_kms_key.k", "protects": true, "container": null,
	"unknown": [],
}

container := {"id": "container/v", "concept": "key_container", "cloud": "azure", "address": "azurerm_key_vault.v", "unknown": []}

estate(grants, keys, containers) := {
	"grant": grants, "key": keys, "key_container": containers,
	"facts": {fact.id: fact | some fact in array.concat(keys, containers)},
}

# What Go makes of the sets, in its order; "none" is open where a field is unknown, else a pass.
verdict(judged) := "skip" if {
	"g" in rule.skip with input as judged
} else := "fail" if {
	count(rule.fail) > 0 with input as judged
} else := "pass" if {
	"g" in rule.pass with input as judged
} else := "open" if {
	count(rule.open) > 0 with input as judged
} else := "none"

of(fields) := verdict(estate([grant(fields)], [key], []))

test_every_key if {
	found := rule.fail with input as estate([grant({})], [key], [])
	found == {{"id": "g", "field": "actions", "message": "lets app destroy every key, by kms:*"}}
	of({"actions": ["kms:ListKeys", "kms:ScheduleKeyDeletion"], "resources": ["arn:aws:kms:*:*:key/*"]}) == "fail"
	of({"resources": null, "not_resources": ["arn:aws:kms:us-east-1:111122223333:key/1"]}) == "fail"
}

test_key_in_use if {
	named := grant({"resources": [], "unknown": ["resources"], "refs": {"resources": ["aws_kms_key.k"]}})
	found := rule.fail with input as estate([named], [key], [])
	found == {{
		"id": "g", "field": "actions",
		"message": "lets app destroy aws_kms_key.k, by kms:*",
	}}
}

policy(fields) := object.union(
	{"kind": "resource", "on": "key/k", "on_concept": "key", "principals": ["arn:aws:iam::111122223333:role/app"]},
	fields,
)

test_key_that_nothing_here_is_known_to_use if {
	idle := object.union(key, {"protects": false})
	judged := estate([grant({"resources": [], "refs": {"resources": ["aws_kms_key.k"]}, "unknown": ["resources"]})], [idle], [])
	verdict(judged) == "open"
	found := {element.message | some element in rule.open} with input as judged
	found == {"lets aws_kms_key.k be destroyed, and whether a record depends on it is not known"}
}

test_key_policy if {
	of(policy({})) == "fail"
	of(policy({"principals": ["arn:aws:iam::111122223333:root"]})) == "none"
	of(policy({"principals": ["*"]})) == "none"
	of(policy({"principals": ["logs.us-east-1.amazonaws.com"]})) == "none"
	verdict(estate([grant(policy({}))], [object.union(key, {"protects": false})], [])) == "skip"
	blank := object.union(object.remove(key, ["protects"]), {"unknown": ["protects"]})
	verdict(estate([grant(policy({}))], [blank], [])) == "open"
}

test_key_policy_for_the_account if {
	account := policy({
		"principals": [], "unknown": ["principals"],
		"refs": {"principals": ["data.aws_caller_identity.current"]},
	})
	of(object.union(account, {"sid": "Enable IAM User Permissions"})) == "pass"
	of(account) == "none"
}

test_statements_that_spare_keys if {
	of({"actions": ["kms:Decrypt", "kms:GenerateDataKey*"]}) == "skip"
	of({"actions": ["*"]}) == "skip"
	of({"effect": "deny"}) == "skip"
	of({"kind": "trust"}) == "skip"
	of({"kind": "resource", "on_concept": "store"}) == "skip"
	of({"actions": [], "unknown": ["actions"]}) == "none"
}

unnamed(address) := {"principals": [], "unknown": ["principals"], "refs": {"principals": [address]}}

test_administrators if {
	of({"principals": ["key-administrators"]}) == "none"
	of({"actions": ["kms:Enable*", "kms:Put*", "kms:ScheduleKeyDeletion"]}) == "pass"
	of(unnamed("module.app.aws_iam_role.kms_admin")) == "pass"
	of(unnamed("module.admin.aws_iam_role.app")) == "fail"
}

condition(operator, name, value) := {"conditions": [{"operator": operator, "key": name, "values": [value]}]}

test_conditions if {
	of(condition("Bool", "aws:MultiFactorAuthPresent", "true")) == "pass"
	of(condition("BoolIfExists", "aws:MultiFactorAuthPresent", "true")) == "fail"
	of(condition("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com")) == "pass"
	of(condition("StringEquals", "aws:RequestedRegion", "us-east-1")) == "fail"
	of(condition("StringEquals", "aws:ResourceTag/team", "app")) == "open"
	of({"conditions": [], "unknown": ["conditions"]}) == "none"
}

test_taken_back if {
	deny := grant({"id": "d", "effect": "deny", "actions": ["kms:ScheduleKeyDeletion"]})
	verdict(estate([grant({}), deny], [key], [])) == "none"
	elsewhere := object.union(deny, {"address": "aws_iam_role_policy.other"})
	verdict(estate([grant({}), elsewhere], [key], [])) == "fail"
}

test_open if {
	of({"principals": null}) == "open"
	of({"resources": ["arn:aws:kms:us-east-1:111122223333:key/1"]}) == "open"
	of({"resources": ["arn:aws:s3:::records"]}) == "none"
}

azure(fields) := grant(object.union(
	{
		"cloud": "azure", "actions": ["Key Vault Administrator"], "resources": ["/subscriptions/1"],
		"on": "/subscriptions/1", "principals": [], "principal_kinds": ["identity"], "unknown": ["principals"],
		"refs": {"principals": ["azurerm_user_assigned_identity.app"]},
	},
	fields,
))

azure_of(fields) := verdict(estate([azure(fields)], [], []))

test_azure if {
	azure_of({}) == "fail"
	azure_of({"actions": ["Microsoft.KeyVault/vaults/keys/*"]}) == "fail"
	azure_of({"actions": ["Microsoft.KeyVault/vaults/keys/wrap/action"]}) == "skip"
	azure_of({"refs": {"principals": ["data.azurerm_user_assigned_identity.app"]}}) == "fail"
	permission := {"kind": "resource", "on_concept": "key_container", "actions": ["Microsoft.KeyVault/vaults/keys/purge/action"]}
	azure_of(permission) == "fail"
	azure_of({"actions": ["Key Vault Crypto User"]}) == "skip"
	literal := {"principals": ["1"], "unknown": [], "refs": {"principals": []}}
	azure_of(literal) == "open"
	azure_of(object.union(literal, {"principal_kinds": ["group"]})) == "pass"
}

test_azure_for_whoever_runs_terraform if {
	azure_of({"refs": {"principals": ["data.azurerm_client_config.current"]}}) == "pass"
}

test_azure_vault if {
	held := object.union(key, {"container": "container/v"})
	on := azure({"on": "container/v"})
	found := rule.fail with input as estate([on], [held], [container])
	{element.message | some element in found} == {concat(" ", [
		"lets azurerm_user_assigned_identity.app destroy the keys in azurerm_key_vault.v,",
		"by Key Vault Administrator",
	])}
	verdict(estate([on], [], [container])) == "skip"
}

google(fields) := grant(object.union(
	{
		"cloud": "google", "actions": ["roles/cloudkms.admin"], "resources": ["clinic"],
		"principals": ["serviceAccount:app@clinic.iam.gserviceaccount.com"], "principal_kinds": ["service"],
		"scope": "project",
	},
	fields,
))

google_of(fields) := verdict(estate([google(fields)], [key], []))

test_google if {
	google_of({}) == "fail"
	google_of({"resources": [], "unknown": ["resources"]}) == "fail"
	google_of({"principals": ["user:ann@clinic.example.org"]}) == "none"
	google_of({"principals": ["serviceAccount:terraform@clinic.iam.gserviceaccount.com"]}) == "none"
	google_of({"actions": ["roles/owner"]}) == "skip"
	google_of({"actions": ["cloudkms.cryptoKeys.get", "cloudkms.cryptoKeyVersions.destroy"]}) == "fail"
	ring := {"kind": "resource", "scope": "resource", "resources": null, "on": "google_kms_key_ring.main", "on_concept": "key"}
	google_of(ring) == "fail"
	google_of(object.union(ring, {"on": "projects/p/locations/us/keyRings/r/cryptoKeys/k"})) == "open"
	google_of({"kind": "resource", "scope": "resource", "actions": ["roles/owner"], "resources": null, "on": "key/k", "on_concept": "key"}) == "fail"
	google_of(condition("expression", "", "request.time < timestamp(\"2030-01-01T00:00:00Z\")")) == "open"
}
