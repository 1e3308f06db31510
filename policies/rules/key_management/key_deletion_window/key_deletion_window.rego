# METADATA
# scope: package
# title: Deleted keys can be saved in time
# description: With its key every store and backup encrypted with it is gone for ever; the waiting time is when a wrong deletion is noticed.
# related_resources:
# - ref: agreement:key_deletion_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: [key, key_container]
#   reads: [container, deletion_days, manager, purge_guard, purpose]
#   remedy:
#     any: Let as much time pass between the request to delete a key and its destruction as the agreement says.
#     aws_kms_external_key, aws_kms_key, aws_kms_replica_external_key, aws_kms_replica_key: |
#       deletion_window_in_days = 30
#     azapi_resource: |
#       body = {
#         properties = {
#           enablePurgeProtection     = true
#           softDeleteRetentionInDays = 90
#         }
#       }
#     azurerm_key_vault, azurerm_key_vault_managed_hardware_security_module: |
#       soft_delete_retention_days = 90
#       purge_protection_enabled   = true
#     azurerm_key_vault_key: |
#       resource "azurerm_key_vault" "records" {
#         name                       = "records"
#         resource_group_name        = azurerm_resource_group.records.name
#         location                   = azurerm_resource_group.records.location
#         tenant_id                  = data.azurerm_client_config.current.tenant_id
#         sku_name                   = "premium"
#         soft_delete_retention_days = 90
#         purge_protection_enabled   = true
#       }
#     google_kms_crypto_key: |
#       destroy_scheduled_duration = "2592000s"   # only for new keys, since it cannot be changed
package rules.key_management.key_deletion_window

import data.lib

fail contains too_soon(key) if some key in input.key

fail contains too_soon(container) if some container in input.key_container

too_soon(holder) := lib.at(holder, "deletion_days", message) if {
	lib.below(holder.deletion_days, input.terms.key_deletion_days)
	message := sprintf(
		"destroys keys %s after the request, sooner than the %s that %s",
		[lib.days(holder.deletion_days), lib.days(input.terms.key_deletion_days), lib.asks_for("key_deletion_days")],
	)
}

fail contains unguarded(key) if some key in input.key

fail contains unguarded(container) if some container in input.key_container

unguarded(holder) := lib.at(holder, "purge_guard", message) if {
	holder.purge_guard == false
	message := "has no purge protection: a deleted key can be destroyed at once"
}

# The container decides for its keys and is judged in their place, where it is in the same run and holds any.
skip contains key.id if {
	some key in input.key
	key.container in containers
}

skip contains container.id if {
	some container in input.key_container
	container.id in empty
}

empty := containers - filled

containers := {container.id | some container in input.key_container}

filled contains key.container if {
	some key in input.key
	key.purpose in {"encrypt", "wrap"}
}

filled contains key.container if {
	some key in input.key
	"purpose" in key.unknown
}

# The provider looks after its own keys, and no record is lost with a key that signs.
skip contains key.id if {
	some key in input.key
	key.manager == "provider"
}

skip contains key.id if {
	some key in input.key
	key.purpose in {"sign", "mac"}
}
