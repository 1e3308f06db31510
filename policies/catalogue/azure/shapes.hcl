# What the entries of Azure share.

# A policy of a backup vault whose retention is written as life cycles.
shape "life_cycles" "schedule" {
  plan      = address
  name      = self.name
  cron      = self.backup_repeating_time_intervals[0]
  kept_days = max([for c in concat(flatten(self.default_retention_rule[*].life_cycle), flatten(self.retention_rule[*].life_cycle)) : days(c.duration)]...)
  enabled   = true
}
