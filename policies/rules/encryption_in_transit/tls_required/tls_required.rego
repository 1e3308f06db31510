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
#   remedy:
#     any: Make the store refuse clients that do not use TLS. Try it first; clients that never used TLS lose their connection.
#     aws: |
#       # a bucket or a file system: a statement of its policy
#       statement {
#         effect    = "Deny"
#         actions   = ["s3:*"]   # elasticfilesystem:* for EFS
#         resources = [aws_s3_bucket.records.arn, "${aws_s3_bucket.records.arn}/*"]
#         principals {
#           type        = "*"
#           identifiers = ["*"]
#         }
#         condition {
#           test     = "Bool"
#           variable = "aws:SecureTransport"
#           values   = ["false"]
#         }
#       }
#
#       # a database: a parameter of its parameter group
#       parameter {
#         name  = "rds.force_ssl"   # require_secure_transport for MySQL and MariaDB
#         value = "1"
#       }
#     azure: |
#       https_traffic_only_enabled = true   # a storage account
#
#       # a flexible server: a parameter of it
#       resource "azurerm_postgresql_flexible_server_configuration" "tls" {
#         name      = "require_secure_transport"
#         server_id = azurerm_postgresql_flexible_server.records.id
#         value     = "ON"
#       }
#     google: |
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
#       # Memcached cannot: take Redis or Valkey.
#       resource "google_memorystore_instance" "sessions" {
#         instance_id             = "sessions"
#         location                = "us-central1"
#         shard_count             = 1
#         transit_encryption_mode = "SERVER_AUTHENTICATION"
#       }
#     google_netapp_volume: |
#       protocols    = ["SMB"]
#       smb_settings = ["ENCRYPT_DATA"]
#     google_filestore_instance: |
#       protocol = "NFS_V4_1"   # with directory_services; clients mount with sec=krb5p
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
