# METADATA
# scope: package
# title: Stores refuse connections without TLS
# description: Whoever listens on the way reads the records of every client that connects without TLS.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(1)
#   description: 45 CFR 164.312(e)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(2)(ii)
#   description: 45 CFR 164.312(e)(2)(ii)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [kind, role, tls_required]
#   weighs: [role]
#   remedy:
#     any: Make the store refuse clients that do not use TLS. Try it first; clients that never used TLS lose their connection.
#     aws_s3_bucket: |
#       # a bucket has one policy: where there is one, add the statement to it
#       data "aws_iam_policy_document" "records" {
#         statement {
#           effect    = "Deny"
#           actions   = ["s3:*"]
#           resources = [aws_s3_bucket.records.arn, "${aws_s3_bucket.records.arn}/*"]
#           principals {
#             type        = "*"
#             identifiers = ["*"]
#           }
#           condition {
#             test     = "Bool"
#             variable = "aws:SecureTransport"
#             values   = ["false"]
#           }
#         }
#       }
#
#       resource "aws_s3_bucket_policy" "records" {
#         bucket = aws_s3_bucket.records.id
#         policy = data.aws_iam_policy_document.records.json
#       }
#     aws_efs_file_system: |
#       # a file system has one policy: where there is one, add the statement to it
#       data "aws_iam_policy_document" "records" {
#         statement {
#           effect    = "Deny"
#           actions   = ["*"]
#           resources = [aws_efs_file_system.records.arn]
#           principals {
#             type        = "AWS"
#             identifiers = ["*"]
#           }
#           condition {
#             test     = "Bool"
#             variable = "aws:SecureTransport"
#             values   = ["false"]
#           }
#         }
#       }
#
#       resource "aws_efs_file_system_policy" "records" {
#         file_system_id = aws_efs_file_system.records.id
#         policy         = data.aws_iam_policy_document.records.json
#       }
#     aws_db_instance: |
#       parameter_group_name = aws_db_parameter_group.records.name
#
#       resource "aws_db_parameter_group" "records" {
#         name   = "records"
#         family = "postgres16"
#         parameter {
#           name  = "rds.force_ssl"   # require_secure_transport for MySQL and MariaDB
#           value = "1"
#         }
#       }
#     aws_rds_cluster: |
#       db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.records.name
#
#       resource "aws_rds_cluster_parameter_group" "records" {
#         name   = "records"
#         family = "aurora-postgresql16"
#         parameter {
#           name  = "rds.force_ssl"   # require_secure_transport, "ON", for MySQL
#           value = "1"
#         }
#       }
#     aws_docdb_cluster: |
#       db_cluster_parameter_group_name = aws_docdb_cluster_parameter_group.records.name
#
#       resource "aws_docdb_cluster_parameter_group" "records" {
#         name   = "records"
#         family = "docdb5.0"
#         parameter {
#           name  = "tls"
#           value = "enabled"
#         }
#       }
#     aws_neptune_cluster: |
#       neptune_cluster_parameter_group_name = aws_neptune_cluster_parameter_group.records.name
#
#       resource "aws_neptune_cluster_parameter_group" "records" {
#         name   = "records"
#         family = "neptune1.3"
#         parameter {
#           name  = "neptune_enforce_ssl"
#           value = "1"
#         }
#       }
#     aws_redshift_cluster: |
#       cluster_parameter_group_name = aws_redshift_parameter_group.records.name
#
#       resource "aws_redshift_parameter_group" "records" {
#         name   = "records"
#         family = "redshift-2.0"
#         parameter {
#           name  = "require_ssl"
#           value = "true"
#         }
#       }
#     aws_redshiftserverless_namespace: |
#       resource "aws_redshiftserverless_workgroup" "records" {
#         namespace_name = aws_redshiftserverless_namespace.records.namespace_name
#         workgroup_name = "records"
#         config_parameter {
#           parameter_key   = "require_ssl"
#           parameter_value = "true"
#         }
#       }
#     aws_elasticache_replication_group: |
#       transit_encryption_enabled = true
#       transit_encryption_mode    = "required"
#     aws_elasticache_cluster: |
#       transit_encryption_enabled = true   # Memcached; of Redis, a replication group
#     aws_msk_cluster: |
#       encryption_info {
#         encryption_in_transit {
#           client_broker = "TLS"
#         }
#       }
#     aws_memorydb_cluster: |
#       tls_enabled = true
#     aws_dax_cluster: |
#       cluster_endpoint_encryption_type = "TLS"
#     aws_elasticsearch_domain, aws_opensearch_domain: |
#       domain_endpoint_options {
#         enforce_https = true
#       }
#     azapi_resource: |
#       body = {
#         properties = {
#           supportsHttpsTrafficOnly = true    # of a storage account
#           smbEncryption            = true    # of a volume of NetApp Files
#         }
#       }
#     azurerm_storage_account: |
#       https_traffic_only_enabled = true
#     azurerm_postgresql_flexible_server: |
#       resource "azurerm_postgresql_flexible_server_configuration" "tls" {
#         name      = "require_secure_transport"
#         server_id = azurerm_postgresql_flexible_server.records.id
#         value     = "ON"
#       }
#     azurerm_mysql_flexible_server: |
#       resource "azurerm_mysql_flexible_server_configuration" "tls" {
#         name                = "require_secure_transport"
#         resource_group_name = azurerm_mysql_flexible_server.records.resource_group_name
#         server_name         = azurerm_mysql_flexible_server.records.name
#         value               = "ON"
#       }
#     azurerm_postgresql_server: |
#       ssl_enforcement_enabled = true
#     azurerm_redis_cache: |
#       non_ssl_port_enabled = false
#     azurerm_managed_redis: |
#       default_database {
#         client_protocol = "Encrypted"
#       }
#     azurerm_netapp_volume: |
#       protocols        = ["NFSv4.1"]
#       kerberos_enabled = true
#       export_policy_rule {
#         rule_index                     = 1
#         allowed_clients                = ["10.0.0.0/24"]
#         kerberos_5p_read_write_enabled = true   # of CIFS: smb3_protocol_encryption_enabled = true
#       }
#     google_sql_database_instance: |
#       settings {
#         ip_configuration {
#           ssl_mode = "ENCRYPTED_ONLY"
#         }
#       }
#     google_alloydb_instance: |
#       client_connection_config {
#         ssl_config {
#           ssl_mode = "ENCRYPTED_ONLY"
#         }
#       }
#     google_redis_instance, google_memorystore_instance: |
#       transit_encryption_mode = "SERVER_AUTHENTICATION"
#     google_redis_cluster: |
#       transit_encryption_mode = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"
#     google_memcache_instance: |
#       Keep records out of it, or use Memorystore for Redis or Valkey with transit_encryption_mode. Memcached has no TLS.
#     google_filestore_instance: |
#       protocol = "NFS_V4_1"   # with directory_services, and the clients on sec=krb5p
#     google_netapp_volume: |
#       protocols        = ["NFSV4"]
#       kerberos_enabled = true
#       export_policy {
#         rules {
#           allowed_clients       = "10.0.0.0/24"
#           nfsv4                 = true
#           kerberos5p_read_write = true   # of SMB: smb_settings = ["ENCRYPT_DATA"]
#         }
#       }
package rules.encryption_in_transit.tls_required

import data.lib

fail contains element(store) if {
	some store in input.store
	store.tls_required == false
}

# Clients of databases speak in the clear unless they are told otherwise; those of object stores and of mounted file systems
# are told by their tools. Log stores hold evidence, not records.
element(store) := lib.severity(plain(store), "low") if {
	store.role == "log"
} else := lib.severity(plain(store), "medium") if {
	store.kind in {"object", "file"}
} else := plain(store)

plain(store) := lib.at(store, "tls_required", message(store))

message(store) := "answers requests without TLS" if {
	store.kind == "object"
} else := "can be mounted without encryption in transit" if {
	store.kind == "file"
} else := "accepts connections without TLS"

# What programs need holds no records, and is made again.
skip contains store.id if {
	some store in input.store
	store.role == "program"
}
