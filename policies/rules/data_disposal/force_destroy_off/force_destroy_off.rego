# METADATA
# scope: package
# title: Terraform cannot delete records with their store
# description: One mistaken apply that replaces or removes the resource then deletes every record or backup in it.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: [store, vault]
#   reads: [force_destroy, role]
#   weighs: [role]
#   remedy:
#     any: Leave force_destroy off. Empty the store by hand when the agreement ends, and keep the record of it.
#     aws_backup_vault, aws_dsql_cluster, aws_s3_bucket, aws_s3_directory_bucket, aws_s3tables_table_bucket, aws_s3vectors_vector_bucket, google_bigtable_instance, google_spanner_instance, google_storage_bucket: |
#       force_destroy = false
#     azurerm_recovery_services_vault: |
#       provider "azurerm" {
#         features {
#           recovery_service {
#             purge_protected_items_from_vault_on_destroy = false
#           }
#         }
#       }
#     azurerm_netapp_backup_vault: |
#       provider "azurerm" {
#         features {
#           netapp {
#             delete_backups_on_backup_vault_destroy = false
#           }
#         }
#       }
#     google_bigquery_dataset: |
#       delete_contents_on_destroy = false
#     aws_fsx_openzfs_file_system: |
#       delete_options = []
#     aws_fsx_openzfs_volume: |
#       delete_volume_options = []
package rules.data_disposal.force_destroy_off

import data.lib

fail contains element(store) if {
	some store in input.store
	store.force_destroy == true
}

fail contains lib.at(vault, "force_destroy", "is destroyed with the recovery points in it") if {
	some vault in input.vault
	vault.force_destroy == true
}

# A log holds evidence, not records.
element(store) := lib.severity(plain(store), "medium") if {
	store.role == "log"
} else := plain(store)

plain(store) := lib.at(store, "force_destroy", "is destroyed with everything in it")

pass contains store.id if {
	some store in input.store
	store.force_destroy in {false, null}
}

# What programs need holds no records, and is made again.
skip contains store.id if {
	some store in input.store
	store.role == "program"
}
