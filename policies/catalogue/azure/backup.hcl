# Azure Backup: Recovery Services vaults with the policies in them, for machines, file shares and databases, and what they protect.
# Data Protection backup vaults are in data_protection.hcl.

resource "azurerm_recovery_services_vault" {
  # Redundancy is geo by default. Soft delete is on by default and keeps deleted backups for 14 days. Immutability is off by
  # default; unlocked, whoever administers the vault can turn it off again.
  fact "vault" {
    name                 = self.name
    arn                  = self.id
    key                  = self.encryption[0].key_id
    key_manager          = length(self.encryption) > 0 ? "customer" : null
    lock_mode            = self.immutability == null && lacks(release, "3.40") ? unsaid("whether ${address} is immutable, as azurerm can from 3.40 on") : { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(self.immutability, "Disabled"))]
    soft_delete_days     = default(self.soft_delete_enabled, true) ? 14 : 0
    force_destroy        = default(provider["features"][0].recovery_service[0].purge_protected_items_from_vault_on_destroy, false)
    redundancy           = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(default(self.storage_mode_type, "GeoRedundant"))]
    cross_region_restore = default(self.cross_region_restore_enabled, false)
    isolated             = false
    public               = default(self.public_network_access_enabled, true)
    second_person        = false
    alarm                = length(self.monitoring) > 0 ? default(self.monitoring[0].alerts_for_all_job_failures_enabled, true) : unsaid("whether failed backups in ${address} raise alerts") # on for new vaults
    group                = self.resource_group_name
    tags                 = default(self.tags, {})
  }
}

# One schedule a policy: recovery points of every retention tier are taken by the same backup, and the longest tier says how
# long data is kept. An hourly policy runs every hour_interval hours for hour_duration hours of a day.
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
      hourly = max(default(self.backup[0].hour_interval, 4), 24 - default(self.backup[0].hour_duration, 12))
      daily  = 24
      weekly = gap_hours("0 0 * * ${join(",", [for d in default(self.backup[0].weekdays, ["sunday"]) : { sunday = 0, monday = 1, tuesday = 2, wednesday = 3, thursday = 4, friday = 5, saturday = 6 }[lower(d)]])}")
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

# The consent of a resource guard, which stands in another subscription at best.
resource "azurerm_recovery_services_vault_resource_guard_association" {
  part "vault" {
    of            = self.vault_id
    to            = ["azapi_resource", "azurerm_recovery_services_vault"]
    guard         = self.resource_guard_id
    second_person = true
  }
}

# A machine whose protection is stopped or suspended keeps its old backups and gets no new ones.
resource "azurerm_backup_protected_vm" {
  fact "protection" {
    when  = !contains(["BackupsSuspended", "ProtectionStopped"], default(self.protection_state, "Protected"))
    store = self.source_vm_id
    plan  = default(self.backup_policy_id, null)
    vault = self.recovery_vault_name
    keeps_backups = (
      default(provider["features"][0].recovery_service[0].vm_backup_stop_protection_and_retain_data_on_destroy, false) ||
      default(provider["features"][0].recovery_service[0].vm_backup_suspend_protection_and_retain_data_on_destroy, false)
    )
    leaves_out = concat(
      [for lun in default(self.exclude_disk_luns, []) : "the disk at LUN ${lun}"],
      length(default(self.include_disk_luns, [])) > 0 ? ["every data disk but those at LUN ${join(", ", default(self.include_disk_luns, []))}"] : [],
    )
  }
}

# Databases in machines: SQL Server and SAP HANA. azurerm cannot say what is backed up by such a policy, so that it is a schedule of
# no plan. Where the log is backed up, it decides how much is lost.
resource "azurerm_backup_policy_vm_workload" {
  fact "schedule" {
    name  = self.name
    vault = self.recovery_vault_name
    cron  = join(", ", [for p in self.protection_policy : lower(p.policy_type)])
    gap_hours = min([
      for b in flatten(self.protection_policy[*].backup) :
      default(b.frequency_in_minutes, 0) > 0 ? default(b.frequency_in_minutes, 0) / 60 : { daily = 24, weekly = 168 }[lower(default(b.frequency, "weekly"))]
    ]...)
    kept_days = max(flatten([for p in self.protection_policy : [
      [for r in p.simple_retention : r.count],
      [for r in p.retention_daily : r.count],
      [for r in p.retention_weekly : r.count * 7],
      [for r in p.retention_monthly : r.count * 30],
      [for r in p.retention_yearly : r.count * 365],
    ] if lower(p.policy_type) == "full"])...)
    enabled = true
  }
}

# File shares. In the snapshot tier backups stay in the storage account of the share, and no vault holds them.
resource "azurerm_backup_policy_file_share" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan  = address
    name  = self.name
    vault = default(self.backup_tier, "snapshot") == "snapshot" ? null : self.recovery_vault_name
    cron  = "${lower(self.backup[0].frequency)} ${default(self.backup[0].time, "")}"
    gap_hours = {
      hourly = max(default(self.backup[0].hourly[0].interval, 4), 24 - default(self.backup[0].hourly[0].window_duration, 12))
      daily  = 24
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

# A share is backed up, and the account of it in so far.
resource "azurerm_backup_protected_file_share" {
  fact "protection" {
    store = self.source_storage_account_id
    plan  = self.backup_policy_id
  }

  fact "protection" {
    store = self.source_file_share_name
    plan  = self.backup_policy_id
  }
}
