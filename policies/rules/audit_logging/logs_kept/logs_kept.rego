# METADATA
# scope: package
# title: Logs are kept as long as agreed
# description: A breach is found after months; what the log of that day said then decides whose records were read.
# related_resources:
# - ref: agreement:retention.logs_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# custom:
#   severity: medium
#   tier: obligation
#   about: [log, store, trail]
#   reads: [evidence, expires_days, kept_days, role]
#   remedy:
#     any: Keep logs for as long as the agreement says. The six years of the regulation are for documentation, not for logs.
#     aws_cloudwatch_log_group: |
#       retention_in_days = 365   # AWS takes certain numbers alone: 90, 180, 365, 731, …
#     aws_cloudtrail_event_data_store: |
#       retention_period = 365
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_lifecycle_configuration" "logs" {
#         bucket = aws_s3_bucket.logs.id
#         rule {
#           id     = "logs"
#           status = "Enabled"
#           filter {}
#           expiration {
#             days = 365
#           }
#         }
#       }
#     azurerm_log_analytics_workspace: |
#       retention_in_days = 365
#     azurerm_storage_account: |
#       resource "azurerm_storage_management_policy" "logs" {
#         storage_account_id = azurerm_storage_account.logs.id
#         rule {
#           name    = "logs"
#           enabled = true
#           filters {
#             blob_types = ["appendBlob", "blockBlob"]
#           }
#           actions {
#             base_blob {
#               delete_after_days_since_modification_greater_than = 365
#             }
#           }
#         }
#       }
#     google_logging_project_bucket_config: |
#       retention_days = 365
#     google_storage_bucket: |
#       lifecycle_rule {
#         action {
#           type = "Delete"
#         }
#         condition {
#           age = 365
#         }
#       }
package rules.audit_logging.logs_kept

import data.lib

fail contains lib.at(log, "kept_days", message(log.kept_days)) if {
	some log in input.log
	log.evidence == true
	lib.below(log.kept_days, input.terms.logs_days)
}

fail contains lib.at(trail, "kept_days", message(trail.kept_days)) if {
	some trail in input.trail
	lib.below(trail.kept_days, input.terms.logs_days)
}

# A bucket that logs are delivered to, and whose lifecycle deletes them.
fail contains lib.at(store, "expires_days", message(store.expires_days)) if {
	some store in input.store
	store.role == "log"
	lib.below(store.expires_days, input.terms.logs_days)
}

message(days) := sprintf("keeps logs for %s, less than the %s that the agreement asks for", [lib.days(days), lib.days(input.terms.logs_days)])

# Only where the agreement says how long.
skip contains log.id if {
	input.terms.logs_days == null
	some log in input.log
}

skip contains trail.id if {
	input.terms.logs_days == null
	some trail in input.trail
}

skip contains store.id if {
	input.terms.logs_days == null
	some store in input.store
}

skip contains log.id if {
	some log in input.log
	log.evidence == false
}

skip contains log.id if {
	some log in input.log
	lib.declared_elsewhere(log)
}

skip contains trail.id if {
	some trail in input.trail
	trail.kept_days == null
}

skip contains store.id if {
	some store in input.store
	store.role in {"primary", "replica", "backup", "server"}
}

# Whether logs are delivered to it cannot be told, and they would be kept for ever.
pass contains store.id if {
	some store in input.store
	store.expires_days == null
}
