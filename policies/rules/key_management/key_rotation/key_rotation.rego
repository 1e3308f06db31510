# METADATA
# scope: package
# title: Encryption keys are rotated
# description: A key that never changes lets whoever copied it once read everything encrypted before and after.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# - ref: agreement:key_rotation_days
#   description: agreement term
# custom:
#   severity: medium
#   tier: obligation
#   about: key
#   reads: [manager, purpose, rotation, rotation_days]
#   remedy:
#     any: Turn automatic rotation on, at least as often as the agreement says.
#     aws_kms_key: |
#       enable_key_rotation     = true
#       rotation_period_in_days = 365
#     azapi_resource: |
#       body = {
#         properties = {
#           rotationPolicy = {
#             lifetimeActions = [{
#               action  = { type = "rotate" }
#               trigger = { timeAfterCreate = "P365D" }
#             }]
#           }
#         }
#       }
#     azurerm_key_vault_key: |
#       rotation_policy {
#         automatic {
#           time_after_creation = "P365D"
#         }
#       }
#     azurerm_key_vault_managed_hardware_security_module_key: |
#       resource "azurerm_key_vault_managed_hardware_security_module_key_rotation_policy" "records" {
#         managed_hsm_key_id  = azurerm_key_vault_managed_hardware_security_module_key.records.id
#         time_after_creation = "P365D"
#         expire_after        = "P730D"
#       }
#     google_kms_crypto_key: |
#       rotation_period = "7776000s"
package rules.key_management.key_rotation

import data.lib

fail contains lib.at(key, "rotation", "is not rotated automatically") if {
	some key in input.key
	key.rotation == false
}

fail contains lib.severity(lib.at(key, "rotation_days", message(key.rotation_days)), "low") if {
	some key in input.key
	key.rotation == true
	lib.above(key.rotation_days, input.terms.key_rotation_days)
}

message(period) := sprintf("is rotated every %s, %s %s", [lib.days(period), lib.allows("key_rotation_days"), lib.days(input.terms.key_rotation_days)])

# The provider rotates its own keys, and keys that sign or wrap are not replaced by a period.
skip contains key.id if {
	some key in input.key
	key.manager == "provider"
}

skip contains key.id if {
	some key in input.key
	key.purpose in {"sign", "mac", "wrap"}
}
