# Backup and DR. Backups in a backup vault cannot be deleted before its minimum retention is over, and they live in a project of
# Google's, out of reach of the workload's owners. Until effective_time has come, which locks it, the minimum can be lowered
# for new backups. No switch of the resource deletes backups: ignore_inactive_datasources and force_delete are for vaults that
# hold none.

resource "google_backup_dr_backup_vault" {
  fact "vault" {
    name          = self.backup_vault_id
    arn           = self.id
    region        = lower(self.location)
    key           = self.encryption_config[0].kms_key_name
    key_manager   = length(self.encryption_config) > 0 ? (self.encryption_config[0].kms_key_name != null ? "customer" : null) : null
    lock_mode     = self.effective_time != null ? "compliance" : "governance"
    lock_min_days = days(self.backup_minimum_enforced_retention_duration)
    redundancy    = regex("^[a-z]+$", lower(self.location)) != null ? "geo" : "zone"
    isolated      = true
    unconfined    = default(self.access_restriction, "WITHIN_ORGANIZATION") == "UNRESTRICTED"
    tags          = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }
}

resource "google_backup_dr_backup_plan" {
  fact "plan" {
    name = self.backup_plan_id
    arn  = self.id
  }

  # Recurrence: HOURLY runs every hourly_frequency hours inside its window and not outside it, DAILY once a day, WEEKLY on
  # days_of_week, MONTHLY on days_of_month or on one weekday of the month, YEARLY once a year or in some months.
  fact "schedule" {
    for_each = self.backup_rules
    plan     = address
    name     = each.value.rule_id
    vault    = self.backup_vault
    cron     = lower(each.value.standard_schedule[0].recurrence_type)
    gap_hours = {
      HOURLY = max(
        default(each.value.standard_schedule[0].hourly_frequency, 24),
        24 - (default(each.value.standard_schedule[0].backup_window[0].end_hour_of_day, 24) - default(each.value.standard_schedule[0].backup_window[0].start_hour_of_day, 0)) +
        (default(each.value.standard_schedule[0].backup_window[0].end_hour_of_day, 24) - default(each.value.standard_schedule[0].backup_window[0].start_hour_of_day, 0)) % default(each.value.standard_schedule[0].hourly_frequency, 24),
      )
      DAILY   = 24
      WEEKLY  = length(default(each.value.standard_schedule[0].days_of_week, [])) > 0 ? gap_hours("0 0 * * ${join(",", [for d in each.value.standard_schedule[0].days_of_week : { SUNDAY = 0, MONDAY = 1, TUESDAY = 2, WEDNESDAY = 3, THURSDAY = 4, FRIDAY = 5, SATURDAY = 6 }[d]])}") : 168
      MONTHLY = length(default(each.value.standard_schedule[0].days_of_month, [])) > 0 ? gap_hours("0 0 ${join(",", [for d in each.value.standard_schedule[0].days_of_month : tostring(d)])} * *") : 35 * 24
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
