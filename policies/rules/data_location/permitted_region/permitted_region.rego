# METADATA
# scope: package
# title: Stores and vaults are where the agreement permits
# description: Records that leave the agreed places come under other laws, and the practice has promised that they would not.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: high
#   tier: obligation
#   about: [store, vault]
#   reads: [account, parent, redundancy, region]
#   weighs: [parent, redundancy]
#   remedy:
#     any: Create it in a permitted region, or add the region to places.permitted where the agreement allows it.
#     aws: |
#       provider "aws" {
#         region = "us-east-1"
#       }
#     azapi_resource, azurerm_cosmosdb_account, azurerm_cosmosdb_cassandra_cluster, azurerm_cosmosdb_cassandra_datacenter, azurerm_cosmosdb_postgresql_cluster, azurerm_healthcare_dicom_service, azurerm_healthcare_fhir_service, azurerm_healthcare_service, azurerm_linux_virtual_machine, azurerm_managed_disk, azurerm_managed_redis, azurerm_mongo_cluster, azurerm_mssql_managed_instance, azurerm_mssql_server, azurerm_mysql_flexible_server, azurerm_netapp_backup_vault, azurerm_netapp_volume, azurerm_postgresql_flexible_server, azurerm_postgresql_server, azurerm_redis_cache, azurerm_site_recovery_fabric, azurerm_synapse_workspace, azurerm_virtual_machine, azurerm_windows_virtual_machine: |
#       location = "eastus"
#     azurerm_storage_account: |
#       location                 = "eastus"
#       account_replication_type = "ZRS"   # where the pair of the region is outside
#     azurerm_recovery_services_vault: |
#       location          = "eastus"
#       storage_mode_type = "ZoneRedundant"   # where the pair of the region is outside
#     azurerm_data_protection_backup_vault: |
#       location   = "eastus"
#       redundancy = "ZoneRedundant"   # where the pair of the region is outside
#     google_alloydb_cluster, google_backup_dr_backup_vault, google_bigquery_dataset, google_gke_backup_backup_plan, google_healthcare_dataset, google_memorystore_instance, google_netapp_backup_vault, google_netapp_storage_pool, google_netapp_volume, google_storage_bucket: |
#       location = "us-central1"
#     google_compute_region_disk, google_memcache_instance, google_redis_cluster, google_redis_instance, google_sql_database_instance: |
#       region = "us-central1"
#     google_compute_disk, google_compute_instance: |
#       zone = "us-central1-a"
#     google_filestore_instance: |
#       location = "us-central1-a"
#     google_firestore_database: |
#       location_id = "us-central1"
#     google_spanner_instance: |
#       config = "regional-us-central1"
#     google_bigtable_instance: |
#       cluster {
#         cluster_id = "records"
#         zone       = "us-central1-a"
#       }
#     cloudflare_r2_bucket: |
#       # Only a new bucket can be given a jurisdiction; a location is a wish.
#       jurisdiction = "fedramp"
package rules.data_location.permitted_region

import data.lib

fail contains outside(store) if some store in input.store

fail contains outside(vault) if some vault in input.vault

outside(place) := lib.at(place, "region", message) if {
	message := sprintf("is in %s", [lib.outside_text(place.region, place.cloud)])
}

# Geo-redundant storage on Azure is copied to the pair of its region, whatever else is written.
fail contains paired(store, "keeps a copy") if {
	some store in input.store
	store.redundancy == "geo"
}

fail contains paired(vault, "keeps a copy") if {
	some vault in input.vault
	vault.redundancy == "geo"
}

open contains paired(store, "may keep a copy") if {
	some store in input.store
	"redundancy" in store.unknown
}

open contains paired(vault, "may keep a copy") if {
	some vault in input.vault
	"redundancy" in vault.unknown
}

paired(holder, keeps) := lib.at(holder, "redundancy", message) if {
	region := lib.region_of(holder)
	not lib.outside(region, holder.cloud)
	pair := lib.pair(region, holder.cloud)
	lib.outside(pair, holder.cloud)
	message := sprintf("%s in %s, the pair of %s, outside the permitted places (%s)", [keeps, lib.region_text(pair, holder.cloud), region, lib.permitted_places(holder.cloud)])
}

open contains unplaced(store) if some store in input.store

open contains unplaced(vault) if some vault in input.vault

unplaced(place) := lib.at(place, "region", message) if {
	message := sprintf("is in %s", [lib.unplaced_text(place.region, place.cloud)])
}

# What is beside its parent moves with it: a replica, a volume, the disk of a machine.
skip contains store.id if {
	some store in input.store
	parent := input.facts[store.parent]
	parent.concept == "store"
	parent.account == store.account
	together(parent, store)
}

together(parent, store) if parent.region == store.region

together(parent, store) if {
	"region" in parent.unknown
	"region" in store.unknown
}
