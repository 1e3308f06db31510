# METADATA
# scope: package
# title: Stores accept no TLS older than agreed
# description: Old versions of TLS can be broken, and a client that still speaks one gives the records away.
# related_resources:
# - ref: agreement:minimum_tls
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(2)(ii)
#   description: 45 CFR 164.312(e)(2)(ii)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [min_tls, role]
#   weighs: [role]
#   remedy:
#     any: Raise the oldest version that the store accepts to the one in the agreement.
#     aws_s3_bucket: |
#       # S3 refuses everything below TLS 1.2; this statement of the bucket's one policy asks for 1.3
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
#             test     = "NumericLessThan"
#             variable = "s3:TlsVersion"
#             values   = ["1.3"]
#           }
#         }
#       }
#
#       resource "aws_s3_bucket_policy" "records" {
#         bucket = aws_s3_bucket.records.id
#         policy = data.aws_iam_policy_document.records.json
#       }
#     aws_elasticsearch_domain, aws_opensearch_domain: |
#       domain_endpoint_options {
#         enforce_https       = true
#         tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
#       }
#     azapi_resource: |
#       body = {
#         properties = {
#           minimumTlsVersion = "TLS1_2"   # of a storage account; minimalTlsVersion = "1.2" of Azure SQL, "Tls12" of Cosmos DB
#         }
#       }
#     azurerm_cosmosdb_account: |
#       minimal_tls_version = "Tls12"
#     azurerm_mssql_managed_instance, azurerm_mssql_server, azurerm_redis_cache: |
#       minimum_tls_version = "1.2"
#     azurerm_mysql_flexible_server: |
#       resource "azurerm_mysql_flexible_server_configuration" "tls" {
#         name                = "tls_version"
#         resource_group_name = azurerm_mysql_flexible_server.records.resource_group_name
#         server_name         = azurerm_mysql_flexible_server.records.name
#         value               = "TLSv1.2"
#       }
#     azurerm_postgresql_flexible_server: |
#       resource "azurerm_postgresql_flexible_server_configuration" "tls" {
#         name      = "ssl_min_protocol_version"
#         server_id = azurerm_postgresql_flexible_server.records.id
#         value     = "TLSv1.2"
#       }
#     azurerm_postgresql_server: |
#       ssl_minimal_tls_version_enforced = "TLS1_2"
#     azurerm_storage_account: |
#       min_tls_version = "TLS1_2"
#     cloudflare_r2_bucket: |
#       resource "cloudflare_r2_custom_domain" "files" {
#         account_id  = cloudflare_r2_bucket.files.account_id
#         bucket_name = cloudflare_r2_bucket.files.name
#         domain      = "files.clinic.example"
#         zone_id     = "0123456789abcdef0123456789abcdef"
#         enabled     = true
#         min_tls     = "1.2"
#       }
#     mongodbatlas_advanced_cluster: |
#       advanced_configuration = {
#         minimum_enabled_tls_protocol = "TLS1_2"
#       }
package rules.encryption_in_transit.minimum_tls

import data.lib

fail contains element(store) if {
	some store in input.store
	lib.tls_below(store.min_tls, input.terms.min_tls)
}

# TLS 1.2 is not broken: it is only less than an agreement on 1.3 asks for.
element(store) := lib.severity(plain(store), "low") if {
	store.role == "log"
} else := lib.severity(plain(store), "medium") if {
	lib.tls_at_least(store.min_tls, "1.2")
} else := plain(store)

plain(store) := lib.at(store, "min_tls", message(store))

message(store) := sprintf("accepts TLS %s, older than the %s that %s", [store.min_tls, input.terms.min_tls, lib.asks_for("min_tls")])

# What programs need holds no records, and is made again.
skip contains store.id if {
	some store in input.store
	store.role == "program"
}
