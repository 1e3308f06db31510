# METADATA
# scope: package
# title: People sign in to stores as themselves
# description: Whoever has a shared key or a common password acts as nobody in particular, and no log tells who it was.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(i)
#   description: 45 CFR 164.312(a)(2)(i)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(d)
#   description: 45 CFR 164.312(d)
# custom:
#   severity: medium
#   tier: hardening
#   about: store
#   reads: [iam_auth, role]
#   remedy:
#     any: Let people and programs sign in through the cloud's identities.
#     aws: |
#       iam_database_authentication_enabled = true
#     azapi_resource: |
#       body = {
#         properties = {
#           allowSharedKeyAccess = false   # of a storage account
#           disableLocalAuth     = true    # of Cosmos DB
#           authConfig           = { activeDirectoryAuth = "Enabled" }   # of PostgreSQL
#         }
#       }
#     azurerm_storage_account: |
#       shared_access_key_enabled = false
#       sftp_enabled              = false   # and no azurerm_storage_account_local_user
#     azurerm_cosmosdb_account: |
#       local_authentication_disabled = true
#     azurerm_postgresql_flexible_server: |
#       authentication {
#         active_directory_auth_enabled = true
#         password_auth_enabled         = false
#         tenant_id                     = data.azurerm_client_config.current.tenant_id
#       }
#     azurerm_mysql_flexible_server: |
#       resource "azurerm_mysql_flexible_server_active_directory_administrator" "records" {
#         server_id   = azurerm_mysql_flexible_server.records.id
#         identity_id = azurerm_user_assigned_identity.records.id
#         login       = "Database administrators"
#         object_id   = azuread_group.administrators.object_id
#         tenant_id   = data.azurerm_client_config.current.tenant_id
#       }
#     azurerm_mssql_server: |
#       azuread_administrator {
#         login_username              = "Database administrators"
#         object_id                   = azuread_group.administrators.object_id
#         azuread_authentication_only = true
#       }
#     azurerm_mongo_cluster: |
#       authentication_methods = ["MicrosoftEntraID"]
#     azurerm_redis_cache: |
#       access_keys_authentication_enabled = false
#
#       redis_configuration {
#         active_directory_authentication_enabled = true
#       }
#     azurerm_managed_redis: |
#       default_database {
#         access_keys_authentication_enabled = false
#       }
#     google: |
#       authorization_mode = "IAM_AUTH"
package rules.access_control.own_identity

import data.lib

fail contains lib.at(store, "iam_auth", "lets people in by keys or passwords of its own") if {
	some store in input.store
	store.iam_auth == false
}

# A replica takes whom its source takes.
skip contains store.id if {
	some store in input.store
	store.role == "replica"
}

# The service has no such setting.
skip contains store.id if {
	some store in input.store
	store.iam_auth == null
}
