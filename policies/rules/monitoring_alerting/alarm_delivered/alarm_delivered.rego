# METADATA
# scope: package
# title: Alarms reach somebody
# description: An alarm that no one receives is no alarm, and the time in which a breach must be reported runs on.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(6)(ii)
#   description: 45 CFR 164.308(a)(6)(ii)
# - ref: https://www.ecfr.gov/current/title-45/section-164.410
#   description: 45 CFR 164.410
# custom:
#   severity: high
#   tier: obligation
#   about: alarm
#   reads: [channel.subscribed, channels, enabled, sends]
#   remedy:
#     any: Send the alarm to a channel, and subscribe someone who is on duty to it.
#     aws_cloudwatch_event_rule: |
#       resource "aws_cloudwatch_event_target" "on_call" {
#         rule = aws_cloudwatch_event_rule.backups.name
#         arn  = aws_sns_topic.backups.arn
#       }
#
#       resource "aws_sns_topic_subscription" "on_call" {
#         topic_arn = aws_sns_topic.backups.arn
#         protocol  = "email"
#         endpoint  = "it@clinic.example"
#       }
#     aws_cloudwatch_metric_alarm: |
#       alarm_actions = [aws_sns_topic.backups.arn]
#
#       resource "aws_sns_topic_subscription" "on_call" {
#         topic_arn = aws_sns_topic.backups.arn
#         protocol  = "email"
#         endpoint  = "it@clinic.example"
#       }
#     aws_backup_vault_notifications: |
#       resource "aws_sns_topic_subscription" "on_call" {
#         topic_arn = aws_sns_topic.backups.arn
#         protocol  = "email"
#         endpoint  = "it@clinic.example"
#       }
#     azurerm_monitor_activity_log_alert, azurerm_monitor_metric_alert: |
#       action {
#         action_group_id = azurerm_monitor_action_group.on_call.id
#       }
#     azurerm_monitor_scheduled_query_rules_alert: |
#       action {
#         action_group = [azurerm_monitor_action_group.on_call.id]
#       }
#     azurerm_monitor_scheduled_query_rules_alert_v2: |
#       action {
#         action_groups = [azurerm_monitor_action_group.on_call.id]
#       }
#     azurerm_monitor_alert_processing_rule_action_group: |
#       add_action_group_ids = [azurerm_monitor_action_group.on_call.id]
#     google_monitoring_alert_policy: |
#       notification_channels = [google_monitoring_notification_channel.on_call.id]
#     mongodbatlas_alert_configuration: |
#       notification {
#         type_name     = "EMAIL"
#         email_address = "it@clinic.example"
#       }
package rules.monitoring_alerting.alarm_delivered

import data.lib

fail contains lib.at(alarm, "channels", "is sent nowhere") if {
	some alarm in input.alarm
	alarm.sends == false
	not "watches" in alarm.unknown
}

fail contains lib.related(lib.at(alarm, "channels", message), alarm.channels) if {
	some alarm in input.alarm
	alarm.sends == true
	not "channels" in alarm.unknown
	not "watches" in alarm.unknown
	count(alarm.channels) > 0
	every channel in alarm.channels {
		channel in unheard
	}
	message := sprintf("is sent to %s, from which nobody receives", [names(alarm.channels)])
}

open contains lib.at(alarm, "watches", "reaches nobody, and whether it is about backups cannot be told") if {
	some alarm in input.alarm
	"watches" in alarm.unknown
	alarm.sends == false
}

open contains lib.at(alarm, "watches", "reaches nobody, and whether it is about backups cannot be told") if {
	some alarm in input.alarm
	"watches" in alarm.unknown
	count(alarm.channels) > 0
	every channel in alarm.channels {
		channel in unheard
	}
}

names(ids) := concat(", ", sort([input.facts[id].address | some id in ids]))

unheard contains channel.id if {
	some channel in input.channel
	channel.subscribed == false
}

pass contains alarm.id if {
	some alarm in input.alarm
	some channel in alarm.channels
	heard(channel)
}

heard(id) if {
	id in receiving
}

receiving contains channel.id if {
	some channel in input.channel
	channel.subscribed == true
}

# A function, a queue or whatever else is no topic receives by itself.
heard(target) if {
	is_string(target)
	not input.facts[target]
	not contains(target, ":sns:")
}

open contains lib.at(alarm, "channels", message) if {
	some alarm in input.alarm
	some topic in alarm.channels
	contains(topic, ":sns:")
	message := sprintf("is sent to %s, which is not declared here: whether anybody receives from it cannot be told", [topic])
}

open contains lib.at(alarm, "channels", message) if {
	some alarm in input.alarm
	some id in alarm.channels
	channel := input.facts[id]
	channel.concept == "channel"
	"subscribed" in channel.unknown
	message := sprintf("is sent to %s, and whether anybody receives from it cannot be told", [channel.address])
}

skip contains alarm.id if {
	some alarm in input.alarm
	alarm.enabled == false
}

# It counts what an alarm would be about, and none is.
skip contains alarm.id if {
	some alarm in input.alarm
	alarm.sends == null
}
