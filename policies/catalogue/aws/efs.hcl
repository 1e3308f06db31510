# Amazon Elastic File System. Without a file system policy NFS clients may connect without TLS.

resource "aws_efs_file_system" {
  fact "store" {
    like         = "tagged"
    kind         = "file"
    service      = "efs"
    role         = "primary"
    name         = default(self.creation_token, null)
    arn          = self.arn
    arn_resource = "elasticfilesystem:file-system/*"
    encrypted    = default(self.encrypted, false)
    key          = default(self.kms_key_id, null)
    tls_required = false
    backups      = false
    kept_days    = 0
    redundancy   = default(self.availability_zone_name, null) == null ? "zone" : "local"
  }
}

# Automatic backups: AWS Backup's own plan, daily, kept for 35 days in the region.
resource "aws_efs_backup_policy" {
  part "store" {
    of                = self.file_system_id
    to                = ["aws_efs_file_system"]
    backups           = self.backup_policy[0].status == "ENABLED"
    kept_days         = self.backup_policy[0].status == "ENABLED" ? 35 : 0
    backup_redundancy = "zone"
  }
}

resource "aws_efs_file_system_policy" {
  part "store" {
    of = self.file_system_id
    to = ["aws_efs_file_system"]
    tls_required = any([
      for s in default(statements(self.policy), []) : s.effect == "deny" && contains(default(s.principal_kinds, []), "anyone") &&
      any([for a in default(s.actions, []) : contains(["*", "elasticfilesystem:*", "elasticfilesystem:client*"], lower(a))]) && length(default(s.conditions, [])) == 1 &&
      all([for c in default(s.conditions, []) : lower(c.key) == "aws:securetransport" && startswith(lower(c.operator), "bool") && contains(c.values, "false")])
    ])
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.file_system_id
  }
}

# AWS makes the replica itself, in the destination's region, unless a file system is named.
resource "aws_efs_replication_configuration" {
  fact "copy" {
    kind      = "replica"
    from      = self.source_file_system_id
    to        = default(self.destination[0].file_system_id, null)
    to_region = default(self.destination[0].region, null)
    key       = self.destination[0].kms_key_id
    enabled   = true
  }

  part "store" {
    for_each = [for d in self.destination : d if default(d.file_system_id, null) != null]
    of       = each.value.file_system_id
    to       = ["aws_efs_file_system"]
    role     = "backup"
  }
}

# Containers mount file systems in the clear unless their task says otherwise.
resource "aws_ecs_task_definition" {
  fact "transfer" {
    for_each  = flatten(self.volume[*].efs_volume_configuration)
    name      = self.family
    protocol  = "NFS"
    encrypted = upper(default(each.value.transit_encryption, "DISABLED")) == "ENABLED"
  }
}
