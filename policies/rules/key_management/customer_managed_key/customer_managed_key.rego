# METADATA
# scope: package
# title: Stores and vaults are encrypted with a customer-managed key
# description: With the provider's own key the practice can neither decide who decrypts its records nor destroy the key when the agreement ends.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: medium
#   tier: obligation
#   about: [store, vault]
#   reads: [encrypted, isolated, key, key_manager, role]
#   remedy:
#     any: Name a key of your own, in the region of the store.
#     aws: |
#       kms_key_id = aws_kms_key.backups.arn   # kms_key_arn for a backup vault
#     azure: |
#       encryption {
#         key_id                            = azurerm_key_vault_key.backups.id
#         infrastructure_encryption_enabled = true
#       }
#     google: |
#       encryption {
#         default_kms_key_name = google_kms_crypto_key.backups.id
#       }
package rules.key_management.customer_managed_key

import data.lib

fail contains lib.at(store, "key", message(store)) if {
	some store in input.store
	store.encrypted == true
	store.key_manager == "provider"
}

fail contains lib.at(vault, "key", message(vault)) if {
	some vault in input.vault
	vault.key_manager == "provider"
}

message(holder) := "is encrypted with a key that the provider manages" if holder.key == null

message(holder) := sprintf("names the key %s, which the provider manages", [holder.key]) if holder.key != null

# Providers write their access logs only to stores that use their own key.
skip contains store.id if {
	some store in input.store
	store.role == "log"
}

# What is not encrypted at all has no key to judge; encryption-at-rest/store-encrypted says so.
skip contains store.id if {
	some store in input.store
	store.encrypted == false
}

# An isolated vault stands in an account of the provider, and is encrypted with the provider's key for that.
skip contains vault.id if {
	some vault in input.vault
	vault.isolated == true
}
