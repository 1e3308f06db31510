# METADATA
# scope: package
# title: Failed backups raise an alarm
# description: Backups that fail in silence are noticed on the day the practice needs one.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(1)(ii)(D)
#   description: 45 CFR 164.308(a)(1)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(6)(ii)
#   description: 45 CFR 164.308(a)(6)(ii)
# custom:
#   severity: medium
#   tier: obligation
#   about: vault
#   reads: [account, alarm, alarm.account, alarm.enabled, alarm.region, alarm.sends, alarm.vault, alarm.watches, region, setting.name]
#   weighs: [alarm.region, region]
#   remedy:
#     any: Let somebody know when a backup job fails.
#     aws_backup_vault: |
#       resource "aws_backup_vault_notifications" "backups" {
#         backup_vault_name   = aws_backup_vault.backups.name
#         sns_topic_arn       = aws_sns_topic.backups.arn
#         backup_vault_events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"]
#       }
#     aws_backup_logically_air_gapped_vault: |
#       resource "aws_backup_vault_notifications" "isolated" {
#         backup_vault_name   = aws_backup_logically_air_gapped_vault.isolated.name
#         sns_topic_arn       = aws_sns_topic.backups.arn
#         backup_vault_events = ["COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"]
#       }
#     azurerm_recovery_services_vault: |
#       monitoring {
#         alerts_for_all_job_failures_enabled = true
#       }
#     azurerm_data_protection_backup_vault: |
#       resource "azapi_update_resource" "alerts" {   # azurerm has no setting for it
#         type        = "Microsoft.DataProtection/backupVaults@2024-04-01"
#         resource_id = azurerm_data_protection_backup_vault.backups.id
#         body = {
#           properties = {
#             monitoringSettings = {
#               azureMonitorAlertSettings = {
#                 alertsForAllJobFailures = "Enabled"
#               }
#             }
#           }
#         }
#       }
#     azurerm_netapp_backup_vault: Let an alert on the metric CbsVolumeOperationComplete of the volumes tell whoever is on call, and waive this with the name of the alert.
#     azapi_resource: |
#       body = {
#         properties = {
#           monitoringSettings = {
#             azureMonitorAlertSettings = {
#               alertsForAllJobFailures = "Enabled"
#             }
#           }
#         }
#       }
#     google_backup_dr_backup_vault: |
#       resource "google_monitoring_alert_policy" "backups" {
#         display_name          = "Backup failed"
#         combiner              = "OR"
#         notification_channels = [google_monitoring_notification_channel.on_call.id]
#         conditions {
#           display_name = "Backup failed"
#           condition_matched_log {
#             filter = "logName:\"backupdr.googleapis.com%2Fbdr_backup_restore_jobs\" AND jsonPayload.jobStatus=\"FAILED\""
#           }
#         }
#         alert_strategy {
#           notification_rate_limit {
#             period = "300s"
#           }
#         }
#       }
#     mongodbatlas_project: |
#       resource "mongodbatlas_alert_configuration" "backups" {
#         project_id = mongodbatlas_project.ehr.id
#         enabled    = true
#         event_type = "CPS_SNAPSHOT_FAILED"
#         notification {
#           type_name     = "EMAIL"
#           email_address = "it@clinic.example"
#         }
#       }
package rules.monitoring_alerting.backup_failure_alarm

import data.lib

met contains lib.at(vault, "alarm", "reports failed jobs") if {
	some vault in input.vault
	vault.alarm == true
}

met contains lib.related(lib.at(vault, "", "is watched for failed backups"), [id]) if {
	some vault in input.vault
	some id in lib.watchers(vault, "backup-failed")
}

open contains lib.related(lib.at(vault, "", "may be watched for failed backups: whether the alarm stands in its region cannot be told"), [min(near)]) if {
	some vault in input.vault
	near := lib.perhaps_watchers(vault, "backup-failed")
	count(near) > 0
}

open contains lib.related(lib.at(vault, "account", message), [min(others)]) if {
	some vault in input.vault
	others := lib.watchers_apart(vault, "backup-failed")
	count(others) > 0
	message := sprintf("is in %s, and the alarm for failed backups is not shown to be in the same one, or in one that monitors it", [lib.project_text(vault)])
}

# Azure decides where nothing is written: old Recovery Services vaults raise no alerts, and new ones do. Atlas makes alerts of its own choice.
open contains lib.at(vault, "alarm", message) if {
	some vault in input.vault
	name := chooses[vault.cloud]
	"alarm" in vault.unknown
	count(object.get(vault.refs, "alarm", [])) == 0
	message := sprintf("leaves it to %s whether failed backups raise alerts, and no alarm here watches it", [name])
}

chooses := {"azure": "Azure", "mongodb-atlas": "Atlas"}

missing contains lib.at(vault, "", "has no alarm that tells when a backup fails") if {
	some vault in input.vault
	vault.alarm == null
}

missing contains lib.at(vault, "alarm", "has no alarm that tells when a backup fails") if {
	some vault in input.vault
	vault.alarm == false
}
