# METADATA
# scope: package
# title: Databases, file systems and replication have no public endpoint
# description: A database that the internet can reach is one guessed password or one new flaw away from its records being taken.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: [store, transfer]
#   reads: [firewall.open, firewall.open_web, firewall.rules, firewalls, kind, network.firewalls, network.within, networks, parent, public, service]
#   weighs: [firewalls, networks]
#   remedy:
#     any: Reach the store over a private network alone.
#     aws_db_instance, aws_dms_replication_instance, aws_mq_broker, aws_neptune_cluster_instance, aws_rds_cluster_instance, aws_redshift_cluster, aws_timestreaminfluxdb_db_cluster, aws_timestreaminfluxdb_db_instance: |
#       publicly_accessible = false
#     aws_redshiftserverless_namespace: |
#       resource "aws_redshiftserverless_workgroup" "records" {
#         namespace_name      = aws_redshiftserverless_namespace.records.namespace_name
#         workgroup_name      = "records"
#         publicly_accessible = false
#       }
#     aws_msk_cluster: |
#       broker_node_group_info {
#         connectivity_info {
#           public_access {
#             type = "DISABLED"
#           }
#         }
#       }
#     aws_neptunegraph_graph: |
#       public_connectivity = false
#     aws_elasticsearch_domain, aws_opensearch_domain: |
#       vpc_options {
#         subnet_ids         = [aws_subnet.private.id]
#         security_group_ids = [aws_security_group.records.id]
#       }
#     aws_opensearchserverless_collection: |
#       resource "aws_opensearchserverless_security_policy" "network" {
#         name = "records"
#         type = "network"
#         policy = jsonencode([{
#           Rules           = [{ ResourceType = "collection", Resource = ["collection/records"] }]
#           AllowFromPublic = false
#           SourceVPCEs     = [aws_opensearchserverless_vpc_endpoint.records.id]
#         }])
#       }
#     aws_drs_replication_configuration_template: |
#       create_public_ip   = false
#       data_plane_routing = "PRIVATE_IP"
#     azapi_resource: |
#       body = {
#         properties = {
#           publicNetworkAccess       = "Disabled"   # of PostgreSQL and MySQL within network
#           publicDataEndpointEnabled = false        # of a managed instance
#         }
#       }
#     azurerm_cosmosdb_account, azurerm_healthcare_dicom_service, azurerm_healthcare_service, azurerm_mssql_server, azurerm_postgresql_flexible_server, azurerm_postgresql_server, azurerm_redis_cache, azurerm_synapse_workspace: |
#       public_network_access_enabled = false
#     azurerm_managed_redis, azurerm_mongo_cluster, azurerm_mysql_flexible_server: |
#       public_network_access = "Disabled"
#     azurerm_mssql_managed_instance: |
#       public_data_endpoint_enabled = false
#     azurerm_cosmosdb_postgresql_cluster: |
#       coordinator_public_ip_access_enabled = false
#       node_public_ip_access_enabled        = false
#     google_sql_database_instance: |
#       settings {
#         ip_configuration {
#           ipv4_enabled    = false
#           private_network = google_compute_network.clinic.id
#         }
#       }
#     google_alloydb_instance: |
#       network_config {
#         enable_public_ip = false
#       }
#     mongodbatlas_project_ip_access_list: |
#       cidr_block = "192.0.2.0/24"   # the addresses that you own
#     cockroach_allow_list: |
#       cidr_ip   = "192.0.2.0"
#       cidr_mask = 24
#     snowflake_network_policy: |
#       allowed_ip_list = ["192.0.2.0/24"]
#     digitalocean_database_cluster: |
#       resource "digitalocean_database_firewall" "ehr" {
#         cluster_id = digitalocean_database_cluster.ehr.id
#         rule {
#           type  = "tag"
#           value = "ehr"
#         }
#       }
#     linode_database_mysql_v2, linode_database_postgresql_v2: |
#       allow_list = ["10.0.0.3/32"]   # the machines of the application alone
package rules.tenant_isolation.private_endpoint_only

import data.lib

fail contains exposure(store) if {
	some store in input.store
	store.public == true
	store.kind in {"database", "file", "block", "table", "warehouse", "cache", "search", "queue"}
}

# Where the store itself says whom it lets through, that is the line to mend.
exposure(store) := lib.on(lib.at(store, "public", text), input.facts[id], "open", 0) if {
	some id in lib.open_firewalls(store)
	input.facts[id].address == store.address
	text := sprintf("%s, and lets the whole internet through to it", [message(store)])
} else := lib.related(lib.at(store, "public", text), passable) if {
	passable := lib.open_firewalls(store)
	count(passable) > 0
	text := sprintf("%s, and %s lets the whole internet through", [message(store), concat(", ", {input.facts[id].address | some id in passable})])
} else := lib.severity(lib.at(store, "public", text), "medium") if {
	lib.behind_firewalls(store)
	text := sprintf("%s, though its security groups let only some through", [message(store)])
} else := lib.at(store, "public", message(store))

fail contains lib.at(transfer, "public", "has a public endpoint") if {
	some transfer in input.transfer
	transfer.public == true
}

# Whoever reads this may look in vain for the line that opens it.
message(store) := "has a public endpoint, as the provider gives one by default" if {
	given(store)
} else := "has a public endpoint, since it is in no private network" if {
	store.kind == "search"
} else := "has a public endpoint"

given(store) if store.cloud in {"azure", "digitalocean"}

given(store) if store.service == "cloud-sql"

pass contains store.id if {
	some store in input.store
	store.public == false
}

# What has no such setting, and object stores, which rules of their own judge.
skip contains store.id if {
	some store in input.store
	store.public == null
}

skip contains store.id if {
	some store in input.store
	store.kind == "object"
}

pass contains transfer.id if {
	some transfer in input.transfer
	transfer.public == false
}

skip contains transfer.id if {
	some transfer in input.transfer
	transfer.public == null
}
