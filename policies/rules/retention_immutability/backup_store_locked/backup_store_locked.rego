# METADATA
# scope: package
# title: Buckets that hold copies are locked
# description: Copies that the intruder can delete with the originals are no help against one; object lock keeps them for their time.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: agreement:retention
#   description: agreement term
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [lock_mode, role]
#   remedy:
#     any: Lock new objects for as long as the agreement asks for. A compliance lock cannot be shortened; try it on a test bucket first.
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_object_lock_configuration" "copies" {
#         bucket = aws_s3_bucket.copies.id
#         rule {
#           default_retention {
#             mode = "COMPLIANCE"
#             days = 30
#           }
#         }
#       }
#     azurerm_storage_account: |
#       resource "azurerm_storage_container_immutability_policy" "copies" {
#         storage_container_resource_manager_id = azurerm_storage_container.copies.id
#         immutability_period_in_days           = 30
#         locked                                = true
#       }
#     google_storage_bucket: |
#       retention_policy {
#         is_locked        = true
#         retention_period = "2592000"
#       }
#     aws_fsx_ontap_volume: |
#       snaplock_configuration {
#         snaplock_type = "COMPLIANCE"
#         retention_period {
#           default_retention {
#             type  = "DAYS"
#             value = 30
#           }
#         }
#       }
#     b2_bucket: |
#       # Only a new bucket can be given this.
#       file_lock_configuration {
#         is_file_lock_enabled = true
#         default_retention {
#           mode = "compliance"
#           period {
#             duration = 30
#             unit     = "days"
#           }
#         }
#       }
package rules.retention_immutability.backup_store_locked

import data.lib

fail contains lib.at(store, "lock_mode", "holds copies, and nothing keeps them from being deleted: it has no lock") if {
	some store in input.store
	store.role == "backup"
	store.lock_mode == "none"
}

skip contains store.id if {
	some store in input.store
	store.role in {"primary", "replica", "log", "program", "server"}
}

# There is no lock for anything but objects.
skip contains store.id if {
	some store in input.store
	store.lock_mode == null
}

# The agreement may be content with backups that can be deleted.
skip contains store.id if {
	input.terms.immutable == false
	some store in input.store
}
