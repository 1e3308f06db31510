# METADATA
# scope: package
# title: Vaults accept the retention that is asked of them
# description: A backup whose retention the vault's lock or the provider refuses fails every time it runs, and nobody has a backup.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: [schedule, copy]
#   reads: [cold_days, continuous, enabled, kept_days, kind, lock_max_days, lock_min_days]
#   remedy:
#     any: Keep recovery points for a time between the lock's minimum and maximum. A compliance lock cannot be changed, so change the plan.
#     aws_backup_plan: |
#       rule {
#         lifecycle {   # of the rule, or of its copy_action
#           delete_after = 35   # at least min_retention_days, at most max_retention_days; 90 more than cold_storage_after
#         }
#       }
#     google_backup_dr_backup_plan: |
#       backup_rules {
#         backup_retention_days = 35   # at least backup_minimum_enforced_retention_duration
#       }
#     google_gke_backup_backup_plan: |
#       retention_policy {
#         backup_retain_days = 35   # at least backup_delete_lock_days
#       }
#     google_netapp_backup_policy: |
#       daily_backup_limit = 35   # at least backup_minimum_enforced_retention_days
#     mongodbatlas_cloud_backup_schedule: |
#       policy_item_daily {   # of each item at least what the compliance policy of the project says
#         frequency_interval = 1
#         retention_unit     = "days"
#         retention_value    = 35
#       }
package rules.retention_immutability.lock_admits_retention

import data.lib

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	lib.below(point.kept_days, point.lock_min_days)
	message := sprintf("keeps recovery points for %s; the lock of the vault refuses less than %s", [lib.days(point.kept_days), lib.days(point.lock_min_days)])
}

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	lib.above(point.kept_days, point.lock_max_days)
	message := sprintf("keeps recovery points for %s; the lock of the vault refuses more than %s", [lib.days(point.kept_days), lib.days(point.lock_max_days)])
}

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	point.kept_days == null
	message := sprintf("keeps recovery points for ever; the lock of the vault refuses more than %s", [lib.days(point.lock_max_days)])
}

fail contains lib.at(schedule, "kept_days", message) if {
	some schedule in input.schedule
	schedule.continuous == true
	lib.above(schedule.kept_days, 35)
	message := sprintf("keeps continuous backups for %s, and they can be kept for 35 at most", [lib.days(schedule.kept_days)])
}

# What is moved to cold storage stays there for 90 days at least.
fail contains lib.at(point, "cold_days", message) if {
	some point in points
	is_number(point.cold_days)
	lib.below(point.kept_days, point.cold_days + 90)
	message := sprintf("moves recovery points to cold storage after %s and deletes them after %s; cold storage lasts 90 days at least", [lib.days(point.cold_days), lib.days(point.kept_days)])
}

points contains schedule if some schedule in input.schedule

points contains copy if some copy in input.copy

skip contains point.id if {
	some point in points
	point.enabled == false
}

# Live copies have no retention.
skip contains copy.id if {
	some copy in input.copy
	copy.kind in {"replica", "move", "export"}
}

# Where nothing bounds it, any retention will do.
skip contains point.id if {
	some point in points
	"kept_days" in point.unknown
	point.lock_min_days == null
	point.lock_max_days == null
	point.cold_days == null
	snapshots(point)
}

snapshots(point) if point.continuous == false

snapshots(point) if point.continuous == null

snapshots(point) if point.concept == "copy"
