# METADATA
# scope: package
# title: Nobody alone can weaken a backup vault
# description: Where switching soft delete off or deleting backups needs the consent of somebody in another place, one stolen session is not enough.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(3)
#   description: 45 CFR 164.308(a)(3)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# custom:
#   severity: medium
#   tier: hardening
#   about: vault
#   reads: [guard, guard.leaves_out, lock_mode, second_person]
#   weighs: [guard, lock_mode]
#   remedy:
#     any: Ask for the consent of a second person.
#     azurerm_recovery_services_vault: |
#       resource "azurerm_recovery_services_vault_resource_guard_association" "backups" {
#         vault_id          = azurerm_recovery_services_vault.backups.id
#         resource_guard_id = azurerm_data_protection_resource_guard.backups.id   # in another subscription; it leaves out no operation
#       }
#     azurerm_data_protection_backup_vault: |
#       resource "azapi_resource" "guard" {
#         type      = "Microsoft.DataProtection/backupVaults/backupResourceGuardProxies@2024-04-01"
#         name      = "DppResourceGuardProxy"
#         parent_id = azurerm_data_protection_backup_vault.backups.id
#         body = {
#           properties = {
#             resourceGuardResourceId = azurerm_data_protection_resource_guard.backups.id   # in another subscription
#           }
#         }
#       }
package rules.access_control.second_person

import data.lib

fail contains lib.at(vault, "second_person", "can be weakened, and its backups deleted, by one person alone") if {
	some vault in input.vault
	vault.second_person == false
	not vault.id in locked
	not vault.id in perhaps_locked
}

fail contains lib.related(lib.at(vault, "guard", message), [vault.guard]) if {
	some vault in input.vault
	operations := input.facts[vault.guard].leaves_out
	count(operations) > 0
	not vault.id in locked
	not vault.id in perhaps_locked
	message := sprintf("has a guard that leaves out %s: one person alone can do that", [concat(", ", operations)])
}

open contains lib.related(lib.at(vault, "guard", message), [vault.guard]) if {
	some vault in input.vault
	guard := input.facts[vault.guard]
	"leaves_out" in guard.unknown
	message := sprintf("has a guard, and what %s leaves out cannot be known", [guard.address])
}

open contains lib.at(vault, "lock_mode", "can be weakened by one person alone, unless it is locked for good, which cannot be known") if {
	some vault in input.vault
	weak(vault)
	vault.id in perhaps_locked
}

weak(vault) if vault.second_person == false

weak(vault) if count(input.facts[vault.guard].leaves_out) > 0

# Nobody at all can lift a compliance lock.
locked contains vault.id if {
	some vault in input.vault
	vault.lock_mode == "compliance"
}

perhaps_locked contains vault.id if {
	some vault in input.vault
	"lock_mode" in vault.unknown
}

pass contains id if some id in locked

skip contains vault.id if {
	some vault in input.vault
	vault.second_person == null
}
