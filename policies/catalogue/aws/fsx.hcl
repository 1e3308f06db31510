# Amazon FSx. Every file system is encrypted; kms_key_id says with whose key. Deleting one leaves a last backup unless told otherwise,
# except for Lustre. Lustre's SCRATCH file systems keep no replicas and no backups: they are for data that lies elsewhere.

shape "file_system" "store" {
  like              = "tagged"
  firewalls         = default(self.security_group_ids, null)
  kind              = "file"
  service           = "fsx"
  role              = "primary"
  arn               = self.arn
  arn_resource      = "fsx:file-system/*"
  encrypted         = true
  key               = default(self.kms_key_id, null)
  backups           = default(self.automatic_backup_retention_days, 0) > 0
  kept_days         = default(self.automatic_backup_retention_days, 0)
  backup_redundancy = "zone"
  redundancy        = startswith(default(self.deployment_type, ""), "MULTI_AZ") ? "zone" : "local"
}

resource "aws_fsx_windows_file_system" {
  fact "store" {
    like           = "file_system"
    backups        = default(self.automatic_backup_retention_days, 7) > 0
    kept_days      = default(self.automatic_backup_retention_days, 7)
    final_snapshot = !default(self.skip_final_backup, false)
    logged         = default(self.audit_log_configuration[0].file_access_audit_log_level, "DISABLED") != "DISABLED"
  }
}

# What an ONTAP file system holds is in its volumes: plans select those, and its automatic backups are of all of them.
resource "aws_fsx_ontap_file_system" {
  fact "store" {
    like = "file_system"
    role = "server"
  }
}

# A name for the file system by which volumes find it.
resource "aws_fsx_ontap_storage_virtual_machine" {
  part "store" {
    of   = self.file_system_id
    to   = ["aws_fsx_ontap_file_system"]
    name = self.id
  }
}

# A volume of the type DP receives what SnapMirror copies from another one. Amazon FSx takes no backups of it.
resource "aws_fsx_ontap_volume" {
  fact "store" {
    like           = "tagged"
    kind           = "file"
    service        = "fsx"
    role           = default(self.ontap_volume_type, "RW") == "DP" ? "backup" : "primary"
    parent         = self.storage_virtual_machine_id
    name           = self.name
    arn            = self.arn
    arn_resource   = "fsx:volume/*"
    key_manager    = "parent"
    plannable      = surely(default(self.ontap_volume_type, "RW") == "DP") ? false : null
    final_snapshot = default(self.ontap_volume_type, "RW") == "DP" ? null : !default(self.skip_final_backup, false)
    lock_mode = (
      length(self.snaplock_configuration) > 0 ? { COMPLIANCE = "compliance", ENTERPRISE = "governance" }[default(self.snaplock_configuration[0].snaplock_type, "")] :
      default(self.ontap_volume_type, "RW") == "DP" ? "none" : null
    )
  }
}

resource "aws_fsx_openzfs_file_system" {
  fact "store" {
    like           = "file_system"
    final_snapshot = !default(self.skip_final_backup, false)
    force_destroy  = contains(default(self.delete_options, []), "DELETE_CHILD_VOLUMES_AND_SNAPSHOTS")
  }
}

# Backed up with its file system.
resource "aws_fsx_openzfs_volume" {
  fact "store" {
    like          = "tagged"
    kind          = "file"
    service       = "fsx"
    role          = "replica"
    parent        = self.parent_volume_id
    name          = self.name
    arn           = self.arn
    arn_resource  = "fsx:volume/*"
    key_manager   = "parent"
    force_destroy = contains(default(self.delete_volume_options, []), "DELETE_CHILD_VOLUMES_AND_SNAPSHOTS")
  }
}

resource "aws_fsx_lustre_file_system" {
  fact "store" {
    like           = "file_system"
    kind           = startswith(default(self.deployment_type, "SCRATCH_1"), "SCRATCH") ? "cache" : "file"
    backups        = startswith(default(self.deployment_type, "SCRATCH_1"), "SCRATCH") ? null : default(self.automatic_backup_retention_days, 0) > 0
    kept_days      = startswith(default(self.deployment_type, "SCRATCH_1"), "SCRATCH") ? null : default(self.automatic_backup_retention_days, 0)
    final_snapshot = startswith(default(self.deployment_type, "SCRATCH_1"), "SCRATCH") ? null : !default(self.skip_final_backup, true)
    logged         = default(self.log_configuration[0].level, "DISABLED") != "DISABLED"
    redundancy     = "local"
  }
}

resource "aws_fsx_file_cache" {
  fact "store" {
    like       = "tagged"
    kind       = "cache"
    service    = "fsx"
    role       = "primary"
    arn        = self.arn
    encrypted  = true
    key        = default(self.kms_key_id, null)
    redundancy = "local"
  }
}

resource "aws_fsx_backup" {
  fact "snapshot" {
    of_store = default(self.file_system_id, self.volume_id)
  }
}
