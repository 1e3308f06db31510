# METADATA
# scope: package
# title: Tampering with backups raises an alarm
# description: Who means to do harm destroys the backups first; whoever is told within minutes can still stop it, and whoever reads the log next month cannot.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(1)(ii)(D)
#   description: 45 CFR 164.308(a)(1)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(6)(ii)
#   description: 45 CFR 164.308(a)(6)(ii)
# custom:
#   severity: medium
#   tier: hardening
#   about: vault
#   absent: open
#   reads: [account, alarm.account, alarm.enabled, alarm.region, alarm.sends, alarm.vault, alarm.watches, key_manager, lock_mode, region, setting.name]
#   weighs: [alarm.region, key_manager, lock_mode, region]
#   remedy:
#     any: Let somebody know when backups or their keys are destroyed, or what guards them is changed.
#     aws: |
#       resource "aws_cloudwatch_event_rule" "tampering" {
#         name = "backup-tampering"
#         event_pattern = jsonencode({
#           "detail-type" = ["AWS API Call via CloudTrail"]
#           detail = {
#             eventName = [
#               "DeleteRecoveryPoint", "DeleteBackupVault", "PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy",
#               "DeleteBackupVaultLockConfiguration", "ScheduleKeyDeletion", "DisableKey",
#             ]
#           }
#         })
#       }
#
#       resource "aws_cloudwatch_event_target" "tampering" {
#         rule = aws_cloudwatch_event_rule.tampering.name
#         arn  = aws_sns_topic.on_call.arn
#       }
#     azure: |
#       resource "azurerm_monitor_activity_log_alert" "tampering" {
#         name                = "backup-tampering"
#         resource_group_name = azurerm_resource_group.clinic.name
#         location            = "global"
#         scopes              = [data.azurerm_subscription.current.id]
#         criteria {
#           category       = "Administrative"
#           operation_name = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete"
#         }
#         action {
#           action_group_id = azurerm_monitor_action_group.on_call.id
#         }
#       }
#     google: |
#       resource "google_monitoring_alert_policy" "tampering" {
#         display_name          = "Backup or key destroyed"
#         combiner              = "OR"
#         notification_channels = [google_monitoring_notification_channel.on_call.id]
#         conditions {
#           display_name = "Backup or key destroyed"
#           condition_matched_log {
#             filter = "protoPayload.methodName=~\"DeleteBackup|DestroyCryptoKeyVersion\""
#           }
#         }
#         alert_strategy {
#           notification_rate_limit {
#             period = "300s"
#           }
#         }
#       }
package rules.monitoring_alerting.tampering_alarm

import data.lib

met contains lib.related(lib.at(vault, "", "is watched for tampering"), seen) if {
	some vault in input.vault
	count(unnoticed(vault)) == 0
	seen := {id | some event in events(vault); some id in lib.watchers(vault, event)}
	settled(vault)
}

# events are what somebody must be told of: what a lock that nobody can lift does not rule out.
events(vault) := ({event | "backup-deleted" = event; deletable(vault)} | {event |
	"lock-changed" = event
	deletable(vault)
	vault.cloud == "aws"
}) | {event | "key-deleted" = event; vault.key_manager == "customer"}

deletable(vault) if vault.lock_mode in {"none", "governance"}

deletable(vault) if vault.lock_mode == null

unnoticed(vault) := {event | some event in events(vault); count(lib.watchers(vault, event)) == 0}

# settled holds where it is known what there is to tamper with.
settled(vault) if {
	not "lock_mode" in vault.unknown
	not "key_manager" in vault.unknown
}

open contains lib.at(vault, "", "may be watched for tampering: whether the alarm stands in its region cannot be told") if {
	some vault in input.vault
	some event in unnoticed(vault)
	count(lib.perhaps_watchers(vault, event)) > 0
}

open contains lib.at(vault, "account", message) if {
	some vault in input.vault
	some event in unnoticed(vault)
	count(lib.watchers_apart(vault, event)) > 0
	message := sprintf("is in %s, and the alarm for tampering is not shown to be in the same one, or in one that monitors it", [lib.project_text(vault)])
}

open contains lib.at(vault, "lock_mode", "may be locked for good, or encrypted with a key of the practice's own: what can be tampered with cannot be told") if {
	some vault in input.vault
	some field in ["lock_mode", "key_manager"]
	field in vault.unknown
}

missing contains lib.at(vault, "", message) if {
	some vault in input.vault
	told := [text | some [event, text] in texts; event in unnoticed(vault)]
	message := sprintf("has no alarm that tells when %s", [concat(", or ", told)])
}

texts := [
	["backup-deleted", "its backups are deleted"],
	["lock-changed", "its lock or policy is changed"],
	["key-deleted", "its key is destroyed"],
]

# Nobody can delete its backups, and no key of the practice's own can be destroyed.
skip contains vault.id if {
	some vault in input.vault
	settled(vault)
	count(events(vault)) == 0
}
