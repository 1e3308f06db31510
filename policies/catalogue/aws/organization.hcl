# Backup policies of AWS Organizations: plans that member accounts have without writing them. Values stand beneath an operator, @@assign.
# Which accounts have them cannot be seen, so that they never surely reach a store. The plans of one policy are told apart by name.

resource "aws_organizations_policy" {
  fact "plan" {
    when     = self.type == "BACKUP_POLICY"
    name     = self.name
    attached = false
  }

  fact "schedule" {
    for_each = flatten([
      for name, plan in default(pick(self.content, "plans"), {}) : [
        for place in default(pick(plan, "regions", "@@assign"), []) : [
          for title, rule in default(pick(plan, "rules"), {}) : { plan = name, region = place, name = title, rule = rule }
        ]
      ] if self.type == "BACKUP_POLICY"
    ])
    plan             = "${each.value.plan} of ${address}"
    name             = each.value.name
    region           = each.value.region
    account          = "the accounts of ${address}"
    vault            = pick(each.value.rule, "target_backup_vault_name", "@@assign")
    cron             = default(pick(each.value.rule, "schedule_expression", "@@assign"), "cron(0 5 ? * * *)")
    gap_hours        = gap_hours(default(pick(each.value.rule, "schedule_expression", "@@assign"), "cron(0 5 ? * * *)"))
    kept_days        = tonumber(pick(each.value.rule, "lifecycle", "delete_after_days", "@@assign"))
    cold_days        = tonumber(pick(each.value.rule, "lifecycle", "move_to_cold_storage_after_days", "@@assign"))
    continuous       = lower(tostring(default(pick(each.value.rule, "enable_continuous_backup", "@@assign"), false))) == "true"
    enabled          = true
    vault_redundancy = "zone"
  }

  # $account stands for the account that has the policy.
  fact "copy" {
    for_each = flatten([
      for name, plan in default(pick(self.content, "plans"), {}) : [
        for place in default(pick(plan, "regions", "@@assign"), []) : [
          for rule in [for title, rule in default(pick(plan, "rules"), {}) : rule] : [
            for arn, copy in default(pick(rule, "copy_actions"), {}) : { plan = name, region = place, rule = rule, copy = copy }
          ]
        ]
      ] if self.type == "BACKUP_POLICY"
    ])
    kind       = "recovery-point"
    plan       = "${each.value.plan} of ${address}"
    region     = each.value.region
    account    = "the accounts of ${address}"
    from       = pick(each.value.rule, "target_backup_vault_name", "@@assign")
    to         = pick(each.value.copy, "target_backup_vault_arn", "@@assign")
    to_region  = arn(pick(each.value.copy, "target_backup_vault_arn", "@@assign"), "region")
    to_account = startswith(arn(pick(each.value.copy, "target_backup_vault_arn", "@@assign"), "account"), "$") ? null : arn(pick(each.value.copy, "target_backup_vault_arn", "@@assign"), "account")
    kept_days  = tonumber(pick(each.value.copy, "lifecycle", "delete_after_days", "@@assign"))
    cold_days  = tonumber(pick(each.value.copy, "lifecycle", "move_to_cold_storage_after_days", "@@assign"))
    enabled    = true
  }

  fact "selection" {
    for_each = flatten([
      for name, plan in default(pick(self.content, "plans"), {}) : [
        for place in default(pick(plan, "regions", "@@assign"), []) : concat(
          [for title, choice in default(pick(plan, "selections", "tags"), {}) : { plan = name, region = place, choice = choice, tags = true }],
          [for title, choice in default(pick(plan, "selections", "resources"), {}) : { plan = name, region = place, choice = choice, tags = false }],
        )
      ] if self.type == "BACKUP_POLICY"
    ])
    plan    = "${each.value.plan} of ${address}"
    region  = each.value.region
    account = "the accounts of ${address}"
    stores  = default(pick(each.value.choice, "resource_types", "@@assign"), [])
    except  = default(pick(each.value.choice, "not_resource_types", "@@assign"), [])
    tags_any = [
      for value in default(pick(each.value.choice, "tag_value", "@@assign"), []) : { key = pick(each.value.choice, "tag_key", "@@assign"), value = value }
    ]
    conditions = concat(
      [
        for title, c in default(pick(each.value.choice, "conditions", "string_equals"), {}) :
        { operator = "equals", key = pick(c, "condition_key", "@@assign"), value = pick(c, "condition_value", "@@assign") }
      ],
      [
        for title, c in default(pick(each.value.choice, "conditions", "string_not_equals"), {}) :
        { operator = "not_equals", key = pick(c, "condition_key", "@@assign"), value = pick(c, "condition_value", "@@assign") }
      ],
      [
        for title, c in default(pick(each.value.choice, "conditions", "string_like"), {}) :
        { operator = "like", key = pick(c, "condition_key", "@@assign"), value = pick(c, "condition_value", "@@assign") }
      ],
      [
        for title, c in default(pick(each.value.choice, "conditions", "string_not_like"), {}) :
        { operator = "not_like", key = pick(c, "condition_key", "@@assign"), value = pick(c, "condition_value", "@@assign") }
      ],
    )
    everything = false
    role       = pick(each.value.choice, "iam_role_arn", "@@assign")
  }
}

resource "aws_organizations_policy_attachment" {
  part "plan" {
    of       = self.policy_id
    to       = ["aws_organizations_policy"]
    attached = true
  }
}
