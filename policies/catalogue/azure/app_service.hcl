# Backups of web apps and function apps, which go to a container that a URL with a token names. What an app keeps belongs to no
# store here, so that they are schedules of no plan. Kept for 30 days by default, and for ever where it is 0.

resource "azurerm_linux_web_app, azurerm_windows_web_app, azurerm_linux_function_app, azurerm_windows_function_app" {
  fact "schedule" {
    for_each  = self.backup
    name      = each.value.name
    cron      = "every ${each.value.schedule[0].frequency_interval} ${lower(each.value.schedule[0].frequency_unit)}"
    gap_hours = each.value.schedule[0].frequency_interval * { day = 24, hour = 1 }[lower(each.value.schedule[0].frequency_unit)]
    kept_days = default(each.value.schedule[0].retention_period_days, 30) == 0 ? null : default(each.value.schedule[0].retention_period_days, 30)
    enabled   = default(each.value.enabled, true)
  }

  part "store" {
    for_each = self.backup[*].storage_account_url
    like     = "account_of_url"
    role     = "backup"
  }
}
