# METADATA
# scope: package
# title: Copies of backups leave the region
# description: A copy in the same region goes down with the original when the region does.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# custom:
#   severity: high
#   tier: obligation
#   about: copy
#   reads: [account, enabled, from, from_region, kind, plan, region, store.parent, store.region, to, to_account, to_isolated, to_region, vault.account, vault.isolated]
#   remedy:
#     any: Copy to a vault in another permitted region.
#     aws_backup_plan: |
#       rule {
#         copy_action {
#           destination_vault_arn = aws_backup_vault.west.arn
#         }
#       }
#
#       resource "aws_backup_vault" "west" {
#         region = "us-west-2"   # another region than that of the original; before version 6 of the provider: provider = aws.west
#         name   = "west"
#       }
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           cross_region_copy_rule {
#             target    = "us-west-2"   # another region than that of the original
#             encrypted = true
#           }
#         }
#       }
#     aws_db_instance_automated_backups_replication, aws_ebs_snapshot_copy: |
#       region = "us-west-2"   # another region than that of the original; before version 6 of the provider: provider = aws.west
#     aws_db_snapshot_copy, aws_rds_cluster_snapshot_copy, aws_redshift_snapshot_copy: |
#       destination_region = "us-west-2"   # another region than that of the original
#     google_compute_resource_policy: |
#       snapshot_schedule_policy {
#         snapshot_properties {
#           storage_locations = ["us"]   # a multi-region, or a region other than that of the disks
#         }
#       }
#     google_compute_image, google_compute_snapshot: |
#       storage_locations = ["us"]   # a multi-region, or a region other than that of the disk
#     google_filestore_backup: |
#       location = "us-west1"   # another region than that of the original
#     google_netapp_backup_vault: |
#       backup_region = "us-west1"   # another region than that of the original
package rules.geographic_redundancy.copy_in_another_region

import data.lib

fail contains lib.at(copy, "to_region", message) if {
	some copy in input.copy
	copy.plan in lib.near_plans
	lib.stays_in_region(copy)
	message := sprintf("copies to %s, where the backups already are", [lib.region_text(copy.to_region, copy.cloud)])
}

# A copy outside any plan is made for the region that it lands in.
fail contains lib.at(copy, "to_region", message) if {
	some copy in input.copy
	copy.plan == null
	copy.to == null
	lib.stays_in_region(copy)
	message := sprintf("copies to %s, where the store already is", [lib.region_text(copy.to_region, copy.cloud)])
}

pass contains copy.id if {
	some copy in input.copy
	lib.leaves_region(copy)
}

# What lands in the region beside a copy elsewhere, in an isolated vault or in another account has a purpose of its own.
skip contains copy.id if {
	some copy in input.copy
	copy.plan in lib.safe_plans
	lib.copy_lands(copy) == lib.copy_starts(copy)
}

skip contains copy.id if {
	some copy in input.copy
	copy.to_isolated == true
}

skip contains copy.id if {
	some copy in input.copy
	is_string(copy.to_account)
	lib.copy_lands(copy) == lib.copy_starts(copy)
}

# Replicas serve readers and stand-ins; copies of single snapshots are made for many reasons.
skip contains copy.id if {
	some copy in input.copy
	copy.kind in {"replica", "move", "export"}
}

skip contains copy.id if {
	some copy in input.copy
	copy.plan == null
	copy.from in strangers
}

strangers := {copy.from | some copy in input.copy; is_string(copy.from)} - {store.id | some store in input.store}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
