# METADATA
# scope: package
# title: Automated backups are kept as long as agreed
# description: Where a store has no backups but its own, damage that is found after the last of them has expired cannot be undone.
# related_resources:
# - ref: agreement:retention_minimum_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [account, arn_resource, backups, copy.from, copy.kept_days, copy.kind, kept_days, kind, parent, plannable, protection.plan, protection.store, region, role, schedule.enabled, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, tags]
#   weighs: [arn_resource, copy.from, copy.kept_days, copy.kind, parent, protection.plan, region, schedule.enabled, selection.conditions, selection.except, selection.plan, selection.region, tags]
#   remedy:
#     any: Keep automated backups longer, or select the store in a backup plan that keeps them as long as agreed.
#     aws_db_instance, aws_docdb_cluster, aws_docdbelastic_cluster, aws_neptune_cluster, aws_rds_cluster: |
#       backup_retention_period = 35
#     aws_dynamodb_table: |
#       point_in_time_recovery {
#         enabled                 = true
#         recovery_period_in_days = 35
#       }
#     aws_fsx_lustre_file_system, aws_fsx_ontap_file_system, aws_fsx_openzfs_file_system, aws_fsx_windows_file_system: |
#       automatic_backup_retention_days = 35
#     aws_memorydb_cluster: |
#       snapshot_retention_limit = 35
#     aws_redshift_cluster: |
#       automated_snapshot_retention_period = 35
#     azapi_resource: |
#       body = {
#         properties = {
#           backup       = { backupRetentionDays = 35 }                # of PostgreSQL and MySQL
#           backupPolicy = { type = "Continuous", continuousModeProperties = { tier = "Continuous30Days" } }   # of Cosmos DB
#         }
#       }
#
#       # of a database of Azure SQL
#       resource "azapi_resource" "retention" {
#         type      = "Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies@2023-08-01"
#         parent_id = azapi_resource.records.id
#         name      = "default"
#         body = {
#           properties = {
#             retentionDays = 35
#           }
#         }
#       }
#     azurerm_cosmosdb_account: |
#       backup {
#         type = "Continuous"
#         tier = "Continuous30Days"
#       }
#     azurerm_mssql_database: |
#       short_term_retention_policy {
#         retention_days = 35
#       }
#     azurerm_mssql_managed_database: |
#       short_term_retention_days = 35
#     azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server, azurerm_postgresql_server: |
#       backup_retention_days = 35
#     google_sql_database_instance: |
#       settings {
#         backup_configuration {
#           enabled = true
#           backup_retention_settings {
#             retained_backups = 35
#           }
#         }
#       }
#     google_alloydb_cluster: |
#       continuous_backup_config {
#         enabled              = true
#         recovery_window_days = 35
#       }
#     google_bigtable_table: |
#       automated_backup_policy {
#         frequency        = "24h0m0s"
#         retention_period = "840h0m0s"
#       }
#     google_memorystore_instance, google_redis_cluster: |
#       automated_backup_config {
#         retention = "3024000s"
#         fixed_frequency_schedule {
#           start_time {
#             hours = 5
#           }
#         }
#       }
#     google_bigquery_dataset: |
#       # Time travel goes back seven days at most. Keep more in snapshots of tables, or in exports to a bucket that keeps versions.
#     digitalocean_database_cluster, linode_database_mysql_v2, linode_database_postgresql_v2: Write dumps of the database to a bucket that is locked for as long as the agreement asks. No setting keeps the backups of the service for more than seven days.
package rules.retention_immutability.native_retention

import data.lib

met contains store.id if {
	some store in input.store
	lib.at_least(store.kept_days, input.terms.retention_min_days)
}

# How long its plan keeps backups is judged there.
met contains store.id if {
	not lib.nothing_backs_up
	some store in input.store
	coverage(store) == 2
}

# coverage says of stores that do not surely keep their backups long enough how sure it is that a plan reaches them.
coverage(store) := lib.coverage(store) if lib.below(store.kept_days, input.terms.retention_min_days)

coverage(store) := lib.coverage(store) if "kept_days" in store.unknown

met contains store.id if {
	some store in input.store
	store.id in kept_elsewhere
}

# Automated backups that are replicated have a retention of their own.
kept_elsewhere contains copy.from if {
	some copy in input.copy
	copy.kind == "recovery-point"
	lib.at_least(copy.kept_days, input.terms.retention_min_days)
}

open contains lib.related(lib.at(store, "tags", message), lib.doubtful_selections(store)) if {
	not lib.nothing_backs_up
	some store in input.store
	coverage(store) == 1
	message := sprintf("may be reached by a backup plan that keeps backups longer; not known well enough to tell: %s", [lib.doubt(store)])
}

missing contains lib.at(store, "kept_days", message) if {
	some store in input.store
	is_number(store.kept_days)
	message := sprintf("keeps its automated backups for %s, less than the %s that %s, and no backup plan reaches it", [lib.days(store.kept_days), lib.days(input.terms.retention_min_days), lib.asks_for("retention_min_days")])
}

# What is in a cache lies elsewhere.
skip contains store.id if {
	some store in input.store
	store.kind == "cache"
}

# Whether there are backups at all is another rule's question.
skip contains store.id if {
	some store in input.store
	store.backups in {false, null}
}

skip contains store.id if {
	some store in input.store
	store.kept_days == null
}

skip contains store.id if {
	some store in input.store
	store.role in {"replica", "backup", "log", "program", "server"}
}

skip contains store.id if {
	some store in input.store
	lib.declared_elsewhere(store)
}
