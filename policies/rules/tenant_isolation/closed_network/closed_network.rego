# METADATA
# scope: package
# title: Stores and key vaults answer named networks alone
# description: A key or a token that leaks is of no use to whoever is in no network that the store answers.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: medium
#   tier: hardening
#   about: [store, key_container]
#   reads: [kind, private_only, public, role]
#   remedy:
#     any: Name the networks that may reach it, or reach it over private endpoints alone.
#     azapi_resource: |
#       body = {
#         properties = {
#           publicNetworkAccess = "Disabled"
#           networkAcls         = { defaultAction = "Deny" }   # where some networks must reach a storage account or a key vault
#           networkAccessPolicy = "DenyAll"                   # of a disk
#         }
#       }
#     azurerm_storage_account: |
#       public_network_access_enabled = false
#
#       # or, where some networks must reach it
#       network_rules {
#         default_action             = "Deny"
#         virtual_network_subnet_ids = [azurerm_subnet.apps.id]
#       }
#     azurerm_managed_disk: |
#       network_access_policy         = "DenyAll"   # "AllowPrivate" where backups are exported from it
#       public_network_access_enabled = false
#     azurerm_key_vault, azurerm_key_vault_managed_hardware_security_module: |
#       network_acls {
#         default_action = "Deny"
#         bypass         = "AzureServices"   # which encrypt by its keys
#       }
package rules.tenant_isolation.closed_network

import data.lib

# Azure alone puts a firewall before each store and each key vault; on other clouds the permissions of whoever asks say from where.
fail contains lib.at(store, "private_only", message(store)) if {
	some store in input.store
	store.private_only == false
}

message(store) := "can be exported from every network, as the provider allows by default" if {
	store.kind == "block"
} else := "answers every network, as the provider does by default"

fail contains lib.at(container, "public", "answers every network, as the provider does by default") if {
	some container in input.key_container
	container.public == true
}

pass contains store.id if {
	some store in input.store
	store.private_only == true
}

# What has no such setting, and what other rules judge by its endpoint.
skip contains store.id if {
	some store in input.store
	store.private_only == null
}

# Azure itself writes logs, from networks of its own.
skip contains store.id if {
	some store in input.store
	store.role == "log"
}

skip contains container.id if {
	some container in input.key_container
	container.public == null
}
