# What the entries of Azure share.

# The backup block of an app.
shape "app_backup" "schedule" {
  name      = each.value.name
  cron      = "every ${each.value.schedule[0].frequency_interval} ${lower(each.value.schedule[0].frequency_unit)}"
  gap_hours = each.value.schedule[0].frequency_interval * { day = 24, hour = 1 }[lower(each.value.schedule[0].frequency_unit)]
  kept_days = default(each.value.schedule[0].retention_period_days, 30) == 0 ? null : default(each.value.schedule[0].retention_period_days, 30)
  enabled   = default(each.value.enabled, true)
}

# A policy of a backup vault whose retention is written as life cycles.
shape "life_cycles" "schedule" {
  plan      = address
  name      = self.name
  cron      = self.backup_repeating_time_intervals[0]
  kept_days = max([for c in concat(flatten(self.default_retention_rule[*].life_cycle), flatten(self.retention_rule[*].life_cycle)) : days(c.duration)]...)
  enabled   = true
}
