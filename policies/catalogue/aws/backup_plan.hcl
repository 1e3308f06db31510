# AWS Backup: what is backed up, when, where to, for how long, and whether it is ever restored.

resource "aws_backup_plan" {
  fact "plan" {
    name = self.name
    arn  = self.arn
  }

  # A rule without a schedule runs daily at 05:00 UTC. A retention of 0 days, like none, keeps for ever.
  fact "schedule" {
    for_each   = self.rule
    plan       = address
    name       = each.value.rule_name
    vault      = each.value.target_vault_name
    cron       = default(each.value.schedule, "cron(0 5 ? * * *)")
    gap_hours  = gap_hours(default(each.value.schedule, "cron(0 5 ? * * *)"))
    kept_days  = default(each.value.lifecycle[0].delete_after, 0) > 0 ? each.value.lifecycle[0].delete_after : null
    cold_days  = default(each.value.lifecycle[0].cold_storage_after, 0) > 0 ? each.value.lifecycle[0].cold_storage_after : null
    continuous = default(each.value.enable_continuous_backup, false)
    enabled    = true
    # Whichever vault it is, it keeps recovery points in the region of the plan.
    vault_redundancy = "zone"
  }

  fact "copy" {
    for_each   = flatten([for r in self.rule : [for c in r.copy_action : { rule = r, copy = c }]])
    kind       = "recovery-point"
    plan       = address
    from       = each.value.rule.target_vault_name
    to         = each.value.copy.destination_vault_arn
    to_account = arn(literal(each.value.copy.destination_vault_arn), "account")
    to_region  = arn(each.value.copy.destination_vault_arn, "region")
    kept_days  = default(each.value.copy.lifecycle[0].delete_after, 0) > 0 ? each.value.copy.lifecycle[0].delete_after : null
    cold_days  = default(each.value.copy.lifecycle[0].cold_storage_after, 0) > 0 ? each.value.copy.lifecycle[0].cold_storage_after : null
    enabled    = true
  }

  # A rule can also write straight into an air-gapped vault of the same account and region.
  fact "copy" {
    for_each    = [for r in self.rule : r if r.target_logically_air_gapped_backup_vault_arn != null]
    kind        = "recovery-point"
    plan        = address
    from        = each.value.target_vault_name
    to          = each.value.target_logically_air_gapped_backup_vault_arn
    to_region   = region
    to_account  = arn(literal(each.value.target_logically_air_gapped_backup_vault_arn), "account")
    to_isolated = true
    kept_days   = default(each.value.lifecycle[0].delete_after, 0) > 0 ? each.value.lifecycle[0].delete_after : null
    cold_days   = default(each.value.lifecycle[0].cold_storage_after, 0) > 0 ? each.value.lifecycle[0].cold_storage_after : null
    enabled     = true
  }
}

resource "aws_backup_selection" {
  fact "selection" {
    plan     = self.plan_id
    stores   = default(self.resources, [])
    except   = default(self.not_resources, [])
    tags_any = [for t in self.selection_tag : { key = t.key, value = t.value }]
    conditions = flatten([
      for c in self.condition : concat(
        [for x in c.string_equals : { operator = "equals", key = x.key, value = x.value }],
        [for x in c.string_not_equals : { operator = "not_equals", key = x.key, value = x.value }],
        [for x in c.string_like : { operator = "like", key = x.key, value = x.value }],
        [for x in c.string_not_like : { operator = "not_like", key = x.key, value = x.value }],
      )
    ])
    everything = length(default(self.resources, [])) + length(self.selection_tag) + length(self.condition) == 0
    role       = self.iam_role_arn
  }
}

resource "aws_backup_restore_testing_plan" {
  fact "restore_test" {
    name      = self.name
    gap_hours = gap_hours(self.schedule_expression)
    selects   = false
    vaults    = default(self.recovery_point_selection[0].include_vaults, [])
  }
}

resource "aws_backup_restore_testing_selection" {
  part "restore_test" {
    of      = self.restore_testing_plan_name
    to      = ["aws_backup_restore_testing_plan"]
    selects = true
    types   = [self.protected_resource_type]
  }
}
