package lib

# Which backups a role of Azure's reaches, and which of them nobody can destroy: recovery points of a vault whose immutability is locked
# stay until they expire, whoever stops the protection, empties the vault or deletes its group. Operational backups, which are snapshots
# beside the store, are not covered (https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept), nor are a
# database's own. What becomes of a vault's key key-management/key-destruction-confined judges.

# A role counts on a vault, on the resource group of a vault, on a subscription or what is above it, and on an account that
# holds backups.
reaches_on_azure(grant, role) if {
	grant.scope in wide_scopes
	not lower(role) in azure_account_roles
	not grant.id in sealed
}

reaches_on_azure(grant, _) if {
	grant.scope in wide_scopes
	grant.root in roots_with_bucket_backups
}

reaches_on_azure(grant, role) if {
	on_vault(grant)
	not lower(role) in azure_account_roles
	not grant.id in sealed
}

reaches_on_azure(grant, role) if {
	grant.scope == "group"
	not lower(role) in azure_account_roles
	count(group_vaults(grant)) > 0
	not grant.id in sealed
}

reaches_on_azure(grant, _) if grant.on in bucket_backups

wide_scopes := {"subscription", "folder", "organization"}

on_vault(grant) if grant.on_concept == "vault"

on_vault(grant) if input.facts[grant.on].concept == "vault"

# group_vaults are the vaults in the resource group that a role is given on, by the address that its name comes from or by name.
group_vaults(grant) := {id | some key in [grant.on, lower(regex.replace(grant.on, `^.*/`, ""))]; some id in vaults_in[[grant.root, key]]}

vaults_in[[vault.root, address]] contains vault.id if {
	some vault in input.vault
	some address in vault.refs.group
}

vaults_in[[vault.root, lower(vault.group)]] contains vault.id if {
	some vault in input.vault
	is_string(vault.group)
}

# perhaps_on_group_of_vault holds for a role on a resource group in which there may be a vault whose own is not known.
perhaps_on_group_of_vault(grant) if {
	grant.cloud == "azure"
	grant.scope == "group"
	grant.root in roots_with_vaults_anywhere
}

roots_with_vaults_anywhere contains vault.root if {
	some vault in input.vault
	vault.cloud == "azure"
	"group" in vault.unknown
	count(object.get(vault.refs, "group", [])) == 0
}

# sealed are the roles that reach nothing but vaults that are locked for good. perhaps_sealed may be, by what a lock waits for.
sealed contains grant.id if {
	some grant in input.grant
	grant.cloud == "azure"
	vaults := reached_vaults(grant)
	count(vaults) > 0
	count(vaults - locked_vaults) == 0
	reaches_nothing_else(grant)
}

perhaps_sealed contains grant.id if {
	some grant in input.grant
	grant.cloud == "azure"
	vaults := reached_vaults(grant)
	count(vaults & maybe_locked_vaults) > 0
	count((vaults - locked_vaults) - maybe_locked_vaults) == 0
	reaches_nothing_else(grant)
}

reached_vaults(grant) := {grant.on} if {
	input.facts[grant.on].concept == "vault"
} else := group_vaults(grant) if {
	grant.scope == "group"
} else := vaults_of[grant.root] if {
	grant.scope in wide_scopes
}

vaults_of[vault.root] contains vault.id if {
	some vault in input.vault
	vault.cloud == "azure"
}

locked_vaults contains vault.id if {
	some vault in input.vault
	vault.lock_mode == "compliance"
}

maybe_locked_vaults contains vault.id if {
	some vault in input.vault
	"lock_mode" in vault.unknown
}

reaches_nothing_else(grant) if {
	not grant.root in roots_with_operational_backups
	grant.scope in {"resource", "group"}
}

reaches_nothing_else(grant) if {
	not grant.root in roots_with_operational_backups
	not grant.root in roots_with_bucket_backups
	not grant.root in roots_with_own_backups
	grant.scope in wide_scopes
}

# Schedules that name no vault keep what they make beside the store.
roots_with_operational_backups contains schedule.root if {
	some schedule in input.schedule
	schedule.cloud == "azure"
	schedule.vault == null
}

# Who deletes a database deletes its own backups with it.
roots_with_own_backups contains store.root if {
	some store in input.store
	store.cloud == "azure"
	store.backups == true
	not store.id in protected_stores
}

protected_stores contains protection.store if some protection in input.protection
