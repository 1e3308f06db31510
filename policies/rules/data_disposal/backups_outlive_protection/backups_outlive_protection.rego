# METADATA
# scope: package
# title: Terraform leaves backups where it takes protection away
# description: A resource that is renamed, replaced or removed by mistake takes every recovery point of its machine with it, unless the provider is told to keep them.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: protection
#   reads: [keeps_backups, vault, vault.lock_mode, vault.soft_delete_days]
#   weighs: [vault, vault.lock_mode, vault.soft_delete_days]
#   remedy:
#     any: Tell the provider to keep backups. AWS and Google Cloud always keep them.
#     azurerm_backup_protected_vm: |
#       provider "azurerm" {
#         features {
#           recovery_service {
#             vm_backup_stop_protection_and_retain_data_on_destroy = true
#           }
#         }
#       }
package rules.data_disposal.backups_outlive_protection

import data.lib

fail contains element(protection) if {
	some protection in input.protection
	protection.keeps_backups == false
	not protection.id in locked
	not protection.id in perhaps_locked
}

open contains lib.at(protection, "keeps_backups", message) if {
	some protection in input.protection
	protection.keeps_backups == false
	protection.id in perhaps_locked
	message := "takes its backups with it when Terraform removes or replaces it, unless its vault is locked for good, which cannot be known"
}

# What soft delete keeps can be brought back for a while.
element(protection) := lib.severity(plain(protection), "low") if {
	input.facts[protection.vault].soft_delete_days > 0
} else := plain(protection)

plain(protection) := lib.at(protection, "keeps_backups", "takes its backups with it when Terraform removes or replaces it")

# From a locked vault nobody deletes what is not due.
locked contains protection.id if {
	some protection in input.protection
	input.facts[protection.vault].lock_mode == "compliance"
}

perhaps_locked contains protection.id if {
	some protection in input.protection
	"lock_mode" in input.facts[protection.vault].unknown
}

perhaps_locked contains protection.id if {
	some protection in input.protection
	"vault" in protection.unknown
}

skip contains protection.id if {
	some protection in input.protection
	protection.keeps_backups == null
}
