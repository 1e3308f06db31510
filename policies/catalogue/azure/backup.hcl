# Azure Backup: Recovery Services vaults and the VM policies in them, Data Protection backup vaults and their disk policies.

resource "azurerm_recovery_services_vault" {
  # Redundancy is geo by default. Soft delete is on by default and keeps deleted backups for 14 days.
  fact "vault" {
    name                 = self.name
    arn                  = self.id
    key                  = self.encryption[0].key_id
    lock_mode            = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(self.immutability, "Disabled"))]
    soft_delete_days     = default(self.soft_delete_enabled, true) ? 14 : 0
    redundancy           = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(default(self.storage_mode_type, "GeoRedundant"))]
    cross_region_restore = default(self.cross_region_restore_enabled, false)
    public               = default(self.public_network_access_enabled, true)
    alarm                = length(self.monitoring) > 0 ? default(self.monitoring[0].alerts_for_all_job_failures_enabled, true) : null
    tags                 = default(self.tags, {})
  }
}

resource "azurerm_data_protection_backup_vault" {
  # Soft delete is on by default; recovery points can be brought back for 14 days.
  fact "vault" {
    name                 = self.name
    arn                  = self.id
    lock_mode            = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(self.immutability, "Disabled"))]
    soft_delete_days     = lower(default(self.soft_delete, "On")) == "off" ? 0 : default(self.retention_duration_in_days, 14)
    redundancy           = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(self.redundancy)]
    cross_region_restore = default(self.cross_region_restore_enabled, false)
    tags                 = default(self.tags, {})
  }
}

resource "azurerm_data_protection_backup_vault_customer_managed_key" {
  part "vault" {
    of  = self.data_protection_backup_vault_id
    to  = ["azurerm_data_protection_backup_vault"]
    key = self.key_vault_key_id
  }
}

# One schedule a policy: recovery points of every retention tier are taken by the same backup, and the longest tier says how
# long data is kept. A weekly policy runs on the days of backup.weekdays: one day a week is a gap of 168 hours.
resource "azurerm_backup_policy_vm" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan  = address
    name  = self.name
    vault = self.recovery_vault_name
    cron  = "${lower(self.backup[0].frequency)} ${self.backup[0].time}"
    gap_hours = {
      hourly = default(self.backup[0].hour_interval, 4)
      daily  = 24
      weekly = 168 - 24 * (length(default(self.backup[0].weekdays, [""])) - 1)
    }[lower(self.backup[0].frequency)]
    kept_days = max(
      default(self.retention_daily[0].count, 0),
      default(self.retention_weekly[0].count, 0) * 7,
      default(self.retention_monthly[0].count, 0) * 30,
      default(self.retention_yearly[0].count, 0) * 365,
    )
    enabled = true
  }
}

resource "azurerm_backup_protected_vm" {
  fact "protection" {
    when  = !contains(["BackupsSuspended", "ProtectionStopped"], default(self.protection_state, "Protected"))
    store = self.source_vm_id
    plan  = self.backup_policy_id
  }
}

resource "azurerm_data_protection_backup_policy_disk" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan      = address
    name      = self.name
    vault     = self.vault_id
    cron      = self.backup_repeating_time_intervals[0]
    gap_hours = days(split("/", self.backup_repeating_time_intervals[0])[2]) * 24
    kept_days = days(self.default_retention_duration)
    enabled   = true
  }
}

resource "azurerm_data_protection_backup_instance_disk" {
  fact "protection" {
    store = self.disk_id
    plan  = self.backup_policy_id
  }
}
