# Amazon EBS: volumes (those that instances make are in ec2.hcl), snapshots, who they are shared with, and Data Lifecycle Manager.

resource "aws_ebs_volume" {
  # A volume made from a snapshot has the snapshot's encryption. ebs-encryption-by-default, a setting of the account in a
  # region, encrypts volumes that do not ask for it.
  fact "store" {
    like           = "tagged"
    kind           = "block"
    service        = "ebs"
    role           = "primary"
    arn            = self.arn
    arn_resource   = "ec2:volume/*"
    source         = default(self.encrypted, false) ? null : default(self.snapshot_id, null)
    encrypted      = default(self.encrypted, false) ? true : default(unknown(default(self.snapshot_id, null)), false)
    key            = default(self.kms_key_id, unknown(default(self.snapshot_id, null)))
    final_snapshot = default(self.final_snapshot, false)
    redundancy     = "local"
  }
}

# A plan that selects the instance backs up the volumes attached to it.
resource "aws_volume_attachment" {
  part "store" {
    of     = self.volume_id
    to     = ["aws_ebs_volume"]
    parent = self.instance_id
  }
}

resource "aws_ebs_encryption_by_default" {
  fact "setting" {
    name = "ebs-encryption-by-default"
    on   = default(self.enabled, true)
  }
}

# The key of volumes that name none.
resource "aws_ebs_default_kms_key" {
  fact "setting" {
    name = "ebs-default-key"
    on   = true
    key  = self.key_arn
  }
}

resource "aws_ebs_snapshot_block_public_access" {
  fact "setting" {
    name = "ebs-snapshot-public-access-block"
    on   = contains(["block-all-sharing", "block-new-sharing"], self.state)
  }
}

resource "aws_ebs_snapshot" {
  fact "snapshot" {
    of_store = self.volume_id
  }
}

# The copy of an encrypted snapshot is encrypted, whatever this says; it is made in the resource's own region.
resource "aws_ebs_snapshot_copy" {
  fact "snapshot" {
    of_store  = default(self.encrypted, false) ? null : self.source_snapshot_id
    encrypted = default(self.encrypted, false) ? true : unknown(self.source_snapshot_id)
  }
  fact "copy" {
    kind        = "recovery-point"
    from        = self.source_snapshot_id
    from_region = self.source_region
    to_region   = region
    key         = self.kms_key_id
    enabled     = true
  }
}

resource "aws_snapshot_create_volume_permission" {
  fact "share" {
    what     = self.snapshot_id
    accounts = [self.account_id]
  }
}

resource "aws_ami_launch_permission" {
  fact "share" {
    what = self.image_id
    accounts = [
      for who in [self.account_id, self.group, self.organization_arn, self.organizational_unit_arn] : who if who != null
    ]
  }
}

# Data Lifecycle Manager. Without cron a schedule runs every interval of hours; a count keeps that many snapshots.
resource "aws_dlm_lifecycle_policy" {
  # Policies of the type EVENT_BASED_POLICY copy what others share, and select nothing.
  fact "plan" {
    when = default(self.policy_details[0].policy_type, "") != "EVENT_BASED_POLICY"
    name = self.description
    arn  = self.arn
  }

  fact "schedule" {
    for_each = self.policy_details[0].schedule
    plan     = address
    name     = each.value.name
    cron = (
      each.value.create_rule[0].cron_expression != null ? each.value.create_rule[0].cron_expression :
      "every ${default(each.value.create_rule[0].interval, 24)} hours"
    )
    gap_hours = (
      each.value.create_rule[0].cron_expression != null ? gap_hours(each.value.create_rule[0].cron_expression) :
      each.value.create_rule[0].interval
    )
    kept_days = (
      each.value.retain_rule[0].interval != null
      ? each.value.retain_rule[0].interval * { DAYS = 1, WEEKS = 7, MONTHS = 30, YEARS = 365 }[default(each.value.retain_rule[0].interval_unit, "DAYS")]
      : each.value.create_rule[0].cron_expression != null
      ? default(each.value.retain_rule[0].count, 0) * gap_hours(each.value.create_rule[0].cron_expression) / 24
      : default(each.value.retain_rule[0].count, 0) * default(each.value.create_rule[0].interval, 24) / 24
    )
    enabled = default(self.state, "ENABLED") != "DISABLED"
  }

  # Default policies cover every volume (or instance) that no other backup covered: every day, kept seven days.
  fact "schedule" {
    when      = self.default_policy != null
    plan      = address
    name      = self.description
    cron      = "every ${default(self.policy_details[0].create_interval, 1)} days"
    gap_hours = default(self.policy_details[0].create_interval, 1) * 24
    kept_days = default(self.policy_details[0].retain_interval, 7)
    enabled   = default(self.state, "ENABLED") != "DISABLED"
  }

  fact "copy" {
    for_each  = flatten(self.policy_details[0].schedule[*].cross_region_copy_rule)
    kind      = "recovery-point"
    plan      = address
    to_region = each.value.target_region != null ? each.value.target_region : default(arn(each.value.target, "region"), each.value.target)
    kept_days = default(each.value.retain_rule[0].interval, 0) * { DAYS = 1, WEEKS = 7, MONTHS = 30, YEARS = 365 }[default(each.value.retain_rule[0].interval_unit, "DAYS")]
    key       = each.value.cmk_arn
    enabled   = default(self.state, "ENABLED") != "DISABLED"
  }

  # Any one of the tags selects, and only among volumes (or instances): one selection for each tag.
  fact "selection" {
    for_each = [
      for pair in flatten([for type in default(self.policy_details[0].resource_types, []) : [
        for k, v in default(self.policy_details[0].target_tags, {}) : { type = lower(type), key = k, value = v }
      ]]) : pair
    ]
    plan       = address
    stores     = ["arn:aws:ec2:*:*:${each.value.type}/*"]
    conditions = [{ operator = "equals", key = "aws:ResourceTag/${each.value.key}", value = each.value.value }]
    everything = false
    role       = self.execution_role_arn
  }

  fact "selection" {
    when       = self.default_policy != null
    plan       = address
    stores     = ["arn:aws:ec2:*:*:${lower(default(self.default_policy, ""))}/*"]
    conditions = [for k, v in default(self.policy_details[0].exclusions[0].exclude_tags, {}) : { operator = "not_equals", key = "aws:ResourceTag/${k}", value = v }]
    everything = false
    role       = self.execution_role_arn
  }

  fact "share" {
    for_each = flatten(self.policy_details[0].schedule[*].share_rule)
    accounts = each.value.target_accounts
  }
}
