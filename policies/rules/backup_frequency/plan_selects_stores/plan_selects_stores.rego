# METADATA
# scope: package
# title: Backup plans back something up
# description: A plan that selects nothing looks like protection and is none.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: plan
#   reads: [attached, protection.plan, selection.plan]
#   absent: open
#   remedy:
#     any: Say what the plan backs up, or remove it.
#     aws: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#
#         selection_tag {
#           type  = "STRINGEQUALS"
#           key   = "backup"
#           value = "daily"
#         }
#       }
#     azure: |
#       resource "azurerm_backup_protected_vm" "records" {
#         resource_group_name = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name = azurerm_recovery_services_vault.backups.name
#         source_vm_id        = azurerm_linux_virtual_machine.records.id
#         backup_policy_id    = azurerm_backup_policy_vm.daily.id
#       }
#     google: |
#       resource "google_compute_disk_resource_policy_attachment" "records" {
#         name = google_compute_resource_policy.daily.name
#         disk = google_compute_disk.records.name
#         zone = google_compute_disk.records.zone
#       }
package rules.backup_frequency.plan_selects_stores

import data.lib

met contains plan.id if {
	some plan in input.plan
	plan.id in used_plans
}

used_plans contains selection.plan if some selection in input.selection

used_plans contains protection.plan if some protection in input.protection

# What a policy of an organisation selects stands in the policy.
met contains plan.id if {
	some plan in input.plan
	plan.attached == true
}

missing contains lib.at(plan, "", message(plan)) if some plan in input.plan

message(plan) := "backs nothing up: it is attached to no account or unit" if {
	plan.attached == false
} else := "backs nothing up: no selection names it"
