# What the entries of Azure share.

# A policy of a backup vault whose retention is written as life cycles.
shape "life_cycles" "schedule" {
  plan      = address
  name      = self.name
  cron      = self.backup_repeating_time_intervals[0]
  kept_days = max([for c in concat(flatten(self.default_retention_rule[*].life_cycle), flatten(self.retention_rule[*].life_cycle)) : days(c.duration)]...)
  enabled   = true
}

# The storage account that a URL is of. One of which the URL tells nothing may be any: it is left as it is.
shape "account_of_url" "store" {
  when = surely(endswith(read_from(each.value), "azurerm_storage_account")) || surely(startswith(each.value, "https://"))
  of   = default(regex("^https://([^.]+)[.]", each.value)[0], each.value)
  to   = ["azapi_resource", "azurerm_storage_account"]
}
