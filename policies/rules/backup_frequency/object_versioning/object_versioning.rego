# METADATA
# scope: package
# title: Buckets keep earlier versions
# description: Whoever overwrites or deletes a record in a bucket without versions leaves nothing to restore.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [kind, lock_mode, role, versioned]
#   weighs: [role]
#   remedy:
#     any: Turn versioning on, with a lifecycle rule that ends old versions once the agreed time is over.
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_versioning" "records" {
#         bucket = aws_s3_bucket.records.id
#         versioning_configuration {
#           status = "Enabled"
#         }
#       }
#     azapi_resource: |
#       resource "azapi_update_resource" "blobs" {
#         type        = "Microsoft.Storage/storageAccounts/blobServices@2024-01-01"
#         resource_id = "${azapi_resource.records.id}/blobServices/default"
#         body = {
#           properties = {
#             isVersioningEnabled = true
#           }
#         }
#       }
#     azurerm_storage_account: |
#       blob_properties {
#         versioning_enabled = true
#       }
#     google_storage_bucket: |
#       versioning {
#         enabled = true
#       }
#     digitalocean_spaces_bucket: |
#       versioning {
#         enabled = true
#       }
#     linode_object_storage_bucket: |
#       versioning = true
package rules.backup_frequency.object_versioning

import data.lib

fail contains lib.at(store, "versioned", message(store)) if {
	some store in input.store
	store.versioned == false
	may_be_overwritten(store)
}

message(store) := "keeps no earlier versions of its objects, without which neither backup plans nor replication take it" if {
	store.cloud == "aws"
} else := "keeps no earlier versions of its objects"

# Under a lock that nobody can lift nothing is overwritten or deleted before its time.
may_be_overwritten(store) if store.lock_mode == null

may_be_overwritten(store) if store.lock_mode in {"none", "governance"}

skip contains store.id if {
	some store in input.store
	store.kind in {"database", "file", "block", "table", "warehouse", "cache", "search", "queue"}
}

skip contains store.id if {
	some store in input.store
	store.role in {"log", "program"}
}

skip contains store.id if {
	some store in input.store
	lib.declared_elsewhere(store)
}
