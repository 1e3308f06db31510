# AWS Backup: vaults, their locks, policies and notifications.
# Plans, selections and restore tests are in backup_plan.hcl.

resource "aws_backup_vault" {
  fact "vault" {
    name                 = self.name
    arn                  = self.arn
    tags                 = merge(default(provider["default_tags"][0].tags, {}), default(self.tags, {}))
    key                  = default(self.kms_key_arn, null) # absent: aws/backup, the provider's key
    lock_mode            = "none"
    force_destroy        = default(self.force_destroy, false)
    isolated             = false
    policy_denies_delete = false
    alarm                = false
  }
}

resource "aws_backup_logically_air_gapped_vault" {
  fact "vault" {
    name          = self.name
    arn           = self.arn
    tags          = merge(default(provider["default_tags"][0].tags, {}), default(self.tags, {}))
    key           = default(self.encryption_key_arn, null) # absent: a key that AWS owns
    lock_mode     = "compliance"                           # always
    lock_min_days = self.min_retention_days
    lock_max_days = self.max_retention_days
    isolated      = true
    alarm         = false
  }
}

data "aws_backup_vault" {
  fact "vault" {
    name                 = self.name
    arn                  = self.arn
    tags                 = default(self.tags, unknown(self.arn))
    key                  = unknown(self.kms_key_arn)
    lock_mode            = unknown(self.arn)
    lock_min_days        = unknown(self.arn)
    lock_max_days        = unknown(self.arn)
    isolated             = unknown(self.arn)
    policy_denies_delete = unknown(self.arn)
    alarm                = unknown(self.arn)
  }
}

# With changeable_for_days the lock becomes immutable after that grace period; without, the privileged can lift it.
resource "aws_backup_vault_lock_configuration" {
  part "vault" {
    of            = self.backup_vault_name
    to            = ["aws_backup_vault"]
    lock_mode     = self.changeable_for_days != null ? "compliance" : "governance"
    lock_min_days = self.min_retention_days
    lock_max_days = self.max_retention_days
  }
}

resource "aws_backup_vault_policy" {
  # Denied to everyone; a condition may exempt named principals (break-glass roles) but nothing else.
  part "vault" {
    of = self.backup_vault_name
    to = ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"]
    policy_denies_delete = any([
      for s in default(statements(self.policy), []) : s.effect == "deny" &&
      contains(default(s.principal_kinds, []), "anyone") &&
      any([for a in default(s.actions, []) : contains([
        "*", "backup:*", "backup:delete*", "backup:deleterecovery*", "backup:deleterecoverypoint", "backup:deleterecoverypoint*",
      ], lower(a))]) &&
      all([
        for c in default(s.conditions, []) : startswith(lower(c.key), "aws:principal") &&
        contains(["stringnotequals", "stringnotlike", "arnnotequals", "arnnotlike"], lower(c.operator))
      ])
    ])
  }

  fact "grant" {
    like       = "statement"
    for_each   = statements(self.policy)
    kind       = "resource"
    on         = self.backup_vault_name
    on_concept = "vault"
  }
}

# Only these events say that a job failed. BACKUP_JOB_COMPLETED and RESTORE_JOB_COMPLETED carry the failed and expired
# states; BACKUP_JOB_FAILED, BACKUP_JOB_EXPIRED, BACKUP_JOB_SUCCESSFUL, RESTORE_JOB_FAILED and RESTORE_JOB_SUCCESSFUL are
# deprecated: accepted and never delivered (API reference, PutBackupVaultNotifications).
resource "aws_backup_vault_notifications" {
  part "vault" {
    of    = self.backup_vault_name
    to    = ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"]
    alarm = contains(self.backup_vault_events, "BACKUP_JOB_COMPLETED")
  }

  fact "alarm" {
    watches = [
      for event in default(self.backup_vault_events, []) : {
        BACKUP_JOB_COMPLETED  = "backup-failed"
        COPY_JOB_FAILED       = "copy-failed"
        RESTORE_JOB_COMPLETED = "restore-failed"
      }[event] if contains(["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"], event)
    ]
    vault    = self.backup_vault_name
    channels = [self.sns_topic_arn]
    sends    = true
    enabled  = true
  }
}

# Settings of the account in a region, and of the organisation. A type left out of the map says nothing.
resource "aws_backup_region_settings" {
  fact "setting" {
    for_each = [for type, on in default(self.resource_type_opt_in_preference, {}) : { type = type, on = on }]
    name     = "backup-opt-in:${each.value.type}"
    on       = each.value.on
  }
}

resource "aws_backup_global_settings" {
  fact "setting" {
    name = "cross-account-backup"
    on   = self.global_settings["isCrossAccountBackupEnabled"] == "true"
  }
}

resource "aws_backup_framework" {
  fact "framework" {
    name = self.name
  }
}

resource "aws_backup_report_plan" {
  fact "framework" {
    name = self.name
  }
  part "store" {
    of   = self.report_delivery_channel[0].s3_bucket_name
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}
