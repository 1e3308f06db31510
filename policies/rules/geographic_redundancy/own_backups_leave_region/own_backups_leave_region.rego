# METADATA
# scope: package
# title: Automated backups reach a second region
# description: Backups beside their database are lost with it when the region fails, and on some services this is decided once, when the database is made.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [account, arn_resource, backup_redundancy, backups, copy.enabled, copy.from, copy.from_region, copy.kind, copy.plan, copy.region, copy.to, copy.to_region, kind, parent, plannable, protection.plan, protection.store, region, role, schedule.enabled, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, service, tags]
#   weighs: [arn_resource, parent, region, copy.enabled, copy.from, copy.from_region, copy.kind, copy.region, copy.to, copy.to_region, protection.plan, schedule.enabled, selection.conditions, selection.except, selection.plan, selection.region, tags]
#   remedy:
#     any: Keep automated backups in storage that spans two regions, replicate the store to another one, or put it in a backup plan.
#     azapi_resource: |
#       body = {
#         properties = {
#           requestedBackupStorageRedundancy = "Geo"                                # of Azure SQL
#           backup                           = { geoRedundantBackup = "Enabled" }   # of PostgreSQL and MySQL
#           backupPolicy = {                                                        # of Cosmos DB
#             type                   = "Periodic"
#             periodicModeProperties = { backupStorageRedundancy = "Geo" }
#           }
#         }
#       }
#     azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server, azurerm_postgresql_server: |
#       geo_redundant_backup_enabled = true   # when the server is made
#     azurerm_mssql_database: |
#       storage_account_type = "Geo"
#     azurerm_mssql_managed_instance: |
#       storage_account_type = "GRS"
#     azurerm_synapse_sql_pool: |
#       storage_account_type      = "GRS"
#       geo_backup_policy_enabled = true
#     azurerm_cosmosdb_account: |
#       geo_location {
#         location          = "westus"   # another region than that of the original
#         failover_priority = 1
#       }
#     google_alloydb_cluster: |
#       resource "google_alloydb_cluster" "west" {
#         cluster_id   = "records-west"
#         location     = "us-west1"   # another region than that of the original
#         cluster_type = "SECONDARY"
#         secondary_config {
#           primary_cluster_name = google_alloydb_cluster.records.name
#         }
#       }
#     google_bigquery_dataset: |
#       location = "US"   # when the dataset is made
#     google_bigtable_instance: |
#       cluster {   # a second one
#         cluster_id = "west"
#         zone       = "us-west1-a"
#       }
#     google_firestore_database: |
#       location_id = "nam5"   # when the database is made
#     google_spanner_instance: |
#       config = "nam3"
#     google_bigtable_table: |
#       resource "google_bigtable_instance" "records" {
#         name = "records"
#         cluster {   # a second one
#           cluster_id = "west"
#           zone       = "us-west1-b"
#         }
#       }
#     aws_db_instance: |
#       resource "aws_db_instance_automated_backups_replication" "west" {
#         region                 = "us-west-2"   # another region than that of the original; before version 6 of the provider: provider = aws.west
#         source_db_instance_arn = aws_db_instance.records.arn
#         kms_key_id             = aws_kms_key.west.arn
#         retention_period       = 35
#       }
#     aws_dynamodb_table: |
#       replica {
#         region_name = "us-west-2"   # another region than that of the original
#       }
#     aws_efs_file_system: |
#       resource "aws_efs_replication_configuration" "records" {
#         source_file_system_id = aws_efs_file_system.records.id
#         destination {
#           region = "us-west-2"   # another region than that of the original
#         }
#       }
#     aws_redshift_cluster: |
#       resource "aws_redshift_snapshot_copy" "records" {
#         cluster_identifier = aws_redshift_cluster.records.id
#         destination_region = "us-west-2"   # another region than that of the original
#         retention_period   = 35
#       }
#     aws_docdb_cluster, aws_fsx_lustre_file_system, aws_fsx_ontap_file_system, aws_fsx_openzfs_file_system, aws_fsx_windows_file_system, aws_neptune_cluster, aws_rds_cluster, aws_redshiftserverless_namespace: |
#       # in a plan of AWS Backup that copies to another region
#       resource "aws_backup_selection" "records" {
#         name         = "records"
#         plan_id      = aws_backup_plan.daily.id
#         iam_role_arn = aws_iam_role.backup.arn
#         resources    = ["*"]
#       }
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_replication_configuration" "records" {
#         bucket = aws_s3_bucket.records.id
#         role   = aws_iam_role.replication.arn
#         rule {
#           status = "Enabled"
#           destination {
#             bucket = aws_s3_bucket.west.arn   # in another region
#           }
#         }
#       }
package rules.geographic_redundancy.own_backups_leave_region

import data.lib

met contains store.id if {
	some store in input.store
	store.backup_redundancy == "geo"
}

met contains store.id if {
	some store in input.store
	store.backup_redundancy == null
	input.facts[store.parent].backup_redundancy == "geo"
}

met contains store.id if {
	some store in input.store
	store.id in elsewhere
}

missing contains lib.at(store, "backup_redundancy", message) if {
	some store in input.store
	near(store)
	message := sprintf("%s, and is copied nowhere else", [alone(store)])
}

open contains lib.at(store, "backup_redundancy", message) if {
	some store in input.store
	near(store)
	store.id in perhaps_elsewhere
	message := perhaps_alone(store)
}

open contains lib.related(lib.at(store, "backup_redundancy", message), doubt.selections) if {
	some store in input.store
	near(store)
	not store.id in elsewhere
	not store.id in perhaps_elsewhere
	doubt := doubted[store.id]
	message := sprintf("%s, unless a backup plan reaches it; not known well enough to tell: %s", [alone(store), doubt.what])
}

open contains lib.related(lib.at(store, "parent", message), [store.parent]) if {
	some store in input.store
	store.backup_redundancy == null
	not store.id in elsewhere
	parent := input.facts[store.parent]
	"backup_redundancy" in parent.unknown
	message := sprintf("keeps its automated backups where %s says, which cannot be known", [parent.address])
}

near(store) if {
	store.backup_redundancy in {"local", "zone"}
	not "backups" in store.unknown
}

# Where the server decides for its databases.
near(store) if {
	store.backup_redundancy == null
	input.facts[store.parent].backup_redundancy in {"local", "zone"}
	not "backups" in store.unknown
}

alone(store) := sprintf("is replicated in %s alone", [place(store)]) if {
	mirrored(store)
} else := sprintf("keeps its automated backups in %s alone", [place(store)])

perhaps_alone(store) := "is replicated, and whether to another region cannot be told" if {
	mirrored(store)
} else := sprintf("%s; whether it is copied elsewhere cannot be told", [alone(store)])

# A bucket that is backed up by nothing but its replica.
default mirrored(_) := false

mirrored(store) if {
	store.backups == null
	is_string(store.backup_redundancy)
	lib.replica_keeps_deleted(store)
	store.id in lib.replicated
}

place(store) := lib.region_text(region, store.cloud) if {
	region := lib.region_of(store)
} else := "one region"

# What another region has of the store, or of the server that it is on: a replica, or its automated backups.
elsewhere contains id if some id in copied

elsewhere contains store.id if {
	count(copied) > 0
	some store in input.store
	store.parent in copied
}

copied contains copy.from if {
	some copy in input.copy
	copy.kind in {"replica", "recovery-point"}
	copy.plan == null
	lib.leaves_region(copy)
}

perhaps_elsewhere contains store.id if {
	count(perhaps_copied) > 0
	some store in input.store
	some id in [store.id, store.parent]
	id in perhaps_copied
	not store.id in elsewhere
}

perhaps_elsewhere contains store.id if {
	count(vague_copies) > 0
	some store in input.store
	some root in {store.root, lib.elsewhere}
	[root, store.cloud] in vague_copies
}

# What it is part of may be one of those that are copied.
perhaps_elsewhere contains store.id if {
	count(copied_clouds) > 0
	some store in input.store
	"parent" in store.unknown
	store.cloud in copied_clouds
}

copied_clouds contains input.facts[id].cloud if some id in (copied | perhaps_copied)

perhaps_copied contains copy.from if {
	some copy in perhaps_copies
	is_string(copy.from)
}

# vague_copies are the roots and clouds of which any store may be copied, since it is not known what is.
vague_copies contains [root, copy.cloud] if {
	some copy in perhaps_copies
	"from" in copy.unknown
	some root in lib.reach(copy, "from")
}

# perhaps_copies are those that may leave their region; where they start or land may hang on something else that cannot be known.
perhaps_copies contains copy if {
	some copy in input.copy
	copy.plan == null
	perhaps_kind(copy)
	settled(copy) == false
}

perhaps_kind(copy) if copy.kind in {"replica", "recovery-point"}

perhaps_kind(copy) if "kind" in copy.unknown

default settled(_) := false

settled(copy) if copy.enabled == false

settled(copy) if lib.canonical(lib.copy_lands(copy)) == lib.canonical(lib.copy_starts(copy))

settled(copy) if {
	is_string(copy.from)
	lib.leaves_region(copy)
	is_string(copy.kind)
}

# Where the copies of a plan lie is judged with the plan.
skip contains store.id if {
	some store in input.store
	store.id in planned
}

planned contains protection.store if some protection in input.protection

planned contains store.id if {
	not lib.nothing_backs_up
	some store in input.store
	near(store)
	lib.coverage(store) == 2
}

# doubted are the stores that a plan may reach, with what is not known well enough to tell.
doubted[store.id] := {"what": lib.doubt(store), "selections": lib.doubtful_selections(store)} if {
	not lib.nothing_backs_up
	some store in input.store
	near(store)
	lib.coverage(store) == 1
}

skip contains store.id if {
	some store in input.store
	store.role in {"replica", "backup", "log", "program", "server"}
}

skip contains store.id if {
	some store in input.store
	store.backups in {false, null}
	mirrored(store) == false
}

# The service says nothing of where its backups are.
skip contains store.id if {
	some store in input.store
	store.backup_redundancy == null
	decided_above(store) == false
}

decided_above(store) if {
	parent := input.facts[store.parent]
	parent.concept == "store"
	is_string(parent.backup_redundancy)
} else if {
	parent := input.facts[store.parent]
	"backup_redundancy" in parent.unknown
} else := false
