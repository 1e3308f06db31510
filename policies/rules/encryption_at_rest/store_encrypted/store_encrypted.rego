# METADATA
# scope: package
# title: Stores are encrypted at rest
# description: Whoever gets hold of an unencrypted disk, snapshot or backup reads the patients' records in it.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [encrypted]
#   remedy:
#     any: Turn encryption on. For most services that means to restore a snapshot into an encrypted copy.
#     aws: |
#       storage_encrypted = true   # databases; encrypted = true for EBS and EFS
#     azure: |
#       infrastructure_encryption_enabled = true
package rules.encryption_at_rest.store_encrypted

import data.lib

fail contains lib.at(store, "encrypted", "is not encrypted at rest") if {
	some store in input.store
	store.encrypted == false
}
