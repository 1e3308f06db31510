# METADATA
# scope: package
# title: Backups end when the agreement says
# description: Records that outlive the agreed time can still be breached, and must be found and destroyed when the agreement ends.
# related_resources:
# - ref: agreement:retention_maximum_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.310#p-164.310(d)(2)(i)
#   description: 45 CFR 164.310(d)(2)(i)
# custom:
#   severity: low
#   tier: obligation
#   about: [schedule, copy]
#   reads: [enabled, kept_days, kind, plan]
#   remedy:
#     any: Let recovery points expire within the time that the agreement allows.
#     aws_backup_plan: |
#       rule {
#         lifecycle {   # of the rule, or of its copy_action
#           delete_after = 365
#         }
#       }
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           retain_rule {
#             interval      = 365
#             interval_unit = "DAYS"
#           }
#         }
#       }
#     aws_db_instance_automated_backups_replication, aws_redshift_snapshot_copy: |
#       retention_period = 35
#     azurerm_backup_policy_file_share, azurerm_backup_policy_vm: |
#       retention_yearly {
#         count    = 1
#         weekdays = ["Sunday"]
#         weeks    = ["First"]
#         months   = ["January"]
#       }
#     azurerm_backup_policy_vm_workload: |
#       protection_policy {
#         retention_yearly {
#           format_type = "Weekly"
#           count       = 1
#           weekdays    = ["Sunday"]
#           weeks       = ["First"]
#           months      = ["January"]
#         }
#       }
#     azurerm_data_protection_backup_policy_blob_storage: |
#       operational_default_retention_duration = "P30D"
#       vault_default_retention_duration       = "P365D"
#     azurerm_data_protection_backup_policy_data_lake_storage, azurerm_data_protection_backup_policy_disk, azurerm_data_protection_backup_policy_postgresql: |
#       default_retention_duration = "P365D"
#     azurerm_data_protection_backup_policy_kubernetes_cluster: |
#       default_retention_rule {
#         life_cycle {
#           data_store_type = "OperationalStore"
#           duration        = "P365D"
#         }
#       }
#     azurerm_data_protection_backup_policy_mysql_flexible_server, azurerm_data_protection_backup_policy_postgresql_flexible_server: |
#       default_retention_rule {
#         life_cycle {
#           data_store_type = "VaultStore"
#           duration        = "P365D"
#         }
#       }
#     azurerm_linux_function_app, azurerm_linux_web_app, azurerm_windows_function_app, azurerm_windows_web_app: |
#       backup {
#         schedule {
#           retention_period_days = 365   # 0 is for ever
#         }
#       }
#     azurerm_netapp_backup_policy: |
#       daily_backups_to_keep   = 30
#       weekly_backups_to_keep  = 4
#       monthly_backups_to_keep = 12
#     google_backup_dr_backup_plan: |
#       backup_rules {
#         backup_retention_days = 365
#       }
#     google_compute_resource_policy: |
#       snapshot_schedule_policy {
#         retention_policy {
#           max_retention_days = 365
#         }
#       }
#     google_firestore_backup_schedule: |
#       retention = "8467200s"   # 14 weeks, the longest that there is
#     google_gke_backup_backup_plan: |
#       retention_policy {
#         backup_retain_days = 365
#       }
#     google_netapp_backup_policy: |
#       daily_backup_limit   = 30
#       weekly_backup_limit  = 4
#       monthly_backup_limit = 12
#     google_spanner_backup_schedule: |
#       retention_duration = "31536000s"
package rules.data_disposal.retention_has_an_end

import data.lib

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	lib.above(point.kept_days, input.terms.retention_max_days)
	message := sprintf("keeps recovery points for %s, more than the %s that the agreement allows", [lib.days(point.kept_days), lib.days(input.terms.retention_max_days)])
}

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	point.kept_days == null
	message := sprintf("keeps recovery points for ever, the agreement allows %s", [lib.days(input.terms.retention_max_days)])
}

points contains schedule if some schedule in input.schedule

points contains copy if some copy in input.copy

# The agreement sets no maximum.
skip contains point.id if {
	some point in points
	input.terms.retention_max_days == null
}

skip contains point.id if {
	some point in points
	point.enabled == false
}

# Live copies have no retention, and those that belong to no plan were made once.
skip contains copy.id if {
	some copy in input.copy
	copy.kind in {"replica", "move", "export"}
}

skip contains copy.id if {
	some copy in input.copy
	copy.plan == null
}

# Google has no copies of snapshots: the schedule says where they lie, and for how long.
skip contains copy.id if {
	some copy in input.copy
	copy.cloud == "google"
}
