# METADATA
# scope: package
# title: Lifecycle rules keep backups as long as agreed
# description: A lifecycle rule deletes what a restore would have needed, on its own and without a word.
# related_resources:
# - ref: agreement:retention_minimum_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [expires_days, noncurrent_days, role, versioned]
#   remedy:
#     any: Let lifecycle rules delete nothing before the agreed time is over.
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_lifecycle_configuration" "records" {
#         bucket = aws_s3_bucket.records.id
#         rule {
#           id     = "old-versions"
#           status = "Enabled"
#           filter {}
#           noncurrent_version_expiration {   # nor an expiration of current data before that
#             noncurrent_days = 30
#           }
#         }
#       }
#     azurerm_storage_account: |
#       resource "azurerm_storage_management_policy" "records" {
#         storage_account_id = azurerm_storage_account.records.id
#         rule {
#           name    = "old-versions"
#           enabled = true
#           filters {
#             blob_types = ["blockBlob"]
#           }
#           actions {
#             version {
#               delete_after_days_since_creation = 30
#             }
#           }
#         }
#       }
#     google_storage_bucket: |
#       lifecycle_rule {
#         action {
#           type = "Delete"
#         }
#         condition {
#           days_since_noncurrent_time = 30
#         }
#       }
#     b2_bucket: |
#       lifecycle_rules {
#         file_name_prefix             = ""
#         days_from_hiding_to_deleting = 90
#       }
package rules.retention_immutability.lifecycle_keeps_data

import data.lib

# Without versions a copy that expires is gone. How long records themselves are needed is the practice's to say.
fail contains lib.at(store, "expires_days", message) if {
	some store in input.store
	store.role == "backup"
	store.versioned in {false, null}
	lib.below(store.expires_days, input.terms.retention_min_days)
	message := sprintf("deletes copies after %s, before the %s that %s", [lib.days(store.expires_days), lib.days(input.terms.retention_min_days), lib.asks_for("retention_min_days")])
}

fail contains lib.at(store, "noncurrent_days", message) if {
	some store in input.store
	store.versioned == true
	lib.below(store.noncurrent_days, input.terms.retention_min_days)
	message := sprintf("deletes earlier versions after %s, before the %s that %s", [lib.days(store.noncurrent_days), lib.days(input.terms.retention_min_days), lib.asks_for("retention_min_days")])
}

skip contains store.id if {
	some store in input.store
	store.role in {"log", "program"}
}

# There is no lifecycle rule.
skip contains store.id if {
	some store in input.store
	store.expires_days == null
	store.noncurrent_days == null
}
