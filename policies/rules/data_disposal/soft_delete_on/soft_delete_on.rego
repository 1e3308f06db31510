# METADATA
# scope: package
# title: Deleted data can be brought back
# description: With soft delete a mistaken or hostile deletion is noticed before it is final.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: [store, vault]
#   reads: [role, soft_delete_days, versioned]
#   weighs: [role, versioned]
#   remedy:
#     any: Turn soft delete on.
#     snowflake_database, snowflake_schema, snowflake_table: |
#       data_retention_time_in_days = 7
#     azurerm_recovery_services_vault: |
#       soft_delete_enabled = true
#     azurerm_data_protection_backup_vault: |
#       soft_delete                = "On"
#       retention_duration_in_days = 14
#     azapi_resource: |
#       body = {
#         properties = {
#           securitySettings = {
#             softDeleteSettings = {
#               state                   = "On"   # of a Recovery Services vault: softDeleteState = "Enabled"
#               retentionDurationInDays = 14     # and softDeleteRetentionPeriodInDays
#             }
#           }
#         }
#       }
#
#       # of a storage account
#       resource "azapi_update_resource" "blobs" {
#         type        = "Microsoft.Storage/storageAccounts/blobServices@2024-01-01"
#         resource_id = "${azapi_resource.records.id}/blobServices/default"
#         body = {
#           properties = {
#             deleteRetentionPolicy = { enabled = true, days = 14 }
#           }
#         }
#       }
#     azurerm_storage_account: |
#       blob_properties {
#         delete_retention_policy {
#           days = 14
#         }
#         container_delete_retention_policy {
#           days = 14
#         }
#       }
#     google_storage_bucket: |
#       soft_delete_policy {
#         retention_duration_seconds = 604800
#       }
package rules.data_disposal.soft_delete_on

import data.lib

fail contains element(store) if {
	some store in input.store
	store.soft_delete_days == 0
}

fail contains lib.at(vault, "soft_delete_days", "deletes recovery points at once: soft delete is off") if {
	some vault in input.vault
	vault.soft_delete_days == 0
}

# Earlier versions bring back what is deleted, until somebody deletes those.
element(store) := lib.severity(plain(store), "low") if {
	store.versioned == true
} else := lib.severity(plain(store), "low") if {
	store.role == "log"
} else := plain(store)

plain(store) := lib.at(store, "soft_delete_days", "deletes at once: soft delete is off")

skip contains store.id if {
	some store in input.store
	store.soft_delete_days == null
}

skip contains vault.id if {
	some vault in input.vault
	vault.soft_delete_days == null
}

# What programs need holds no records, and is made again.
skip contains store.id if {
	some store in input.store
	store.role == "program"
}
