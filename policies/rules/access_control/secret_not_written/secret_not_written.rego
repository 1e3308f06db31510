# METADATA
# scope: package
# title: No password or key is written in the configuration
# description: Whoever may read the code, or an old version of it, can open the store, and a password that is written into files is seldom changed.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(5)(ii)(D)
#   description: 45 CFR 164.308(a)(5)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(d)
#   description: 45 CFR 164.312(d)
# custom:
#   severity: high
#   tier: obligation
#   about: secret
#   reads: [name, written]
#   remedy:
#     any: Take the text out, change the secret, and let the configuration refer to where it is kept, or make it up; to a provider or a backend the environment gives it.
#     aws_db_instance, aws_rds_cluster, aws_docdb_cluster: |
#       manage_master_user_password = true
#     aws_redshift_cluster: |
#       manage_master_password = true
#     aws_redshiftserverless_namespace: |
#       manage_admin_password = true
#     aws_dms_endpoint: |
#       secrets_manager_arn             = aws_secretsmanager_secret.source.arn
#       secrets_manager_access_role_arn = aws_iam_role.dms.arn
#     aws_elasticache_replication_group: |
#       auth_token_wo         = ephemeral.random_password.cache.result
#       auth_token_wo_version = 1
#     aws_elasticache_user, aws_memorydb_user: |
#       authentication_mode {
#         type = "iam"
#       }
#     aws_opensearch_domain, aws_elasticsearch_domain: |
#       advanced_security_options {
#         enabled = true
#         master_user_options {
#           master_user_arn = aws_iam_role.search.arn
#         }
#       }
#     aws_glue_connection: |
#       connection_properties = {
#         JDBC_CONNECTION_URL = "jdbc:mysql://${aws_db_instance.records.endpoint}/records"
#         SECRET_ID           = aws_secretsmanager_secret.records.name
#       }
#     aws_vpn_connection: |
#       preshared_key_storage = "SecretsManager"
#     aws_quicksight_data_source: |
#       credentials {
#         secret_arn = aws_secretsmanager_secret.records.arn
#       }
#     aws_datasync_location_fsx_ontap_file_system: |
#       protocol {
#         smb {
#           user     = "copier"
#           password = var.password   # sensitive, and without a default
#           mount_options {
#             version = "SMB3"
#           }
#         }
#       }
#     aws_directory_service_directory, aws_datasync_location_fsx_windows_file_system, aws_datasync_location_smb, aws_storagegateway_file_system_association, aws_timestreaminfluxdb_db_cluster, aws_timestreaminfluxdb_db_instance: |
#       password = var.password   # sensitive, and without a default
#     aws_datasync_location_object_storage: |
#       secret_key = var.secret_key   # sensitive, and without a default
#     aws_mq_broker: |
#       user {
#         username = "clinic"
#         password = random_password.broker.result
#       }
#     aws_docdbelastic_cluster: |
#       admin_user_password = random_password.records.result
#     aws_fsx_ontap_file_system: |
#       fsx_admin_password = random_password.files.result
#     aws_fsx_ontap_storage_virtual_machine: |
#       svm_admin_password = random_password.files.result
#     aws_fsx_windows_file_system: |
#       self_managed_active_directory {
#         password_wo         = var.password   # ephemeral, and without a default
#         password_wo_version = 1
#       }
#     aws_kms_custom_key_store: |
#       key_store_password = var.password   # sensitive, and without a default
#     aws_lightsail_database: |
#       master_password = random_password.records.result
#     aws_storagegateway_gateway: |
#       smb_guest_password = random_password.files.result
#     aws_secretsmanager_secret_version: |
#       secret_string_wo         = ephemeral.random_password.app.result
#       secret_string_wo_version = 1
#     aws_ssm_parameter, azurerm_key_vault_secret: |
#       value_wo         = ephemeral.random_password.app.result
#       value_wo_version = 1
#     azurerm_mssql_server, azurerm_postgresql_server: |
#       administrator_login_password_wo         = ephemeral.random_password.records.result
#       administrator_login_password_wo_version = 1
#     azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server: |
#       administrator_password_wo         = ephemeral.random_password.records.result
#       administrator_password_wo_version = 1
#     azurerm_linux_virtual_machine: |
#       admin_ssh_key {
#         username   = "ops"
#         public_key = file("ops.pub")
#       }
#     azurerm_windows_virtual_machine: |
#       admin_password = random_password.records.result
#     azurerm_cosmosdb_cassandra_cluster: |
#       default_admin_password = random_password.records.result
#     azurerm_cosmosdb_postgresql_cluster, azurerm_mssql_managed_instance: |
#       administrator_login_password = random_password.records.result
#     azurerm_mongo_cluster: |
#       administrator_password = random_password.records.result
#     azurerm_synapse_workspace: |
#       sql_administrator_login_password = random_password.records.result
#     google_sql_user: |
#       password_wo         = ephemeral.random_password.app.result
#       password_wo_version = 1
#     google_alloydb_user: |
#       password_wo         = ephemeral.random_password.app.result
#       password_wo_version = "1"
#     google_alloydb_cluster: |
#       initial_user {
#         password_wo         = ephemeral.random_password.records.result
#         password_wo_version = "1"
#       }
#     google_sql_database_instance: |
#       root_password_wo         = ephemeral.random_password.records.result
#       root_password_wo_version = "1"
#     google_bigquery_data_transfer_config: |
#       sensitive_params {
#         secret_access_key_wo         = var.secret_access_key   # ephemeral, and without a default
#         secret_access_key_wo_version = 1
#       }
#     google_compute_disk: |
#       disk_encryption_key {
#         kms_key_self_link = google_kms_crypto_key.records.id
#       }
#     google_compute_region_disk: |
#       disk_encryption_key {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_secret_manager_secret_version: |
#       secret_data_wo         = ephemeral.random_password.app.result
#       secret_data_wo_version = 1
#     google_secret_manager_regional_secret_version: |
#       secret_data = random_password.app.result
#     google_storage_transfer_job: |
#       transfer_spec {
#         aws_s3_data_source {
#           bucket_name = "clinic-records"
#           role_arn    = "arn:aws:iam::111122223333:role/transfer"
#         }
#       }
#     mongodbatlas_encryption_at_rest: |
#       aws_kms_config {
#         role_id = "0123456789abcdef01234567"   # of the access that Atlas is given, in the place of keys
#       }
#     confluent_connector: |
#       config_sensitive = {
#         "aws.secret.access.key" = var.aws_secret_access_key
#       }
#     confluent_cluster_link: |
#       source_kafka_cluster {   # and wherever else credentials stand
#         id = "lkc-abc123"
#         credentials {
#           key    = var.kafka_key
#           secret = var.kafka_secret
#         }
#       }
#     snowflake_stage_external_s3, snowflake_stage_external_azure, snowflake_stage_external_s3_compatible: Name a storage integration where there is one for the cloud, and no credentials; give what remains in a variable.
#     cloudflare_r2_bucket_sippy: |
#       source = {
#         cloud_provider    = "aws"
#         bucket            = "clinic-records"
#         region            = "us-east-1"
#         access_key_id     = var.source_key_id
#         secret_access_key = var.source_key
#       }
package rules.access_control.secret_not_written

import data.lib

fail contains lib.at(secret, "written", message) if {
	some secret in input.secret
	secret.written == "configuration"
	message := sprintf("has its %s written in the configuration", [secret.name])
}

open contains lib.at(secret, "written", message) if {
	some secret in input.secret
	secret.written == "at first"
	message := sprintf("has its first %s written in the configuration, which ignores later ones: whether it was ever changed cannot be told", [secret.name])
}

open contains lib.at(secret, "written", message) if {
	some secret in input.secret
	secret.written == "variables"
	message := sprintf("takes its %s from a file of variables: whether that is kept with the configuration cannot be told", [secret.name])
}
