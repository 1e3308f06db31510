# METADATA
# scope: package
# title: Keys in use are enabled
# description: While its key is disabled nobody can read a store or restore a backup, and every new backup fails.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: key
#   reads: [enabled, protects, store.key, vault.key]
#   remedy:
#     any: Enable the key, or give what it protects another one first.
#     aws_kms_key: |
#       is_enabled = true
#     aws_kms_external_key, aws_kms_replica_external_key, aws_kms_replica_key: |
#       enabled = true
package rules.key_management.key_usable

import data.lib

fail contains lib.related(lib.at(key, "enabled", message(count(used))), used) if {
	some key in input.key
	key.enabled == false
	key.protects == true
	used := object.get(users, key.id, set())
}

users[store.key] contains store.id if some store in input.store

users[vault.key] contains vault.id if some vault in input.vault

message(0) := "is disabled, and still in use"

message(1) := "is disabled, and a store or vault is encrypted with it"

message(n) := sprintf("is disabled, and %d stores and vaults are encrypted with it", [n]) if n > 1

# A key that encrypts nothing here may be disabled: that is how keys are retired.
skip contains key.id if {
	some key in input.key
	key.protects == false
}
