# METADATA
# scope: package
# title: Databases leave a last snapshot when they are deleted
# description: A database that is deleted by mistake can only be brought back from what it left behind.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [delete_guard, final_snapshot, keeps_backups, kind, role]
#   weighs: [delete_guard]
#   remedy:
#     any: Let the store leave a last snapshot, or keep its automated backups.
#     aws_db_instance, aws_docdb_cluster, aws_neptune_cluster, aws_rds_cluster, aws_redshift_cluster: |
#       skip_final_snapshot       = false
#       final_snapshot_identifier = "records-last"
#     aws_memorydb_cluster: |
#       final_snapshot_name = "records-last"
#     aws_fsx_lustre_file_system, aws_fsx_ontap_volume, aws_fsx_openzfs_file_system, aws_fsx_windows_file_system: |
#       skip_final_backup = false
#     aws_ebs_volume: |
#       final_snapshot = true
#     google_sql_database_instance: |
#       settings {
#         retain_backups_on_delete = true
#       }
#     mongodbatlas_advanced_cluster: |
#       retain_backups_enabled = true
package rules.data_disposal.final_snapshot

import data.lib

fail contains element(store) if {
	some store in input.store
	store.final_snapshot == false
	store.keeps_backups in {false, null}
}

# What cannot be deleted by mistake needs the snapshot less.
element(store) := lib.severity(plain(store), "low") if {
	store.delete_guard == true
} else := plain(store)

plain(store) := lib.at(store, "final_snapshot", "leaves nothing behind when it is deleted: no last snapshot, no automated backups")

pass contains store.id if {
	some store in input.store
	store.final_snapshot == true
}

pass contains store.id if {
	some store in input.store
	store.keeps_backups == true
}

# The snapshots of volumes live on without them, and so do the recovery points of plans.
skip contains store.id if {
	some store in input.store
	store.kind == "block"
}

skip contains store.id if {
	some store in input.store
	store.role in {"replica", "server"}
}

skip contains store.id if {
	some store in input.store
	store.final_snapshot == null
}
