# METADATA
# scope: package
# title: Backups are as frequent as agreed
# description: What was written since the last backup is lost with the store; the agreement says how much that may be.
# related_resources:
# - ref: agreement:rpo_hours
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: [schedule, store]
#   reads: [account, arn_resource, backups, continuous, cron, enabled, gap_hours, parent, plan, plannable, protection.account, protection.plan, protection.region, protection.store, region, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, tags]
#   weighs: [account, arn_resource, continuous, cron, parent, plannable, region, tags]
#   remedy:
#     any: Back up at least as often as the recovery point objective of the agreement.
#     aws_backup_plan: |
#       rule {
#         schedule = "cron(0 5 * * ? *)"
#       }
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           create_rule {
#             interval      = 24
#             interval_unit = "HOURS"
#           }
#         }
#       }
#     azurerm_backup_policy_vm, azurerm_backup_policy_file_share: |
#       backup {
#         frequency = "Daily"
#         time      = "23:00"
#       }
#     azurerm_backup_policy_vm_workload: |
#       protection_policy {
#         policy_type = "Log"
#         backup {
#           frequency_in_minutes = 60
#         }
#       }
#     azurerm_data_protection_backup_policy_data_lake_storage: |
#       backup_schedule = ["R/2026-01-01T03:00:00+00:00/P1D"]
#     azurerm_data_protection_backup_policy_blob_storage, azurerm_data_protection_backup_policy_disk, azurerm_data_protection_backup_policy_kubernetes_cluster: |
#       backup_repeating_time_intervals = ["R/2026-01-01T03:00:00+00:00/P1D"]
#     azurerm_linux_function_app, azurerm_linux_web_app, azurerm_windows_function_app, azurerm_windows_web_app: |
#       backup {
#         schedule {
#           frequency_interval = 1
#           frequency_unit     = "Day"
#         }
#       }
#     azapi_resource: |
#       body = {
#         properties = {
#           policyRules = [{   # in a Recovery Services vault schedulePolicy.scheduleRunFrequency = "Daily"
#             trigger = {
#               schedule = {
#                 repeatingTimeIntervals = ["R/2026-01-01T05:00:00+00:00/P1D"]
#               }
#             }
#           }]
#         }
#       }
#     azurerm_netapp_backup_policy: |
#       enabled               = true
#       daily_backups_to_keep = 30
#     google_alloydb_cluster: |
#       continuous_backup_config {
#         enabled = true
#       }
#     google_backup_dr_backup_plan: |
#       backup_rules {
#         standard_schedule {
#           recurrence_type = "DAILY"
#           time_zone       = "UTC"
#         }
#       }
#     google_bigtable_table: |
#       automated_backup_policy {
#         frequency        = "24h0m0s"
#         retention_period = "720h0m0s"
#       }
#     google_compute_resource_policy: |
#       snapshot_schedule_policy {
#         schedule {
#           daily_schedule {
#             days_in_cycle = 1
#             start_time    = "05:00"
#           }
#         }
#       }
#     google_firestore_backup_schedule: |
#       daily_recurrence {}   # and point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED" in the database for less than a day
#     google_gke_backup_backup_plan: |
#       backup_schedule {
#         cron_schedule = "0 5 * * *"
#       }
#     google_netapp_backup_policy: |
#       enabled            = true
#       daily_backup_limit = 30
#     google_redis_cluster, google_memorystore_instance: Back up on demand between the daily backups, which are the only ones that Memorystore makes by itself.
#     google_sql_database_instance: |
#       settings {
#         backup_configuration {
#           enabled                        = true
#           point_in_time_recovery_enabled = true   # binary_log_enabled for MySQL
#         }
#       }
#     google_spanner_backup_schedule: |
#       spec {
#         cron_spec {
#           text = "0 5 * * *"
#         }
#       }
#     aws_organizations_policy: |
#       content = jsonencode({
#         plans = { daily = { rules = { daily = { schedule_expression = { "@@assign" = "cron(0 5 ? * * *)" } } } } }
#       })
#     mongodbatlas_cloud_backup_schedule: |
#       policy_item_daily {
#         frequency_interval = 1
#         retention_unit     = "days"
#         retention_value    = 35
#       }
package rules.backup_frequency.schedule_meets_rpo

import data.lib

fail contains lib.at(schedule, "gap_hours", message) if {
	some plan, gap in rare_plans
	schedule := most_frequent[plan]
	count(perhaps_frequent_beside(schedule)) == 0
	not plan in lib.vague_plans
	not lib.selected_alike(plan, set(), perhaps_often_by_itself)
	message := sprintf("leaves up to %s between two backups, more than the %s that %s", [lib.hours(gap), lib.hours(input.terms.rpo_hours), lib.allows("rpo_hours")])
}

fail contains lib.at(schedule, "gap_hours", message) if {
	some plan, gap in rare_plans
	schedule := most_frequent[plan]
	good := perhaps_frequent_beside(schedule)
	count(good) > 0
	not plan in lib.vague_plans
	alone := lib.left_alone(plan, good, spared | perhaps_spared)
	count(alone) > 0
	message := sprintf("leaves up to %s between two backups of %s, more than the %s that %s, and no other plan backs that up", [lib.hours(gap), min(alone), lib.hours(input.terms.rpo_hours), lib.allows("rpo_hours")])
}

open contains lib.at(schedule, "gap_hours", message) if {
	some plan, gap in rare_plans
	schedule := most_frequent[plan]
	message := sprintf("leaves up to %s between two backups; whether another plan backs the same up more often cannot be told", [lib.hours(gap)])
}

# A plan beside a more frequent one keeps what it backs up for longer, or somewhere else.
pass contains schedule.id if {
	some plan, _ in rare_plans
	schedule := most_frequent[plan]
	good := frequent_beside(schedule)
	lib.selected_alike(plan, good, spared)
	count(lib.left_alone(plan, good, spared)) == 0
}

# rare_plans are the plans that leave too much time between two backups, and how much. What its stores do more often by themselves is
# not asked of a plan.
rare_plans := {plan: gap |
	some plan, gap in lib.plan_gaps
	lib.above(gap, input.terms.rpo_hours)
	not plan in perhaps_continuous
	not lib.selected_alike(plan, set(), often_by_itself)
}

# frequent_beside are the frequent plans of the same root and cloud.
frequent_beside(schedule) := object.get(frequent_in, [[schedule.root, schedule.cloud]], set())

frequent_in[[schedule.root, schedule.cloud]] contains plan if {
	some plan in frequent_plans
	some schedule in lib.schedules_of[plan]
}

# perhaps_frequent_beside are these and the plans of which it cannot be told.
perhaps_frequent_beside(schedule) := frequent_beside(schedule) | object.get(perhaps_frequent_in, [[schedule.root, schedule.cloud]], set())

perhaps_frequent_in[[schedule.root, schedule.cloud]] contains schedule.plan if {
	some schedule in input.schedule
	perhaps_on(schedule)
	perhaps_frequent(schedule)
}

perhaps_on(schedule) if schedule.enabled == true

perhaps_on(schedule) if "enabled" in schedule.unknown

perhaps_frequent(schedule) if lib.at_most(schedule.gap_hours, input.terms.rpo_hours)

perhaps_frequent(schedule) if "gap_hours" in schedule.unknown

# Automated backups restore to any moment of late, unless they are made by a calendar.
spared contains store.id if {
	some store in input.store
	store.backups == true
	store.gap_hours == null
}

spared contains id if some id in often_by_itself

often_by_itself contains store.id if {
	some store in input.store
	lib.at_most(store.gap_hours, input.terms.rpo_hours)
}

perhaps_spared contains store.id if {
	some store in input.store
	some field in ["backups", "gap_hours"]
	field in store.unknown
}

perhaps_often_by_itself contains id if some id in often_by_itself

perhaps_often_by_itself contains store.id if {
	some store in input.store
	"gap_hours" in store.unknown
}

open contains lib.at(schedule, "gap_hours", message) if {
	some plan, schedule in most_frequent
	lib.above(schedule.gap_hours, input.terms.rpo_hours)
	not lib.plan_gaps[plan]
	message := sprintf("alone leaves up to %s between two backups; whether the plan's schedules together leave less cannot be told", [lib.hours(schedule.gap_hours)])
}

open contains lib.at(schedule, "continuous", message) if {
	some plan, schedule in most_frequent
	lib.above(schedule.gap_hours, input.terms.rpo_hours)
	plan in perhaps_continuous
	message := sprintf("leaves up to %s between two backups of what cannot be backed up continuously", [lib.hours(schedule.gap_hours)])
}

# One schedule that is frequent enough is enough, whatever the others keep for longer.
pass contains schedule.id if {
	some plan, schedules in lib.schedules_of
	some enough in schedules
	lib.at_most(enough.gap_hours, input.terms.rpo_hours)
	some schedule in schedules
}

pass contains schedule.id if {
	some plan, gap in lib.plan_gaps
	lib.at_most(gap, input.terms.rpo_hours)
	some schedule in lib.schedules_of[plan]
}

# A plan is reported once.
skip contains schedule.id if {
	some plan, schedules in lib.schedules_of
	some schedule in schedules
	lib.above(schedule.gap_hours, input.terms.rpo_hours)
	not plan in frequent_plans
	schedule.id != most_frequent[plan].id
}

skip contains schedule.id if {
	some schedule in input.schedule
	schedule.enabled == false
}

frequent_plans contains plan if {
	some plan, schedules in lib.schedules_of
	some schedule in schedules
	lib.at_most(schedule.gap_hours, input.terms.rpo_hours)
}

frequent_plans contains plan if {
	some plan, gap in lib.plan_gaps
	lib.at_most(gap, input.terms.rpo_hours)
}

# most_frequent is the schedule of a plan that leaves least time, of those whose gap is known; the first of several.
most_frequent := {plan: schedule |
	some plan, schedules in lib.schedules_of
	least := min([schedule.gap_hours | some schedule in schedules; is_number(schedule.gap_hours)])
	first := min([schedule.id | some schedule in schedules; schedule.gap_hours == least])
	some schedule in schedules
	schedule.id == first
}

perhaps_continuous contains plan if {
	some plan, schedules in lib.schedules_of
	some schedule in schedules
	schedule.continuous == true
}

perhaps_continuous contains plan if {
	some plan, schedules in lib.schedules_of
	some schedule in schedules
	"continuous" in schedule.unknown
}

# A store that makes its own backups by a calendar of its own.
fail contains lib.at(store, "gap_hours", message) if {
	some store in input.store
	lib.above(store.gap_hours, input.terms.rpo_hours)
	count(lib.plans_reaching(store)) == 0
	lib.perhaps_selected(store) == false
	message := sprintf("leaves up to %s between two backups of its own, more than the %s that %s", [lib.hours(store.gap_hours), lib.hours(input.terms.rpo_hours), lib.allows("rpo_hours")])
}

pass contains store.id if {
	some store in input.store
	lib.above(store.gap_hours, input.terms.rpo_hours)
	some [plan, 2] in lib.plans_reaching(store)
	lib.at_most(lib.plan_gaps[plan], input.terms.rpo_hours)
}

open contains lib.at(store, "gap_hours", message) if {
	some store in input.store
	lib.above(store.gap_hours, input.terms.rpo_hours)
	message := sprintf("leaves up to %s between two backups of its own; whether a plan backs it up more often cannot be told", [lib.hours(store.gap_hours)])
}

skip contains store.id if {
	some store in input.store
	store.gap_hours == null
}
