# METADATA
# scope: package
# title: Object stores refuse public access
# description: One careless policy or ACL opens a bucket of records to the internet, unless the bucket refuses public access whatever they say.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [account, kind, private_only, public_blocked, setting.account, setting.name, setting.on]
#   remedy:
#     any: Refuse public access for the store as a whole.
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_public_access_block" "records" {
#         bucket                  = aws_s3_bucket.records.id
#         block_public_acls       = true
#         block_public_policy     = true
#         ignore_public_acls      = true
#         restrict_public_buckets = true
#       }
#     azapi_resource: |
#       body = {
#         properties = {
#           allowBlobPublicAccess = false
#         }
#       }
#     azurerm_storage_account: |
#       allow_nested_items_to_be_public = false
#     google_storage_bucket: |
#       public_access_prevention = "enforced"
package rules.access_control.public_access_blocked

import data.lib

fail contains lib.at(store, "public_blocked", message(store)) if {
	some store in input.store
	store.public_blocked == false
	reachable(store)
	lib.public_access_refused(store) == false
	lib.public_access_perhaps_refused(store) == false
}

reachable(store) if store.private_only == false

reachable(store) if store.private_only == null

message(store) := "lets its containers be opened to everyone, as the provider does by default" if {
	store.cloud == "azure"
} else := "does not refuse public access as a whole"

open contains lib.at(store, "public_blocked", text) if {
	some store in input.store
	store.public_blocked == false
	lib.public_access_perhaps_refused(store)
	text := "does not refuse public access itself, and whether its account does cannot be told"
}

pass contains store.id if {
	some store in input.store
	store.public_blocked == true
}

# Nobody outside reaches a store that has private endpoints alone.
pass contains store.id if {
	some store in input.store
	store.private_only == true
}

# The setting of an account overrules its buckets.
pass contains store.id if {
	some store in input.store
	lib.public_access_refused(store)
}

skip contains store.id if {
	some store in input.store
	store.kind in {"database", "file", "block", "table", "warehouse", "cache", "search", "queue"}
}
