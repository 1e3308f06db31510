# METADATA
# scope: package
# title: Stores and vaults are encrypted with a customer-managed key
# description: With the provider's own key the practice can neither decide who decrypts its records nor destroy the key when the agreement ends.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# - ref: agreement:keys
#   description: agreement term
# custom:
#   severity: medium
#   tier: obligation
#   about: [store, vault]
#   reads: [account, encrypted, isolated, key, key_manager, kind, parent, region, role, service, setting.account, setting.key_manager, setting.name, setting.region]
#   weighs: [account, parent, region, setting.account, setting.key_manager, setting.region]
#   remedy:
#     any: Name a key of your own, in the region of the store. Most services take it only when the store is made; data that is there moves by way of a copy.
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_server_side_encryption_configuration" "records" {
#         bucket = aws_s3_bucket.records.id
#         rule {
#           bucket_key_enabled = true
#           apply_server_side_encryption_by_default {
#             sse_algorithm     = "aws:kms"
#             kms_master_key_id = aws_kms_key.records.arn
#           }
#         }
#       }
#     aws_s3_directory_bucket: |
#       resource "aws_s3_bucket_server_side_encryption_configuration" "records" {
#         bucket = aws_s3_directory_bucket.records.bucket
#         rule {
#           bucket_key_enabled = true
#           apply_server_side_encryption_by_default {
#             sse_algorithm     = "aws:kms"
#             kms_master_key_id = aws_kms_key.records.arn
#           }
#         }
#       }
#     aws_s3tables_table_bucket: |
#       encryption_configuration {
#         sse_algorithm = "aws:kms"
#         kms_key_arn   = aws_kms_key.records.arn
#       }
#     aws_s3vectors_vector_bucket: |
#       encryption_configuration = [{
#         sse_type    = "aws:kms"
#         kms_key_arn = aws_kms_key.records.arn
#       }]
#     aws_backup_vault, aws_memorydb_cluster: |
#       kms_key_arn = aws_kms_key.records.arn
#     aws_backup_logically_air_gapped_vault: |
#       encryption_key_arn = aws_kms_key.records.arn
#     aws_db_instance, aws_docdb_cluster, aws_rds_cluster: |
#       storage_encrypted = true
#       kms_key_id        = aws_kms_key.records.arn
#     aws_neptune_cluster: |
#       storage_encrypted = true
#       kms_key_arn       = aws_kms_key.records.arn
#     aws_ebs_volume, aws_efs_file_system, aws_redshift_cluster: |
#       encrypted  = true
#       kms_key_id = aws_kms_key.records.arn
#     aws_docdbelastic_cluster, aws_elasticache_serverless_cache, aws_fsx_file_cache, aws_fsx_lustre_file_system, aws_fsx_ontap_file_system, aws_fsx_openzfs_file_system, aws_fsx_windows_file_system, aws_redshiftserverless_namespace, aws_timestreamwrite_database: |
#       kms_key_id = aws_kms_key.records.arn
#     aws_elasticache_replication_group: |
#       at_rest_encryption_enabled = true
#       kms_key_id                 = aws_kms_key.records.arn
#     aws_dsql_cluster: |
#       kms_encryption_key = aws_kms_key.records.arn
#     aws_dynamodb_table: |
#       server_side_encryption {
#         enabled     = true
#         kms_key_arn = aws_kms_key.records.arn
#       }
#     aws_dynamodb_table_replica: |
#       kms_key_arn = aws_kms_key.west.arn   # a key in the region of the replica
#     aws_elasticsearch_domain, aws_opensearch_domain: |
#       encrypt_at_rest {
#         enabled    = true
#         kms_key_id = aws_kms_key.records.arn
#       }
#     aws_opensearchserverless_collection: |
#       # before the collection is made
#       resource "aws_opensearchserverless_security_policy" "records" {
#         name = "records"
#         type = "encryption"
#         policy = jsonencode({
#           Rules       = [{ ResourceType = "collection", Resource = ["collection/records"] }]
#           AWSOwnedKey = false
#           KmsARN      = aws_kms_key.records.arn
#         })
#       }
#     aws_keyspaces_table: |
#       encryption_specification {
#         type               = "CUSTOMER_MANAGED_KMS_KEY"
#         kms_key_identifier = aws_kms_key.records.arn
#       }
#     aws_kinesis_stream: |
#       encryption_type = "KMS"
#       kms_key_id      = aws_kms_key.records.arn
#     aws_mq_broker: |
#       encryption_options {
#         use_aws_owned_key = false
#         kms_key_id        = aws_kms_key.records.arn
#       }
#     aws_msk_cluster: |
#       encryption_info {
#         encryption_at_rest_kms_key_arn = aws_kms_key.records.arn
#       }
#     aws_neptunegraph_graph: |
#       kms_key_identifier = aws_kms_key.records.arn
#     aws_storagegateway_cached_iscsi_volume, aws_storagegateway_stored_iscsi_volume: |
#       kms_encrypted = true
#       kms_key       = aws_kms_key.records.arn
#     aws_workspaces_workspace: |
#       root_volume_encryption_enabled = true
#       user_volume_encryption_enabled = true
#       volume_encryption_key          = aws_kms_key.records.arn
#     azapi_resource: |
#       body = {
#         properties = {
#           encryption = {                       # of a storage account
#             keySource          = "Microsoft.Keyvault"
#             keyvaultproperties = { keyname = "records", keyvaulturi = "https://clinic.vault.azure.net" }
#           }
#           keyId          = "https://clinic.vault.azure.net/keys/records/0123456789abcdef"   # of Azure SQL
#           keyVaultKeyUri = "https://clinic.vault.azure.net/keys/records"                    # of Cosmos DB
#           dataEncryption = {                   # of PostgreSQL and MySQL
#             type          = "AzureKeyVault"
#             primaryKeyURI = "https://clinic.vault.azure.net/keys/records/0123456789abcdef"
#           }
#         }
#       }
#     azurerm_linux_virtual_machine, azurerm_windows_virtual_machine: |
#       os_disk {
#         disk_encryption_set_id = azurerm_disk_encryption_set.records.id
#       }
#     azurerm_managed_disk: |
#       disk_encryption_set_id = azurerm_disk_encryption_set.records.id
#     azurerm_storage_account, azurerm_managed_redis, azurerm_mongo_cluster: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       customer_managed_key {
#         key_vault_key_id          = azurerm_key_vault_key.records.versionless_id
#         user_assigned_identity_id = azurerm_user_assigned_identity.records.id
#       }
#     azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       customer_managed_key {
#         key_vault_key_id                  = azurerm_key_vault_key.records.id
#         primary_user_assigned_identity_id = azurerm_user_assigned_identity.records.id
#       }
#     azurerm_postgresql_server: |
#       resource "azurerm_postgresql_server_key" "records" {
#         server_id        = azurerm_postgresql_server.records.id
#         key_vault_key_id = azurerm_key_vault_key.records.id
#       }
#     azurerm_mssql_database: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.records.id
#     azurerm_mssql_server: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       primary_user_assigned_identity_id            = azurerm_user_assigned_identity.records.id
#       transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.records.id
#     azurerm_mssql_managed_instance: |
#       resource "azurerm_mssql_managed_instance_transparent_data_encryption" "records" {
#         managed_instance_id = azurerm_mssql_managed_instance.records.id
#         key_vault_key_id    = azurerm_key_vault_key.records.id
#       }
#     azurerm_cosmosdb_account: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       default_identity_type = "UserAssignedIdentity=${azurerm_user_assigned_identity.records.id}"
#       key_vault_key_id      = azurerm_key_vault_key.records.versionless_id
#     azurerm_cosmosdb_cassandra_datacenter: |
#       managed_disk_customer_key_uri   = azurerm_key_vault_key.records.id
#       backup_storage_customer_key_uri = azurerm_key_vault_key.records.id
#     azurerm_elastic_san_volume_group: |
#       encryption_type = "EncryptionAtRestWithCustomerManagedKey"
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       encryption {
#         key_vault_key_id          = azurerm_key_vault_key.records.versionless_id
#         user_assigned_identity_id = azurerm_user_assigned_identity.records.id
#       }
#     azurerm_healthcare_dicom_service: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.records.id]
#       }
#       encryption_key_url = azurerm_key_vault_key.records.id
#     azurerm_healthcare_service: |
#       cosmosdb_key_vault_key_versionless_id = azurerm_key_vault_key.records.versionless_id
#     azurerm_synapse_workspace: |
#       customer_managed_key {
#         key_name           = "records"
#         key_versionless_id = azurerm_key_vault_key.records.versionless_id
#       }
#     azurerm_recovery_services_vault: |
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.backups.id]
#       }
#       encryption {
#         key_id                            = azurerm_key_vault_key.backups.versionless_id
#         infrastructure_encryption_enabled = true
#         use_system_assigned_identity      = false
#         user_assigned_identity_id         = azurerm_user_assigned_identity.backups.id
#       }
#     azurerm_data_protection_backup_vault: |
#       resource "azurerm_data_protection_backup_vault_customer_managed_key" "backups" {
#         data_protection_backup_vault_id = azurerm_data_protection_backup_vault.backups.id
#         key_vault_key_id                = azurerm_key_vault_key.backups.id
#       }
#     google_storage_bucket: |
#       encryption {
#         default_kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_compute_disk: |
#       disk_encryption_key {
#         kms_key_self_link = google_kms_crypto_key.records.id
#       }
#     google_compute_region_disk: |
#       disk_encryption_key {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_compute_instance: |
#       boot_disk {
#         kms_key_self_link = google_kms_crypto_key.records.id
#       }
#     google_sql_database_instance: |
#       encryption_key_name = google_kms_crypto_key.records.id
#     google_alloydb_cluster, google_spanner_database, google_backup_dr_backup_vault: |
#       encryption_config {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_bigquery_dataset: |
#       default_encryption_configuration {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_bigquery_table: |
#       encryption_configuration {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_bigtable_instance: |
#       cluster {   # each of them
#         cluster_id   = "records"
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_filestore_instance: |
#       kms_key_name = google_kms_crypto_key.records.id
#     google_firestore_database: |
#       cmek_config {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_gke_backup_backup_plan: |
#       backup_config {
#         encryption_key {
#           gcp_kms_encryption_key = google_kms_crypto_key.backups.id
#         }
#       }
#     google_healthcare_dataset: |
#       encryption_spec {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_memorystore_instance, google_redis_cluster: |
#       kms_key = google_kms_crypto_key.records.id
#     google_redis_instance: |
#       customer_managed_key = google_kms_crypto_key.records.id
#     google_netapp_backup_vault, google_netapp_storage_pool: |
#       kms_config = google_netapp_kmsconfig.records.id
#     aws_instance: |
#       ebs_block_device {
#         device_name = "/dev/sdf"
#         encrypted   = true
#         kms_key_id  = aws_kms_key.records.arn
#       }
#     aws_drs_replication_configuration_template: |
#       ebs_encryption         = "CUSTOM"
#       ebs_encryption_key_arn = aws_kms_key.records.arn
#     azurerm_virtual_machine: Make the machine anew as azurerm_linux_virtual_machine or azurerm_windows_virtual_machine, whose disks can name a disk encryption set.
#     azurerm_storage_encryption_scope: |
#       source           = "Microsoft.KeyVault"
#       key_vault_key_id = azurerm_key_vault_key.records.versionless_id
#     azurerm_netapp_volume: |
#       encryption_key_source         = "Microsoft.KeyVault"   # with azurerm_netapp_account_encryption for the account
#       key_vault_private_endpoint_id = azurerm_private_endpoint.keys.id
#     mongodbatlas_advanced_cluster: |
#       # with a mongodbatlas_encryption_at_rest of the project that names the key
#       encryption_at_rest_provider = "AWS"
#     confluent_kafka_cluster: |
#       # dedicated clusters alone
#       byok_key {
#         id = confluent_byok_key.records.id
#       }
#     polaris_aws_archival_location: |
#       kms_master_key = "alias/backups"
package rules.key_management.customer_managed_key

import data.lib

fail contains element(store) if {
	some store in input.store
	on_provider_key(store)
	not store.id in skip
}

on_provider_key(store) if {
	store.encrypted == true
	store.key_manager == "provider"
	not store.id in on_default_key
	not store.id in perhaps_on_default_key
}

# An account names a key, region by region, for EBS volumes that name none.
on_default_key contains store.id if {
	some store in input.store
	store.service in {"drs", "ebs", "ec2"}
	store.key == null
	[store.account, lib.region_key(store)] in default_keys
}

default_keys contains [setting.account, lib.region_key(setting)] if {
	some setting in input.setting
	setting.name == "ebs-default-key"
	setting.key_manager == "customer"
}

perhaps_on_default_key contains store.id if {
	some setting in input.setting
	setting.name == "ebs-default-key"
	perhaps_customers(setting)
	some store in input.store
	store.service in {"drs", "ebs", "ec2"}
	store.key == null
	store.account == setting.account
	perhaps_beside(store, setting)
	not store.id in on_default_key
}

perhaps_customers(setting) if setting.key_manager == "customer"

perhaps_customers(setting) if "key_manager" in setting.unknown

perhaps_beside(store, setting) if lib.region_key(store) == lib.region_key(setting)

perhaps_beside(_, setting) if "region" in setting.unknown

perhaps_beside(store, _) if "region" in store.unknown

open contains lib.at(store, "key", "may be encrypted with the default key of its account: which key that is cannot be known") if {
	some store in input.store
	store.encrypted == true
	store.key_manager == "provider"
	store.id in perhaps_on_default_key
}

# The disks of a machine that is found itself are named there: one key serves them all.
skip contains store.id if {
	some store in input.store
	part_of(store)
}

# Encryption in the machine takes in its disks: the customer has the key, and no disk names it.
skip contains store.id if {
	some store in input.store
	whole := machine(store)
	whole.key_manager == "customer"
	whole.key == null
	on_provider_key(store)
}

parts_of[store.parent] contains store if {
	some store in input.store
	is_string(store.parent)
	part_of(store)
}

part_of(store) if {
	whole := machine(store)
	whole.role == "primary"
	on_provider_key(whole)
	on_provider_key(store)
}

machine(store) := whole if {
	whole := input.facts[store.parent]
	whole.concept == "store"
	whole.kind == "block"
}

element(store) := lib.at(store, "key", message(store)) if {
	not parts_of[store.id]
} else := lib.related(lib.at(store, "key", text), {disk.id | some disk in parts_of[store.id]}) if {
	disks := sort({disk.address | some disk in parts_of[store.id]})
	text := sprintf("%s, with %s attached to it", [message(store), concat(" and ", disks)])
}

fail contains lib.at(vault, "key", message(vault)) if {
	some vault in input.vault
	vault.key_manager == "provider"
}

message(holder) := "is encrypted with a key that the provider manages" if holder.key == null

message(holder) := sprintf("names the key %s, which the provider manages", [key_name(holder.key)]) if holder.key != null

key_name(key) := input.facts[key].address if {
	input.facts[key].concept == "key"
} else := key

# Providers write their access logs only to stores that use their own key.
skip contains store.id if {
	some store in input.store
	store.role in {"log", "program"}
}

# A cache holds nothing for long, and some of them take no key.
skip contains store.id if {
	some store in input.store
	store.kind == "cache"
}

# The agreement may be content with the provider's keys.
skip contains store.id if {
	input.terms.customer_managed == false
	some store in input.store
}

skip contains vault.id if {
	input.terms.customer_managed == false
	some vault in input.vault
}

# The service takes no key of the customer's.
skip contains store.id if {
	some store in input.store
	store.key_manager == "none"
}

# What is not encrypted at all has no key to judge; encryption-at-rest/store-encrypted says so.
skip contains store.id if {
	some store in input.store
	store.encrypted == false
}

# An isolated vault stands in an account of the provider, and is encrypted with the provider's key for that.
skip contains vault.id if {
	some vault in input.vault
	vault.isolated == true
}
