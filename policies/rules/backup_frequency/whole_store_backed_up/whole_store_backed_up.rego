# METADATA
# scope: package
# title: Backups leave no part of a store out
# description: A machine that comes back without one of its disks, or a cluster without its volumes, has lost the records that were there.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: protection
#   reads: [leaves_out]
#   remedy:
#     any: Back the whole store up.
#     azurerm_backup_protected_vm: |
#       Leave exclude_disk_luns and include_disk_luns out.
#     azurerm_data_protection_backup_instance_kubernetes_cluster: |
#       backup_datasource_parameters {
#         cluster_scoped_resources_enabled = true
#         volume_snapshot_enabled          = true
#         excluded_namespaces              = []
#       }
#     google_gke_backup_backup_plan: |
#       backup_config {
#         all_namespaces      = true
#         include_volume_data = true
#       }
#     polaris_sla_domain_assignment: |
#       assignment_type = "protectWithSlaId"
#       sla_domain_id   = polaris_sla_domain.gold.id
package rules.backup_frequency.whole_store_backed_up

import data.lib

fail contains lib.at(protection, "leaves_out", message) if {
	some protection in input.protection
	count(protection.leaves_out) > 0
	message := sprintf("leaves out %s", [concat(" and ", protection.leaves_out)])
}

# Where the cloud binds whole stores, nothing can be left out.
skip contains protection.id if {
	some protection in input.protection
	protection.leaves_out == null
}
