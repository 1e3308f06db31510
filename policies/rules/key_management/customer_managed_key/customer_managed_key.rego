# METADATA
# scope: package
# title: Stores are encrypted with a customer-managed key
# description: With the provider's own key the practice can neither decide who decrypts its records nor destroy the key when the agreement ends.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [key, key_manager, role]
#   remedy:
#     any: Name a key of your own, in the region of the store.
#     aws: |
#       kms_key_id = aws_kms_key.backups.arn
#     google: |
#       encryption {
#         default_kms_key_name = google_kms_crypto_key.backups.id
#       }
package rules.key_management.customer_managed_key

import data.lib

fail contains lib.at(store, "key", message(store)) if {
	some store in input.store
	store.key_manager == "provider"
}

message(store) := "is encrypted with a key that the provider manages" if store.key == null

message(store) := sprintf("names the key %s, which the provider manages", [store.key]) if store.key != null

# Providers write their access logs only to stores that use their own key.
skip contains store.id if {
	some store in input.store
	store.role == "log"
}
