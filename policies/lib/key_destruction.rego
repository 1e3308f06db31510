package lib

# Who can destroy encryption keys, on each cloud. Statements that allow everything ("*", Owner of a subscription) are not
# meant: they give away the backups too, and are judged there.

key_destroying_actions := {"kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial"}

key_destroying_data_actions := {"Microsoft.KeyVault/vaults/keys/delete", "Microsoft.KeyVault/vaults/keys/purge/action"}

# Roles of the provider's own, and what a custom role of Google's is made of.
key_destroying_roles := {
	"key vault administrator", "key vault crypto officer", "key vault contributor", "key vault purge operator",
	"managed hsm crypto officer", "managed hsm crypto user",
	"roles/cloudkms.admin", "cloudkms.cryptokeyversions.destroy",
}

# Roles that destroy a key when they are given on the key itself, or on the vault that holds it.
key_owning_roles := {"owner", "contributor", "roles/owner", "roles/editor", "*"}

# key_destroyers are the actions or roles of a statement, as written, by which keys can be destroyed.
key_destroyers(grant) := {written |
	some written in grant.actions
	destroys_keys(written, object.get(grant, "on_concept", null))
	not left_out(grant, written, azure_key_permissions)
}

azure_key_permissions := {"Microsoft.KeyVault/vaults/delete"} | key_destroying_data_actions

destroys_keys(action, _) if {
	startswith(lower(action), "kms:")
	some destroying in key_destroying_actions
	action_matches(action, destroying)
}

destroys_keys(role, _) if lower(role) in key_destroying_roles

destroys_keys(action, _) if {
	startswith(lower(action), "microsoft.keyvault/")
	some destroying in key_destroying_data_actions
	action_matches(action, destroying)
}

destroys_keys(role, concept) if {
	concept in {"key", "key_container"}
	lower(role) in key_owning_roles
}

# spares_keys holds for a statement that surely lets nobody destroy a key.
spares_keys(grant) if grant.effect == "deny"

spares_keys(grant) if grant.kind in {"trust", "boundary"}

spares_keys(grant) if {
	grant.cloud == "google"
	google_denies(grant, "cloudkms.cryptokeyversions.destroy")
}

spares_keys(grant) if grant.on_concept in {"store", "vault", "channel", "trail"}

spares_keys(grant) if {
	not "actions" in grant.unknown
	count(key_destroyers(grant)) == 0
}

# gives_key_destruction holds for a statement that lets somebody destroy keys, without a condition that narrows it and
# without being what a key administrator has.
gives_key_destruction(grant) if {
	grant.effect == "allow"
	not grant.id in vague_grants
	count(key_destroyers(grant)) > 0
	unnarrowed(grant)
	not "actions" in grant.unknown
	not administers_keys(grant)
	not [grant.root, grant.address] in denied_policies
	not google_denies(grant, "cloudkms.cryptokeyversions.destroy")
	not grant.id in keys_perhaps_denied
}

# keys_perhaps_denied are the grants of Google's from which a deny policy may take it back, of which not enough is known.
keys_perhaps_denied contains grant.id if {
	count(google_denials) > 0
	some grant in input.grant
	grant.cloud == "google"
	count(key_destroyers(grant)) > 0
	google_perhaps_denies(grant, "cloudkms.cryptokeyversions.destroy")
}

# administers_keys holds for a statement that allows all of the administration of keys and none of their use.
administers_keys(grant) if {
	not "actions" in grant.unknown
	grant_covers(grant, "kms:EnableKey")
	grant_covers(grant, "kms:PutKeyPolicy")
	not grant_covers(grant, "kms:Decrypt")
	not grant_covers(grant, "kms:GenerateDataKey")
}

# denied_policies are the policies that take back what another of their statements allows.
denied_policies contains [grant.root, grant.address] if {
	some grant in input.grant
	denies_key_destruction(grant)
}

denies_key_destruction(grant) if {
	grant.kind == "identity"
	grant_denies(grant, "kms:ScheduleKeyDeletion")
	"*" in grant.resources
}

denies_key_destruction(grant) if {
	grant.kind == "resource"
	grant_denies(grant, "kms:ScheduleKeyDeletion")
	anyone(grant)
}

# unnarrowed holds where no condition limits who destroys what: there is none, or it is about something else.
unnarrowed(grant) if unconditional(grant)

unnarrowed(grant) if {
	not "conditions" in grant.unknown
	count(grant.conditions) > 0
	every condition in grant.conditions {
		lower(condition.key) in idle_keys
	}
	not held_in_check(grant)
}

idle_keys := {
	"aws:requestedregion", "aws:securetransport", "aws:currenttime", "aws:principaltype",
	"aws:multifactorauthpresent", "aws:multifactorauthage",
}

# held_in_check holds where a condition asks for a second factor or for known hands, or for a service in between: services
# use keys and never destroy them.
held_in_check(grant) if bound(grant)

held_in_check(grant) if {
	some condition in grant.conditions
	lower(condition.operator) == "bool"
	lower(condition.key) == "aws:multifactorauthpresent"
	condition.values == ["true"]
}

held_in_check(grant) if {
	some condition in grant.conditions
	lower(condition.operator) in {"numericlessthan", "numericlessthanequals"}
	lower(condition.key) == "aws:multifactorauthage"
}

held_in_check(grant) if {
	some condition in grant.conditions
	lower(condition.operator) in binding_operators
	lower(condition.key) == "kms:viaservice"
}

# every_key holds for a pattern of resources that takes in all keys of an account or more.
every_key(resource) if regex.match(`^(\*|arn:[^:]*:(kms|\*):[^:]*:[^:]*:(key/|key)?\*)$`, resource)

# key_holders are those whom a statement names and who are not key administrators by their name: names and, where a name
# is not known, the addresses of the identities. Of Azure and Google only workloads count, for whoever is given such a role
# in person is a key administrator.
key_holders(grant) := ordinary_names(grant) if {
	not "principals" in grant.unknown
	count(bearers(grant)) == 0
} else := ordinary_names(grant) if {
	not "principals" in grant.unknown
	count(ordinary_bearers(grant)) > 0
} else := ordinary_names(grant) | ordinary_bearers(grant) if {
	"principals" in grant.unknown
}

ordinary_names(grant) := {name |
	some name in grant.principals
	workload_name(name, grant.cloud)
	not key_administrator(name)
}

workload_name(name, "aws") if {
	name != "*"
	not regex.match(`^(arn:.*:root|\d{12}|(.+[./])?provider\..+|.*\.amazonaws\.com)$`, name)
}

workload_name(name, "google") if startswith(name, "serviceAccount:")

# names_nobody holds for a policy that nothing here attaches.
names_nobody(grant) if grant.principals == null

names_nobody(grant) if {
	not "principals" in grant.unknown
	count(grant.principals) == 0
}

# bearers are the addresses of the identities, made or looked up by this run, that the statement is for.
bearers(grant) := {address |
	some address in grant.refs.principals
	bearer(address)
}

bearer(address) if {
	regex.match(`(^|\.)(aws_iam_(role|user|group)|azurerm_user_assigned_identity|azuread_service_principal|google_service_account)\.`, address)
}

bearer(address) if {
	regex.match(`(^|\.)azurerm_\w+\.`, address)
	not regex.match(`(^|\.)data\.`, address)
}

ordinary_bearers(grant) := {address |
	some address in bearers(grant)
	not key_administrator(regex.replace(address, `^(module\.[^.]+\.)+`, ""))
}

# key_administrator holds for a name that says that its bearer administers keys, or builds all there is.
key_administrator(name) if {
	regex.match(`(?i)admin|custodian|officer|break[-_. ]?glass|key[-_. ]?owner|terraform|tofu|atlantis|deploy|provision`, name)
}

# key_destruction_entrusted holds where those whom a statement names, though their names are not known, are key
# administrators: identities of this run that are called so, people, whoever runs Terraform, or the account itself, which
# every key policy of AWS begins with.
key_destruction_entrusted(grant) if {
	count(bearers(grant)) > 0
	count(ordinary_bearers(grant)) == 0
	count(ordinary_names(grant)) == 0
}

key_destruction_entrusted(grant) if {
	grant.cloud == "azure"
	count(grant.principal_kinds) > 0
	every kind in grant.principal_kinds {
		kind in {"user", "group"}
	}
}

key_destruction_entrusted(grant) if {
	count(grant.refs.principals) > 0
	every address in grant.refs.principals {
		regex.match(`(^|\.)(data\.azurerm_client_config|(data\.)?azuread_(group|user))\.`, address)
	}
}

key_destruction_entrusted(grant) if {
	grant.cloud == "aws"
	grant.kind == "resource"
	count(bearers(grant)) == 0
	count(ordinary_names(grant)) == 0
	regex.match(`(?i)root|default|iam|account|admin|owner`, grant.sid)
}
