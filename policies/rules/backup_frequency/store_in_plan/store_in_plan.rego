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
#     aws: |
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = [aws_dynamodb_table.records.arn]
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
#     google_sql_database_instance: |
#       settings {
#         backup_configuration {
#           enabled                        = true
#           point_in_time_recovery_enabled = true   # binary_log_enabled for MySQL
#         }
#       }
#     google_compute_instance, google_filestore_instance: |
#       resource "google_backup_dr_backup_plan_association" "records" {
#         location                   = "us-central1"
#         resource                   = google_compute_instance.records.id    # or the id of the Filestore instance
#         resource_type              = "compute.googleapis.com/Instance"     # file.googleapis.com/Instance
#         backup_plan_association_id = "records"
#         backup_plan                = google_backup_dr_backup_plan.records.name
#       }
#     google_spanner_database: |
#       resource "google_spanner_backup_schedule" "records" {
#         instance           = google_spanner_instance.records.name
#         database           = google_spanner_database.records.name
#         retention_duration = "2592000s"
#         spec {
#           cron_spec {
#             text = "0 */12 * * *"
#           }
#         }
#         full_backup_spec {}
#       }
#     google_firestore_database: |
#       resource "google_firestore_backup_schedule" "records" {
#         database  = google_firestore_database.records.name
#         retention = "2592000s"
#         daily_recurrence {}
#       }
#     google_storage_bucket: |
#       resource "google_storage_transfer_job" "records" {
#         description = "copies of records"
#         transfer_spec {
#           gcs_data_source {
#             bucket_name = google_storage_bucket.records.name
#           }
#           gcs_data_sink {
#             bucket_name = google_storage_bucket.copies.name
#           }
#         }
#       }
#     google_bigtable_table: |
#       automated_backup_policy {
#         retention_period = "720h0m0s"
#         frequency        = "24h0m0s"
#       }
#     google_netapp_volume: |
#       backup_config {
#         backup_vault             = google_netapp_backup_vault.records.id
#         backup_policies          = [google_netapp_backup_policy.daily.id]
#         scheduled_backup_enabled = true
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
package rules.backup_frequency.store_in_plan

import data.lib

met contains id if some id in own_backups

met contains store.id if {
	some store in input.store
	coverage(store) == 2
}

# coverage says of stores without backups of their own how sure it is that a plan reaches them.
coverage(store) := lib.coverage(store) if not store.id in own_backups

own_backups contains store.id if {
	some store in input.store
	store.backups == true
}

# What a store is part of may be backed up with all that is in it.
own_backups contains store.id if {
	some store in input.store
	input.facts[store.parent].backups == true
}

open contains lib.at(store, "", "may be backed up with what it is part of: whether that is cannot be known") if {
	some store in input.store
	"backups" in input.facts[store.parent].unknown
}

met contains store.id if {
	some store in input.store
	replica_keeps_deleted(store)
	store.id in replicated
}

# S3 and blob storage replicate between versioned buckets alone, so that what is deleted or overwritten stays in the replica.
replica_keeps_deleted(store) if store.kind == "object"

# The replicas of tables in S3 keep their history.
replica_keeps_deleted(store) if store.service == "s3-tables"

replicated contains copy.from if {
	some copy in input.copy
	copy.kind == "replica"
	copy.enabled == true
}

open contains lib.related(lib.at(store, "tags", message), lib.doubtful_selections(store)) if {
	some store in input.store
	coverage(store) == 1
	message := "may be reached by a backup plan: its tags, its name, its region or its account are not known well enough to tell"
}

open contains lib.at(store, "", "may be replicated: what is replicated cannot be known") if {
	some store in input.store
	replica_keeps_deleted(store)
	some root in {store.root, lib.elsewhere}
	[root, store.cloud] in lib.vague_replication
}

missing contains lib.at(store, "backups", sprintf("has its automated backups off, and %s", [no_plan(store)])) if {
	some store in input.store
	store.backups == false
	coverage(store) < 2
}

no_plan(store) := "no backup plan takes what is in this service" if {
	store.plannable == false
} else := "no backup plan reaches it"

missing contains element(store) if {
	some store in input.store
	store.backups == null
	coverage(store) < 2
}

element(store) := lib.severity(lib.at(store, "", message(store)), "medium") if {
	replica_keeps_deleted(store)
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
