package lib_test

import data.lib

test_scopes_of_azure if {
	given_on({"actions": ["Contributor"], "scope": "subscription"}) == {"Contributor"}
	given_on({"actions": ["Backup Contributor"], "on_concept": "vault"}) == {"Backup Contributor"}
	given_on({"actions": ["Owner"], "scope": "group", "on": "azurerm_resource_group.b"}) == {"Owner"}
	given_on({"actions": ["Owner"], "scope": "group", "on": "/subscriptions/1/resourceGroups/backup"}) == {"Owner"}
	given_on({"actions": ["Owner"], "scope": "group", "on": "azurerm_resource_group.app"}) == set()
	given_on({"actions": ["Owner"], "scope": "resource", "on_concept": "store"}) == set()
	given_on({"actions": ["Backup Operator"], "scope": "subscription"}) == set()
}

# A role of Azure's over vaults, beside stores, protections and schedules.
over(fields, vaults, rest) := result if {
	grant := azure(object.union({"actions": ["Owner"], "scope": "subscription"}, fields))
	result := [lib.reached_destruction(grant), grant.id in lib.perhaps_sealed] with input as object.union(
		{"grant": [grant], "vault": vaults, "store": [], "schedule": [], "protection": [], "facts": {vault.id: vault | some vault in vaults}},
		rest,
	)
}

vault_with(fields) := object.union(recovery, object.union({"concept": "vault", "unknown": []}, fields))

locked := vault_with({"lock_mode": "compliance"})

unsure_vault := object.remove(vault_with({"unknown": ["lock_mode"]}), ["lock_mode"])

reaching := [{"Owner"}, false]

reaching_none := [set(), false]

test_nobody_empties_a_locked_vault if {
	over({}, [locked], {}) == reaching_none
	over({}, [], {}) == reaching
	over({}, [vault_with({"lock_mode": "governance"})], {}) == reaching
	over({}, [locked, vault_with({"id": "w"})], {}) == reaching
	over({"scope": "group", "on": "azurerm_resource_group.b"}, [locked], {}) == reaching_none
	over({"scope": "resource", "on": "v", "on_concept": "vault"}, [locked], {}) == reaching_none
	over({"scope": "resource", "on": "/subscriptions/1/vaults/other", "on_concept": "vault"}, [locked], {}) == reaching
}

test_a_lock_that_cannot_be_known if {
	over({}, [unsure_vault], {}) == [{"Owner"}, true]
	over({}, [unsure_vault, object.union(locked, {"id": "w"})], {}) == [{"Owner"}, true]
	over({}, [unsure_vault, vault_with({"id": "w"})], {}) == reaching
}

# Snapshots beside the store, backups of databases themselves and accounts that hold backups are not in the vault.
test_what_a_locked_vault_does_not_hold if {
	over({}, [locked], {"schedule": [{"root": ".", "cloud": "azure", "vault": null}]}) == reaching
	over({}, [locked], {"schedule": [{"root": ".", "cloud": "azure", "vault": "v"}]}) == reaching_none
	database := {"id": "d", "root": ".", "cloud": "azure", "backups": true, "kind": "database", "role": "primary"}
	over({}, [locked], {"store": [database]}) == reaching
	over({}, [locked], {"store": [database], "protection": [{"store": "d"}]}) == reaching_none
	over({"scope": "group", "on": "azurerm_resource_group.b"}, [locked], {"store": [database]}) == reaching_none
	over({}, [locked], {"store": [object.union(bucket, {"cloud": "azure"})]}) == reaching
}
