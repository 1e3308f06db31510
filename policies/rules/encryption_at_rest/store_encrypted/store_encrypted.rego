# METADATA
# scope: package
# title: Stores are encrypted at rest
# description: Whoever gets hold of an unencrypted disk, snapshot or backup reads the patients' records in it.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [account, encrypted, kind, region, role, service, setting.account, setting.name, setting.on, setting.region]
#   remedy:
#     any: Turn encryption on. What is there already moves by way of a snapshot that is restored into an encrypted copy.
#     aws_db_instance, aws_docdb_cluster, aws_neptune_cluster, aws_rds_cluster: |
#       storage_encrypted = true
#     aws_ebs_volume, aws_efs_file_system, aws_redshift_cluster: |
#       encrypted = true
#     aws_elasticache_replication_group: |
#       at_rest_encryption_enabled = true
#     aws_elasticache_cluster: |
#       Make it a replication group with at_rest_encryption_enabled, or a serverless cache, which is always encrypted. A cluster by itself cannot be.
#     aws_dax_cluster: |
#       server_side_encryption {
#         enabled = true
#       }
#     aws_elasticsearch_domain, aws_opensearch_domain: |
#       encrypt_at_rest {
#         enabled = true
#       }
#     aws_kinesis_stream: |
#       encryption_type = "KMS"
#       kms_key_id      = aws_kms_key.records.arn
#     aws_sqs_queue: |
#       sqs_managed_sse_enabled = true
#     aws_workspaces_workspace: |
#       root_volume_encryption_enabled = true
#       user_volume_encryption_enabled = true
#     azapi_resource: |
#       resource "azapi_resource" "encryption" {
#         type      = "Microsoft.Sql/servers/databases/transparentDataEncryption@2023-08-01"
#         parent_id = azapi_resource.records.id
#         name      = "current"
#         body = {
#           properties = {
#             state = "Enabled"
#           }
#         }
#       }
#     azurerm_mssql_database: |
#       transparent_data_encryption_enabled = true
#     azurerm_synapse_sql_pool: |
#       data_encrypted = true
#     aws_instance: |
#       root_block_device {
#         encrypted = true
#       }
#       ebs_block_device {
#         device_name = "/dev/sdf"
#         encrypted   = true
#       }
#     aws_launch_template: |
#       block_device_mappings {
#         device_name = "/dev/xvda"
#         ebs {
#           encrypted = "true"
#         }
#       }
#     b2_bucket: |
#       default_server_side_encryption {
#         mode      = "SSE-B2"
#         algorithm = "AES256"
#       }
#     linode_volume: |
#       encryption = "enabled"
#     linode_instance: |
#       disk_encryption = "enabled"
package rules.encryption_at_rest.store_encrypted

import data.lib

fail contains element(store) if {
	some store in input.store
	store.encrypted == false
	not store.id in encrypted_by_default
	not store.id in perhaps_by_default
}

# The system of a machine holds what passes through it, no records.
element(store) := lib.severity(lib.at(store, "encrypted", "has a disk that is not encrypted at rest"), "medium") if {
	store.kind == "block"
	store.role == "server"
} else := lib.at(store, "encrypted", "is not encrypted at rest")

# The region and the account matter for EBS volumes alone.
pass contains store.id if {
	some store in input.store
	store.encrypted in {true, null}
}

pass contains store.id if {
	some store in input.store
	store.id in encrypted_by_default
}

open contains lib.at(store, "encrypted", "is encrypted only if its account encrypts new volumes by default") if {
	some store in input.store
	store.id in perhaps_by_default
}

# A setting of the account, region by region, encrypts EBS volumes that do not ask for it, instances' own among them.
defaults contains setting if {
	some setting in input.setting
	setting.name == "ebs-encryption-by-default"
}

regions_on contains [setting.account, setting.region] if {
	some setting in defaults
	setting.on == true
}

encrypted_by_default contains volume.id if {
	some volume in volumes
	[volume.account, volume.region] in regions_on
}

perhaps_by_default contains volume.id if {
	some setting in defaults
	not_known(setting, ["account", "on", "region"])
	some volume in volumes
}

perhaps_by_default contains volume.id if {
	count(regions_on) > 0
	some volume in volumes
	not_known(volume, ["account", "region"])
}

volumes contains store if {
	some store in input.store
	store.service in {"ebs", "ec2"}
	store.encrypted == false
}

volumes contains store if {
	some store in input.store
	store.service in {"ebs", "ec2"}
	"encrypted" in store.unknown
}

not_known(fact, fields) if {
	some field in fields
	field in fact.unknown
}
