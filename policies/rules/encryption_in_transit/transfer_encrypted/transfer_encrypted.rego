# METADATA
# scope: package
# title: Transfers and replication are encrypted on the way
# description: Whoever listens between two places reads every record that is copied from one to the other.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(1)
#   description: 45 CFR 164.312(e)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(2)(ii)
#   description: 45 CFR 164.312(e)(2)(ii)
# custom:
#   severity: high
#   tier: obligation
#   about: transfer
#   reads: [encrypted, protocol]
#   weighs: [protocol]
#   remedy:
#     any: Use the encrypted variant of the protocol.
#     aws_transfer_server: |
#       protocols = ["SFTP"]
#     aws_transfer_connector: |
#       url = "sftp://partner.example.com"
#     aws_db_proxy: |
#       require_tls = true
#     aws_dms_endpoint: |
#       ssl_mode = "require"
#     aws_datasync_location_efs: |
#       in_transit_encryption = "TLS1_2"
#     aws_ecs_task_definition: |
#       volume {
#         name = "records"
#         efs_volume_configuration {
#           file_system_id     = aws_efs_file_system.records.id
#           transit_encryption = "ENABLED"
#         }
#       }
#     aws_datasync_location_object_storage: |
#       server_protocol = "HTTPS"
#     aws_datasync_location_hdfs: |
#       qop_configuration {
#         data_transfer_protection = "PRIVACY"
#         rpc_protection           = "PRIVACY"
#       }
#     aws_datasync_location_smb: |
#       mount_options {
#         version = "SMB3"
#       }
#     aws_storagegateway_gateway: |
#       smb_security_strategy = "MandatoryEncryption"
#     google_storage_transfer_job: |
#       transfer_spec {
#         aws_s3_compatible_data_source {   # of http_data_source: a list_url that begins with https
#           s3_metadata {
#             protocol = "NETWORK_PROTOCOL_HTTPS"
#           }
#         }
#       }
package rules.encryption_in_transit.transfer_encrypted

import data.lib

fail contains lib.at(transfer, "encrypted", message(transfer)) if {
	some transfer in input.transfer
	transfer.encrypted == false
}

message(transfer) := sprintf("lets data travel in the clear, over %s", [transfer.protocol]) if {
	is_string(transfer.protocol)
} else := "lets data travel in the clear"

skip contains transfer.id if {
	some transfer in input.transfer
	transfer.encrypted == null
}
