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
#   reads: [backup_redundancy, backups, copy.enabled, copy.from, copy.from_region, copy.kind, copy.plan, copy.region, copy.to, copy.to_region, parent, protection.store, region, role]
#   weighs: [parent, region, copy.from, copy.from_region, copy.region, protection.store]
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
#         location          = "westus"
#         failover_priority = 1
#       }
#     google_alloydb_cluster: |
#       resource "google_alloydb_cluster" "west" {
#         cluster_id   = "records-west"
#         location     = "us-west1"
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
#       cluster {   # a second one, of the instance
#         cluster_id = "west"
#         zone       = "us-west1-b"
#       }
#     aws_db_instance: |
#       backup_target = "region"
package rules.geographic_redundancy.own_backups_leave_region

import data.lib

fail contains lib.at(store, "backup_redundancy", message) if {
	some store in input.store
	near(store)
	not store.id in elsewhere
	not store.id in perhaps_elsewhere
	message := sprintf("keeps its automated backups in %s alone, and is copied nowhere else", [place(store)])
}

open contains lib.at(store, "backup_redundancy", message) if {
	some store in input.store
	near(store)
	store.id in perhaps_elsewhere
	message := sprintf("keeps its automated backups in %s alone; whether it is copied elsewhere cannot be told", [place(store)])
}

near(store) if store.backup_redundancy in {"local", "zone"}

# Where the server decides for its databases.
near(store) if {
	store.backup_redundancy == null
	input.facts[store.parent].backup_redundancy in {"local", "zone"}
}

place(store) := lib.region_text(region, store.cloud) if {
	region := lib.region_of(store)
} else := "one region"

# A replica in another region, of the store or of the server that it is on.
elsewhere contains id if some id in copied

elsewhere contains store.id if {
	some store in input.store
	store.parent in copied
}

copied contains copy.from if {
	some copy in input.copy
	copy.kind == "replica"
	lib.leaves_region(copy)
}

perhaps_elsewhere contains store.id if {
	some store in input.store
	some id in [store.id, store.parent]
	id in perhaps_copied
	not store.id in elsewhere
}

perhaps_elsewhere contains store.id if {
	some store in input.store
	lib.perhaps_replicated(store)
}

perhaps_copied contains copy.from if {
	some copy in input.copy
	copy.kind == "replica"
	some field in ["enabled", "to_region", "from_region"]
	field in copy.unknown
}

# Where the copies of a plan lie is judged with the plan.
skip contains store.id if {
	some store in input.store
	store.id in planned
}

planned contains protection.store if some protection in input.protection

skip contains store.id if {
	some store in input.store
	store.role in {"replica", "backup", "log", "program", "server"}
}

skip contains store.id if {
	some store in input.store
	store.backups in {false, null}
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
