# Backup and DR. A backup vault enforces its minimum retention from the day it takes effect, and its data lives in a project of
# Google's, out of reach of the workload's owners.

resource "google_backup_dr_backup_vault" {
  fact "vault" {
    name          = self.backup_vault_id
    arn           = self.id
    key           = self.encryption_config[0].kms_key_name
    lock_mode     = "compliance"
    lock_min_days = days(self.backup_minimum_enforced_retention_duration)
    force_destroy = default(self.force_delete, default(self.ignore_inactive_datasources, false))
    redundancy    = contains(["us", "eu", "asia"], lower(self.location)) ? "geo" : "zone"
    isolated      = true
    tags          = merge(default(provider.default_labels, {}), default(self.labels, {}))
  }
}

resource "google_backup_dr_backup_plan" {
  fact "plan" {
    name = self.backup_plan_id
    arn  = self.id
  }

  # Recurrence: HOURLY runs every hourly_frequency hours inside its window, DAILY once a day, WEEKLY on days_of_week.
  fact "schedule" {
    for_each = self.backup_rules
    plan     = address
    name     = each.value.rule_id
    vault    = self.backup_vault
    cron     = lower(each.value.standard_schedule[0].recurrence_type)
    gap_hours = {
      HOURLY  = default(each.value.standard_schedule[0].hourly_frequency, 24)
      DAILY   = 24
      WEEKLY  = 168 - 24 * (length(default(each.value.standard_schedule[0].days_of_week, [""])) - 1)
      MONTHLY = 744
      YEARLY  = 8784
    }[each.value.standard_schedule[0].recurrence_type]
    kept_days = each.value.backup_retention_days
    enabled   = true
  }
}

resource "google_backup_dr_backup_plan_association" {
  fact "protection" {
    store = self.resource
    plan  = self.backup_plan
  }
}
