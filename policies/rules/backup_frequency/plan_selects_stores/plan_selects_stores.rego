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
#     aws_backup_plan: |
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
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         target_tags = { backup = "daily" }   # that the volumes or instances bear
#       }
#     azurerm_backup_policy_vm: |
#       resource "azurerm_backup_protected_vm" "records" {
#         resource_group_name = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name = azurerm_recovery_services_vault.backups.name
#         source_vm_id        = azurerm_linux_virtual_machine.records.id
#         backup_policy_id    = azurerm_backup_policy_vm.daily.id
#       }
#     azurerm_backup_policy_file_share: |
#       resource "azurerm_backup_protected_file_share" "records" {
#         resource_group_name       = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name       = azurerm_recovery_services_vault.backups.name
#         source_storage_account_id = azurerm_storage_account.records.id
#         source_file_share_name    = azurerm_storage_share.records.name
#         backup_policy_id          = azurerm_backup_policy_file_share.daily.id
#       }
#     azurerm_data_protection_backup_policy_blob_storage: |
#       resource "azurerm_data_protection_backup_instance_blob_storage" "records" {
#         name               = "records"
#         vault_id           = azurerm_data_protection_backup_vault.backups.id
#         location           = azurerm_data_protection_backup_vault.backups.location
#         storage_account_id = azurerm_storage_account.records.id
#         backup_policy_id   = azurerm_data_protection_backup_policy_blob_storage.daily.id
#       }
#     azurerm_data_protection_backup_policy_data_lake_storage: |
#       resource "azurerm_data_protection_backup_instance_data_lake_storage" "records" {
#         name                               = "records"
#         location                           = azurerm_data_protection_backup_vault.backups.location
#         data_protection_backup_vault_id    = azurerm_data_protection_backup_vault.backups.id
#         storage_account_id                 = azurerm_storage_account.records.id
#         storage_container_names            = [azurerm_storage_container.records.name]
#         backup_policy_data_lake_storage_id = azurerm_data_protection_backup_policy_data_lake_storage.daily.id
#       }
#     azurerm_data_protection_backup_policy_disk: |
#       resource "azurerm_data_protection_backup_instance_disk" "records" {
#         name                         = "records"
#         vault_id                     = azurerm_data_protection_backup_vault.backups.id
#         location                     = azurerm_data_protection_backup_vault.backups.location
#         disk_id                      = azurerm_managed_disk.records.id
#         snapshot_resource_group_name = azurerm_resource_group.backups.name
#         backup_policy_id             = azurerm_data_protection_backup_policy_disk.daily.id
#       }
#     azurerm_data_protection_backup_policy_kubernetes_cluster: |
#       resource "azurerm_data_protection_backup_instance_kubernetes_cluster" "records" {
#         name                         = "records"
#         vault_id                     = azurerm_data_protection_backup_vault.backups.id
#         location                     = azurerm_data_protection_backup_vault.backups.location
#         kubernetes_cluster_id        = azurerm_kubernetes_cluster.records.id
#         snapshot_resource_group_name = azurerm_resource_group.backups.name
#         backup_policy_id             = azurerm_data_protection_backup_policy_kubernetes_cluster.daily.id
#         backup_datasource_parameters {
#           cluster_scoped_resources_enabled = true
#           volume_snapshot_enabled          = true
#         }
#       }
#     azurerm_data_protection_backup_policy_mysql_flexible_server: |
#       resource "azurerm_data_protection_backup_instance_mysql_flexible_server" "records" {
#         name             = "records"
#         vault_id         = azurerm_data_protection_backup_vault.backups.id
#         location         = azurerm_data_protection_backup_vault.backups.location
#         server_id        = azurerm_mysql_flexible_server.records.id
#         backup_policy_id = azurerm_data_protection_backup_policy_mysql_flexible_server.daily.id
#       }
#     azurerm_data_protection_backup_policy_postgresql: |
#       resource "azurerm_data_protection_backup_instance_postgresql" "records" {
#         name             = "records"
#         vault_id         = azurerm_data_protection_backup_vault.backups.id
#         location         = azurerm_data_protection_backup_vault.backups.location
#         database_id      = azurerm_postgresql_database.records.id
#         backup_policy_id = azurerm_data_protection_backup_policy_postgresql.daily.id
#       }
#     azurerm_data_protection_backup_policy_postgresql_flexible_server: |
#       resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "records" {
#         name             = "records"
#         vault_id         = azurerm_data_protection_backup_vault.backups.id
#         location         = azurerm_data_protection_backup_vault.backups.location
#         server_id        = azurerm_postgresql_flexible_server.records.id
#         backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.daily.id
#       }
#     azurerm_netapp_backup_policy: |
#       resource "azurerm_netapp_volume" "records" {
#         name                = "records"
#         resource_group_name = azurerm_resource_group.records.name
#         location            = azurerm_resource_group.records.location
#         account_name        = azurerm_netapp_account.records.name
#         pool_name           = azurerm_netapp_pool.records.name
#         volume_path         = "records"
#         service_level       = "Premium"
#         subnet_id           = azurerm_subnet.netapp.id
#         storage_quota_in_gb = 100
#         data_protection_backup_policy {
#           backup_vault_id  = azurerm_netapp_backup_vault.backups.id
#           backup_policy_id = azurerm_netapp_backup_policy.daily.id
#         }
#       }
#     google_backup_dr_backup_plan: |
#       resource "google_backup_dr_backup_plan_association" "records" {
#         backup_plan_association_id = "records"
#         location                   = "us-central1"
#         resource_type              = "compute.googleapis.com/Instance"
#         resource                   = google_compute_instance.records.id
#         backup_plan                = google_backup_dr_backup_plan.daily.name
#       }
#     google_compute_resource_policy: |
#       resource "google_compute_disk_resource_policy_attachment" "records" {
#         name = google_compute_resource_policy.daily.name
#         disk = google_compute_disk.records.name
#         zone = google_compute_disk.records.zone
#       }
#     google_firestore_backup_schedule: |
#       database = google_firestore_database.records.name
#     google_netapp_backup_policy: |
#       resource "google_netapp_volume" "records" {
#         name         = "records"
#         location     = "us-central1"
#         capacity_gib = "100"
#         share_name   = "records"
#         storage_pool = google_netapp_storage_pool.records.name
#         protocols    = ["NFSV4"]
#         backup_config {
#           backup_vault             = google_netapp_backup_vault.backups.id
#           backup_policies          = [google_netapp_backup_policy.daily.id]
#           scheduled_backup_enabled = true
#         }
#       }
#     google_spanner_backup_schedule: |
#       database = google_spanner_database.records.name
#     aws_organizations_policy: |
#       resource "aws_organizations_policy_attachment" "daily" {
#         policy_id = aws_organizations_policy.daily.id
#         target_id = aws_organizations_organizational_unit.clinics.id
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
