# METADATA
# scope: package
# title: Backup vaults are locked
# description: An intruder who takes over the account deletes the backups first; a compliance lock lets nobody do that before their time.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: agreement:retention
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: vault
#   reads: [lock_mode]
#   remedy:
#     any: Lock the vault. A compliance lock cannot be lifted once its grace time is over; try it on a test vault first.
#     aws_backup_vault: |
#       resource "aws_backup_vault_lock_configuration" "backups" {
#         backup_vault_name   = aws_backup_vault.backups.name
#         changeable_for_days = 3
#         min_retention_days  = 30
#       }
#     azurerm_data_protection_backup_vault, azurerm_recovery_services_vault: |
#       immutability = "Locked"
#     azapi_resource: |
#       body = {
#         properties = {
#           securitySettings = {
#             immutabilitySettings = {
#               state = "Locked"
#             }
#           }
#         }
#       }
#     google_gke_backup_backup_plan: |
#       retention_policy {
#         backup_delete_lock_days = 30
#         backup_retain_days      = 35
#         locked                  = true
#       }
#     google_netapp_backup_vault: |
#       backup_retention_policy {
#         backup_minimum_enforced_retention_days = 30
#         daily_backup_immutable                 = true
#         weekly_backup_immutable                = true
#         monthly_backup_immutable               = true
#       }
#     google_backup_dr_backup_vault: |
#       effective_time = "2027-01-01T00:00:00Z"   # from then on nobody shortens the minimum retention
#     polaris_sla_domain: |
#       retention_lock {
#         mode                           = "COMPLIANCE"
#         compliance_mode_acknowledgment = true
#       }
#     cohesity_backup_policy: |
#       backup_policy {
#         regular {
#           retention {
#             data_lock_config {
#               mode     = "Compliance"
#               unit     = "Days"
#               duration = 30
#             }
#           }
#         }
#       }
#     mongodbatlas_project: |
#       # a policy that MongoDB's support alone takes away again: try it in a project for tests first
#       resource "mongodbatlas_backup_compliance_policy" "ehr" {
#         project_id                 = mongodbatlas_project.ehr.id
#         authorized_email           = "security@clinic.example"
#         authorized_user_first_name = "Sam"
#         authorized_user_last_name  = "Lee"
#         policy_item_daily {
#           frequency_interval = 1
#           retention_unit     = "days"
#           retention_value    = 35
#         }
#       }
#     veeambackup_vbr_repository: |
#       bucket {   # container for Azure
#         bucket_name = "clinic-veeam"
#         region_id   = "us-east-1"
#         immutability {
#           is_enabled        = true
#           days_count        = 35
#           immutability_mode = "Compliance"
#         }
#       }
package rules.retention_immutability.vault_locked

import data.lib

fail contains lib.at(vault, "lock_mode", "has no lock: whoever administers it can delete recovery points") if {
	some vault in input.vault
	vault.lock_mode == "none"
}

fail contains lib.severity(lib.at(vault, "lock_mode", message), "medium") if {
	some vault in input.vault
	vault.lock_mode == "governance"
	message := "has a governance lock, which privileged users can lift"
}

# The agreement may be content with backups that can be deleted.
skip contains vault.id if {
	input.terms.immutable == false
	some vault in input.vault
}
