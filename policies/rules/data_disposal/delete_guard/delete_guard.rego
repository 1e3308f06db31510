# METADATA
# scope: package
# title: Stores are protected from deletion
# description: The guard makes a mistaken destroy fail instead of taking the records with it.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [delete_guard, role]
#   remedy:
#     any: Turn deletion protection on.
#     aws_db_instance, aws_docdb_cluster, aws_neptune_cluster, aws_neptunegraph_graph, aws_rds_cluster, google_alloydb_cluster, google_bigquery_table, google_bigtable_instance: |
#       deletion_protection = true
#     aws_dsql_cluster, aws_dynamodb_table, aws_dynamodb_table_replica, google_filestore_instance, google_memorystore_instance, google_redis_cluster: |
#       deletion_protection_enabled = true
#     google_sql_database_instance: |
#       settings {
#         deletion_protection_enabled = true
#       }
#     google_bigtable_table: |
#       deletion_protection = "PROTECTED"
#     google_firestore_database: |
#       delete_protection_state = "DELETE_PROTECTION_ENABLED"
#     google_spanner_database: |
#       enable_drop_protection = true
#     azurerm_netapp_volume: |
#       provider "azurerm" {
#         features {
#           netapp {
#             prevent_volume_destruction = true
#           }
#         }
#       }
#     mongodbatlas_advanced_cluster: |
#       termination_protection_enabled = true
#     cockroach_cluster: |
#       delete_protection = true
#     confluent_kafka_cluster: |
#       deletion_protection = true
package rules.data_disposal.delete_guard

import data.lib

fail contains lib.at(store, "delete_guard", "is not protected from deletion") if {
	some store in input.store
	store.delete_guard == false
}

# A replica can be made again from its source.
skip contains store.id if {
	some store in input.store
	store.role in {"replica", "server"}
}

# The service has no such guard.
skip contains store.id if {
	some store in input.store
	store.delete_guard == null
}
