# Cohesity: a policy with its lock. An administrator can lift an administrative lock.

resource "cohesity_backup_policy" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "vault" {
    name        = self.name
    arn         = self.id
    region      = null
    key_manager = unknown("the encryption of ${address}")
    alarm       = unknown("the notifications of ${address}")
    lock_mode = pick(
      { compliance = "compliance", administrative = "governance", none = "none" },
      lower(default(self.backup_policy[0].regular[0].retention[0].data_lock_config[0].mode, default(self.data_lock, "none")))
    )
  }

  fact "schedule" {
    for_each = flatten(self.backup_policy[*].regular[*].incremental[*].schedule)
    plan     = address
    vault    = address
    region   = null
    cron     = each.value.unit
    gap_hours = default(each.value.minute_schedule[0].frequency / 60, default(each.value.hour_schedule[0].frequency, default(each.value.day_schedule[0].frequency * 24,
    length(default(each.value.week_schedule[0].day_of_week, [])) == 1 ? 168 : length(each.value.month_schedule) > 0 ? 744 : unknown("the days of ${address}"))))
    kept_days = self.backup_policy[0].regular[0].retention[0].duration * pick({ days = 1, weeks = 7, months = 30, years = 365 }, lower(default(self.backup_policy[0].regular[0].retention[0].unit, "days")))
    enabled   = true
  }
}

# What opens the account itself.
provider "cohesity" {
  fact "secret" {
    when    = is_set(self.cluster_password)
    name    = "password"
    written = written(self.cluster_password)
  }
}
