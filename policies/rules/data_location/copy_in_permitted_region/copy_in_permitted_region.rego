# METADATA
# scope: package
# title: Copies land where the agreement permits
# description: A copy is as much the patients' record as the original, and leaves the agreed places more easily.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: high
#   tier: obligation
#   about: copy
#   reads: [enabled, to, to_region]
#   remedy:
#     any: Copy to a permitted region, or add the region to places.permitted where the agreement allows it.
#     aws_backup_plan: |
#       rule {
#         copy_action {
#           destination_vault_arn = aws_backup_vault.west.arn
#         }
#       }
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           cross_region_copy_rule {
#             target    = "us-west-2"
#             encrypted = true
#           }
#         }
#       }
#     aws_db_instance, aws_db_instance_automated_backups_replication, aws_docdb_cluster, aws_dynamodb_table_replica, aws_ebs_snapshot_copy, aws_neptune_cluster, aws_rds_cluster: |
#       region = "us-west-2"   # before version 6 of the provider: provider = aws.west
#     aws_db_snapshot_copy, aws_rds_cluster_snapshot_copy, aws_redshift_snapshot_copy: |
#       destination_region = "us-west-2"
#     aws_dynamodb_global_table, aws_dynamodb_table: |
#       replica {
#         region_name = "us-west-2"
#       }
#     aws_efs_replication_configuration: |
#       destination {
#         region = "us-west-2"
#       }
#     aws_keyspaces_keyspace: |
#       replication_specification {
#         replication_strategy = "MULTI_REGION"
#         region_list          = ["us-east-1", "us-west-2"]
#       }
#     aws_s3_bucket: |
#       replication_configuration {
#         rules {
#           destination {
#             bucket = aws_s3_bucket.west.arn
#           }
#         }
#       }
#     aws_s3_bucket_replication_configuration: |
#       rule {
#         destination {
#           bucket = aws_s3_bucket.west.arn
#         }
#       }
#     azurerm_cosmosdb_account: |
#       geo_location {
#         location          = "westus"
#         failover_priority = 1
#       }
#     azurerm_cosmosdb_postgresql_cluster, azurerm_mongo_cluster, azurerm_mysql_flexible_server, azurerm_netapp_volume, azurerm_postgresql_flexible_server, azurerm_postgresql_server: |
#       location = "westus"
#     azurerm_mssql_database: |
#       server_id = azurerm_mssql_server.west.id
#     azurerm_mssql_failover_group: |
#       partner_server {
#         id = azurerm_mssql_server.west.id
#       }
#     azurerm_mssql_managed_instance_failover_group: |
#       partner_managed_instance_id = azurerm_mssql_managed_instance.west.id
#     azurerm_redis_linked_server: |
#       linked_redis_cache_id       = azurerm_redis_cache.west.id
#       linked_redis_cache_location = azurerm_redis_cache.west.location
#     azurerm_site_recovery_replicated_vm: |
#       target_recovery_fabric_id = azurerm_site_recovery_fabric.west.id
#     azurerm_storage_object_replication: |
#       destination_storage_account_id = azurerm_storage_account.west.id
#     google_compute_resource_policy: |
#       snapshot_schedule_policy {
#         snapshot_properties {
#           storage_locations = ["us"]
#         }
#       }
#     google_compute_image, google_compute_snapshot: |
#       storage_locations = ["us"]
#     google_alloydb_cluster, google_filestore_backup, google_memorystore_instance: |
#       location = "us-west1"
#     google_filestore_instance: |
#       location = "us-west1-a"
#     google_redis_cluster, google_sql_database_instance: |
#       region = "us-west1"
#     google_bigquery_data_transfer_config: |
#       destination_dataset_id = google_bigquery_dataset.west.dataset_id
#     google_bigtable_instance: |
#       cluster {
#         cluster_id = "west"
#         zone       = "us-west1-a"
#       }
#     google_compute_disk_async_replication: |
#       secondary_disk {
#         disk = google_compute_disk.west.id
#       }
#     google_netapp_backup_vault: |
#       backup_region = "us-west1"
#     google_netapp_volume_replication: |
#       destination_volume_parameters {
#         storage_pool = google_netapp_storage_pool.west.id
#       }
package rules.data_location.copy_in_permitted_region

import data.lib

fail contains lib.at(copy, "to_region", message) if {
	some copy in input.copy
	message := sprintf("copies to %s", [lib.outside_text(copy.to_region, copy.cloud)])
}

open contains lib.at(copy, "to_region", message) if {
	some copy in input.copy
	message := sprintf("copies to %s", [lib.unplaced_text(copy.to_region, copy.cloud)])
}

# Where a copy lands is enough, whatever it lands in is called.
pass contains copy.id if {
	some copy in input.copy
	lib.permitted(copy.to_region, copy.cloud)
}

# A store or vault of this run is judged itself by where it is.
skip contains copy.id if {
	some copy in input.copy
	input.facts[copy.to].id
}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
