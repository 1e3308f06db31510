# METADATA
# scope: package
# title: Stores are backed up
# description: What no schedule reaches is gone for good after a mistake, a failure or an attack.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [account, arn_resource, backups, copy.enabled, copy.from, copy.kind, kind, parent, plannable, protection.plan, protection.store, region, role, schedule.enabled, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, service, tags, versioned]
#   weighs: [arn_resource, copy.from, parent, protection.plan, region, schedule.enabled, selection.conditions, selection.except, selection.plan, selection.region, tags, versioned]
#   remedy:
#     any: Select the store in a backup plan, or turn its own automated backups on.
#     aws_dynamodb_table: |
#       point_in_time_recovery {
#         enabled = true
#       }
#
#       # or, with other stores, in a plan of AWS Backup
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_dynamodb_table.records.arn]
#       }
#     aws_dynamodb_table_replica: |
#       point_in_time_recovery = true
#     aws_db_instance: |
#       backup_retention_period = 35
#
#       # or, with other stores, in a plan of AWS Backup
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_db_instance.records.arn]
#       }
#     aws_ebs_volume: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_ebs_volume.records.arn]
#       }
#     aws_efs_file_system: |
#       resource "aws_efs_backup_policy" "records" {
#         file_system_id = aws_efs_file_system.records.id
#         backup_policy {
#           status = "ENABLED"
#         }
#       }
#     aws_s3_bucket: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_s3_bucket.records.arn]
#       }
#     aws_fsx_lustre_file_system, aws_fsx_openzfs_file_system, aws_fsx_windows_file_system, aws_fsx_ontap_file_system: |
#       automatic_backup_retention_days = 35
#     aws_fsx_ontap_volume: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_fsx_ontap_volume.records.arn]
#       }
#     aws_keyspaces_table: |
#       point_in_time_recovery {
#         status = "ENABLED"
#       }
#     aws_redshift_cluster: |
#       automated_snapshot_retention_period = 35
#     aws_timestreamwrite_table: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_timestreamwrite_table.records.arn]
#       }
#     aws_storagegateway_cached_iscsi_volume: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_storagegateway_cached_iscsi_volume.records.volume_arn]
#       }
#     aws_storagegateway_stored_iscsi_volume: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_storagegateway_stored_iscsi_volume.records.arn]
#       }
#     azurerm_linux_virtual_machine: |
#       resource "azurerm_backup_protected_vm" "records" {
#         resource_group_name = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name = azurerm_recovery_services_vault.backups.name
#         source_vm_id        = azurerm_linux_virtual_machine.records.id
#         backup_policy_id    = azurerm_backup_policy_vm.daily.id
#       }
#     azurerm_windows_virtual_machine: |
#       resource "azurerm_backup_protected_vm" "records" {
#         resource_group_name = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name = azurerm_recovery_services_vault.backups.name
#         source_vm_id        = azurerm_windows_virtual_machine.records.id
#         backup_policy_id    = azurerm_backup_policy_vm.daily.id
#       }
#     azurerm_virtual_machine: |
#       resource "azurerm_backup_protected_vm" "records" {
#         resource_group_name = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name = azurerm_recovery_services_vault.backups.name
#         source_vm_id        = azurerm_virtual_machine.records.id
#         backup_policy_id    = azurerm_backup_policy_vm.daily.id
#       }
#     azurerm_managed_disk: |
#       resource "azurerm_data_protection_backup_instance_disk" "records" {
#         name                         = "records"
#         vault_id                     = azurerm_data_protection_backup_vault.backups.id
#         location                     = azurerm_data_protection_backup_vault.backups.location
#         disk_id                      = azurerm_managed_disk.records.id
#         snapshot_resource_group_name = azurerm_resource_group.backups.name
#         backup_policy_id             = azurerm_data_protection_backup_policy_disk.daily.id
#       }
#     azurerm_storage_account: |
#       resource "azurerm_data_protection_backup_instance_blob_storage" "records" {
#         name               = "records"
#         vault_id           = azurerm_data_protection_backup_vault.backups.id
#         location           = azurerm_data_protection_backup_vault.backups.location
#         storage_account_id = azurerm_storage_account.records.id
#         backup_policy_id   = azurerm_data_protection_backup_policy_blob_storage.daily.id
#       }
#     azurerm_storage_share: |
#       resource "azurerm_backup_protected_file_share" "records" {
#         resource_group_name       = azurerm_recovery_services_vault.backups.resource_group_name
#         recovery_vault_name       = azurerm_recovery_services_vault.backups.name
#         source_storage_account_id = azurerm_storage_account.records.id
#         source_file_share_name    = azurerm_storage_share.records.name
#         backup_policy_id          = azurerm_backup_policy_file_share.daily.id
#       }
#     azurerm_netapp_volume: |
#       data_protection_backup_policy {
#         backup_vault_id  = azurerm_netapp_backup_vault.backups.id
#         backup_policy_id = azurerm_netapp_backup_policy.daily.id
#       }
#     azurerm_cosmosdb_cassandra_cluster: |
#       hours_between_backups = 24
#     azurerm_mongo_cluster: |
#       compute_tier = "M30"   # the tier Free has no backups
#     google_compute_disk: |
#       resource "google_compute_disk_resource_policy_attachment" "records" {
#         name = google_compute_resource_policy.daily.name
#         disk = google_compute_disk.records.name
#         zone = google_compute_disk.records.zone
#       }
#     google_compute_region_disk: |
#       resource "google_compute_region_disk_resource_policy_attachment" "records" {
#         name   = google_compute_resource_policy.daily.name
#         disk   = google_compute_region_disk.records.name
#         region = google_compute_region_disk.records.region
#       }
#     google_compute_instance: |
#       resource "google_backup_dr_backup_plan_association" "records" {
#         backup_plan_association_id = "records"
#         location                   = "us-central1"
#         resource_type              = "compute.googleapis.com/Instance"
#         resource                   = google_compute_instance.records.id
#         backup_plan                = google_backup_dr_backup_plan.daily.name
#       }
#     google_sql_database_instance: |
#       settings {
#         backup_configuration {
#           enabled                        = true
#           point_in_time_recovery_enabled = true   # binary_log_enabled for MySQL
#         }
#       }
#     google_alloydb_cluster: |
#       automated_backup_policy {
#         enabled = true
#       }
#       continuous_backup_config {
#         enabled = true
#       }
#     google_bigtable_table: |
#       automated_backup_policy {
#         frequency        = "24h0m0s"
#         retention_period = "720h0m0s"
#       }
#     google_filestore_instance: |
#       resource "google_backup_dr_backup_plan_association" "records" {
#         backup_plan_association_id = "records"
#         location                   = "us-central1"
#         resource_type              = "file.googleapis.com/Instance"
#         resource                   = google_filestore_instance.records.id
#         backup_plan                = google_backup_dr_backup_plan.daily.name
#       }
#     google_firestore_database: |
#       resource "google_firestore_backup_schedule" "daily" {
#         database  = google_firestore_database.records.name
#         retention = "8467200s"
#         daily_recurrence {}
#       }
#     google_netapp_volume: |
#       backup_config {
#         backup_vault             = google_netapp_backup_vault.backups.id
#         backup_policies          = [google_netapp_backup_policy.daily.id]
#         scheduled_backup_enabled = true
#       }
#     google_spanner_instance: |
#       default_backup_schedule_type = "AUTOMATIC"
#     google_spanner_database: |
#       resource "google_spanner_backup_schedule" "daily" {
#         instance           = google_spanner_instance.records.name
#         database           = google_spanner_database.records.name
#         name               = "daily"
#         retention_duration = "2592000s"
#         spec {
#           cron_spec {
#             text = "0 5 * * *"
#           }
#         }
#         full_backup_spec {}
#       }
#     google_storage_bucket: |
#       resource "google_storage_transfer_job" "records" {
#         description = "A copy of the records in another region"
#         replication_spec {
#           gcs_data_source {
#             bucket_name = google_storage_bucket.records.name
#           }
#           gcs_data_sink {
#             bucket_name = google_storage_bucket.copies.name
#           }
#         }
#       }
#     google_redis_cluster, google_memorystore_instance: |
#       automated_backup_config {
#         retention = "2592000s"
#         fixed_frequency_schedule {
#           start_time {
#             hours = 5
#           }
#         }
#       }
#     aws_instance: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_instance.records.arn]
#       }
#     aws_s3tables_table_bucket: |
#       resource "aws_s3tables_table_bucket_replication" "records" {
#         table_bucket_arn = aws_s3tables_table_bucket.records.arn
#         role             = aws_iam_role.replication.arn
#         rule {
#           destination {
#             destination_table_bucket_arn = aws_s3tables_table_bucket.copies.arn
#           }
#         }
#       }
#     aws_s3_directory_bucket: Keep the records in a bucket with versions that a plan selects, and in this one what can be made of them again. Say of it with no_phi in .baalint.yaml that it holds none.
#     aws_neptunegraph_graph: Take snapshots of the graph from outside Terraform, on a schedule, and waive this finding with the place where that is written.
#     digitalocean_droplet: |
#       backups = true
#     linode_instance: |
#       backups_enabled = true
#     mongodbatlas_advanced_cluster: |
#       backup_enabled = true
#       pit_enabled    = true
#     cockroach_cluster: |
#       backup_config = {
#         enabled           = true
#         frequency_minutes = 60
#         retention_days    = 30
#       }
package rules.backup_frequency.store_in_plan

import data.lib

met contains id if some id in lib.own_backups

met contains store.id if {
	not lib.nothing_backs_up
	some store in input.store
	coverage(store) == 2
}

# coverage says of stores without backups of their own how sure it is that a plan reaches them.
coverage(store) := lib.coverage(store) if not store.id in lib.own_backups

open contains lib.at(store, "", "may be backed up with what it is part of: whether that is cannot be known") if {
	some store in input.store
	"backups" in input.facts[store.parent].unknown
}

met contains store.id if {
	some store in input.store
	lib.replica_keeps_deleted(store)
	store.id in lib.replicated
}

open contains lib.related(lib.at(store, "tags", message), lib.doubtful_selections(store)) if {
	not lib.nothing_backs_up
	some store in input.store
	coverage(store) == 1
	message := sprintf("may be reached by a backup plan; not known well enough to tell: %s", [lib.doubt(store)])
}

open contains lib.at(store, "", "may be replicated: what is replicated cannot be known") if {
	some store in input.store
	lib.replica_keeps_deleted(store)
	lib.perhaps_replicated(store)
}

# What is missing is said only of stores of which nothing above holds: no need to ask for their coverage again.
missing contains lib.at(store, "backups", sprintf("has its automated backups off, and %s", [no_plan(store)])) if {
	some store in input.store
	store.backups == false
}

no_plan(store) := "no backup plan takes what is in this service" if {
	store.plannable == false
} else := "no backup plan reaches it"

missing contains element(store) if {
	some store in input.store
	store.backups == null
}

element(store) := lib.severity(lib.at(store, "", message(store)), "medium") if {
	lib.replica_keeps_deleted(store)
} else := lib.at(store, "", message(store))

message(store) := "is replicated nowhere, and no backup plan takes what is in this service" if {
	store.service == "s3-tables"
} else := "has no backups: no plan takes what is in this service" if {
	store.plannable == false
} else := "is in no backup plan, and replicated nowhere" if {
	store.kind == "object"
} else := "is in no backup plan"

# Caches and queues hold nothing for long. What a parent decides is judged there; copies are not copied again.
skip contains store.id if {
	some store in input.store
	store.kind in {"cache", "queue", "search"}
}

skip contains store.id if {
	some store in input.store
	store.role in {"replica", "backup", "log", "program", "server"}
}

skip contains store.id if {
	some store in input.store
	lib.declared_elsewhere(store)
}

# Neither AWS Backup nor replication takes a bucket without versions: backup-frequency/object-versioning says so first.
skip contains store.id if {
	some store in input.store
	store.cloud == "aws"
	store.kind == "object"
	store.versioned == false
}
