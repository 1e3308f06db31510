# METADATA
# scope: package
# title: Backups are kept as long as agreed
# description: Damage that is found after the last good backup has expired cannot be undone.
# related_resources:
# - ref: agreement:retention_minimum_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: [schedule, copy]
#   reads: [enabled, kept_days, kind, plan, protection.account, protection.plan, protection.region, protection.store, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, store.account, store.arn_resource, store.kept_days, store.parent, store.plannable, store.region, store.tags]
#   remedy:
#     any: Keep recovery points for at least as long as the agreement says. One rule of a plan that does is enough.
#     aws_backup_plan: |
#       rule {
#         lifecycle {   # of the rule, or of its copy_action
#           delete_after = 35
#         }
#       }
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           retain_rule {
#             interval      = 35
#             interval_unit = "DAYS"
#           }
#         }
#       }
#     aws_db_instance_automated_backups_replication, aws_redshift_snapshot_copy: |
#       retention_period = 35
#     azurerm_backup_policy_file_share, azurerm_backup_policy_vm: |
#       retention_daily {
#         count = 35
#       }
#     azurerm_backup_policy_vm_workload: |
#       protection_policy {
#         policy_type = "Full"
#         retention_daily {
#           count = 35
#         }
#       }
#     azurerm_data_protection_backup_policy_blob_storage: |
#       operational_default_retention_duration = "P35D"
#     azurerm_data_protection_backup_policy_data_lake_storage, azurerm_data_protection_backup_policy_disk, azurerm_data_protection_backup_policy_postgresql: |
#       default_retention_duration = "P35D"
#     azurerm_data_protection_backup_policy_kubernetes_cluster: |
#       default_retention_rule {
#         life_cycle {
#           data_store_type = "OperationalStore"
#           duration        = "P35D"
#         }
#       }
#     azurerm_data_protection_backup_policy_mysql_flexible_server, azurerm_data_protection_backup_policy_postgresql_flexible_server: |
#       default_retention_rule {
#         life_cycle {
#           data_store_type = "VaultStore"
#           duration        = "P35D"
#         }
#       }
#     azurerm_linux_function_app, azurerm_linux_web_app, azurerm_windows_function_app, azurerm_windows_web_app: |
#       backup {
#         schedule {
#           retention_period_days = 35
#         }
#       }
#     azapi_resource: |
#       body = {
#         properties = {
#           policyRules = [{   # in a Recovery Services vault retentionPolicy.dailySchedule.retentionDuration
#             lifecycles = [{
#               deleteAfter = {
#                 objectType = "AbsoluteDeleteOption"
#                 duration   = "P30D"
#               }
#             }]
#           }]
#         }
#       }
#     azurerm_netapp_backup_policy: |
#       daily_backups_to_keep = 35
#     google_backup_dr_backup_plan: |
#       backup_rules {
#         backup_retention_days = 35
#       }
#     google_compute_resource_policy: |
#       snapshot_schedule_policy {
#         retention_policy {
#           max_retention_days = 35
#         }
#       }
#     google_firestore_backup_schedule: |
#       retention = "3024000s"
#     google_gke_backup_backup_plan: |
#       retention_policy {
#         backup_retain_days = 35
#       }
#     google_netapp_backup_policy: |
#       daily_backup_limit = 35
#     google_spanner_backup_schedule: |
#       retention_duration = "3024000s"
#     aws_organizations_policy: |
#       # in a rule of a plan in the policy's content
#       lifecycle = { delete_after_days = { "@@assign" = "35" } }
#     mongodbatlas_cloud_backup_schedule: |
#       policy_item_daily {
#         frequency_interval = 1
#         retention_unit     = "days"
#         retention_value    = 35
#       }
package rules.retention_immutability.retention_minimum

import data.lib

fail contains lib.at(point, "kept_days", message) if {
	some _, point in short_plans
	count(perhaps_kept_beside(point)) == 0
	message := sprintf("keeps recovery points for %s, less than the %s that %s", [lib.days(point.kept_days), lib.days(input.terms.retention_min_days), lib.asks_for("retention_min_days")])
}

fail contains lib.at(point, "kept_days", message) if {
	some plan, point in short_plans
	good := perhaps_kept_beside(point)
	count(good) > 0
	alone := lib.left_alone(plan, good, spared | perhaps_spared)
	count(alone) > 0
	message := sprintf("keeps recovery points of %s for %s, less than the %s that %s, and no other plan backs that up", [min(alone), lib.days(point.kept_days), lib.days(input.terms.retention_min_days), lib.asks_for("retention_min_days")])
}

open contains lib.at(point, "kept_days", message) if {
	some _, point in short_plans
	message := sprintf("keeps recovery points for %s; whether another plan backs the same up and keeps it longer cannot be told", [lib.days(point.kept_days)])
}

# A plan beside one that keeps its backups longer is there for the days between.
pass contains point.id if {
	some plan, point in short_plans
	good := kept_beside(point)
	lib.selected_alike(plan, good, spared)
	count(lib.left_alone(plan, good, spared)) == 0
}

# short_plans keep nothing for long enough: what they keep longest.
short_plans := {plan: point |
	some plan, point in longest
	every other in points_of[plan] {
		is_number(other.kept_days)
	}
	lib.below(point.kept_days, input.terms.retention_min_days)
}

# kept_beside are the plans of the same root and cloud that keep something for long enough.
kept_beside(point) := object.get(kept_in, [[point.root, point.cloud]], set())

kept_in[[point.root, point.cloud]] contains plan if {
	some plan in kept
	some point in points_of[plan]
}

# perhaps_kept_beside are these and the plans of which it cannot be told.
perhaps_kept_beside(point) := kept_beside(point) | object.get(perhaps_kept_in, [[point.root, point.cloud]], set())

perhaps_kept_in[[point.root, point.cloud]] contains plan if {
	some point in points
	plan := lib.plan_of(point)
	perhaps_on(point)
	perhaps_long_enough(point)
}

perhaps_on(point) if point.enabled == true

perhaps_on(point) if "enabled" in point.unknown

perhaps_long_enough(point) if long_enough(point)

perhaps_long_enough(point) if "kept_days" in point.unknown

# Automated backups may be kept for long enough themselves.
spared contains store.id if {
	some store in input.store
	lib.at_least(store.kept_days, input.terms.retention_min_days)
}

perhaps_spared contains store.id if {
	some store in input.store
	"kept_days" in store.unknown
}

# What one rule of a plan keeps long enough need not be kept as long by the others.
pass contains point.id if {
	some plan, points in points_of
	some enough in points
	long_enough(enough)
	some point in points
}

# A plan is reported once, and not for one rule while another one is not known.
skip contains point.id if {
	some plan, points in points_of
	not plan in kept
	some point in points
	is_number(point.kept_days)
	some best in longest_of[plan]
	point.id != best
}

skip contains point.id if {
	some plan, points in points_of
	not plan in kept
	some other in points
	"kept_days" in other.unknown
	some point in points
	is_number(point.kept_days)
}

longest_of[plan] contains point.id if some plan, point in longest

kept contains plan if {
	some plan, points in points_of
	some point in points
	long_enough(point)
}

long_enough(point) if point.kept_days == null

long_enough(point) if lib.at_least(point.kept_days, input.terms.retention_min_days)

points contains schedule if some schedule in input.schedule

points contains copy if {
	some copy in input.copy
	copy.kind == "recovery-point"
	is_string(copy.plan)
}

points_of[plan] contains point if {
	some point in points
	plan := lib.plan_of(point)
	point.enabled == true
}

# longest is what of a plan keeps longest, of those that are known; of several the schedule, whose id sorts last.
longest := {plan: point |
	some plan, points in points_of
	most := max([point.kept_days | some point in points; is_number(point.kept_days)])
	last := max([point.id | some point in points; point.kept_days == most])
	some point in points
	point.id == last
}

skip contains point.id if {
	some point in points
	point.enabled == false
}

# Live copies have no retention, and those that belong to no plan follow their store.
skip contains copy.id if {
	some copy in input.copy
	copy.kind in {"replica", "move", "export"}
}

skip contains copy.id if {
	some copy in input.copy
	copy.plan == null
}
