# Azure Data Protection: backup vaults, their policies for disks and blobs, and what they protect.

resource "azurerm_data_protection_backup_vault" {
  # Soft delete is on by default; recovery points can be brought back for 14 days. Immutability is off by default.
  fact "vault" {
    name                 = self.name
    arn                  = self.id
    lock_mode            = self.immutability == null && lacks(release, "4.16") ? unsaid("whether ${address} is immutable, as azurerm can from 4.16 on") : { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(self.immutability, "Disabled"))]
    soft_delete_days     = lower(default(self.soft_delete, "On")) == "off" ? 0 : default(self.retention_duration_in_days, 14)
    redundancy           = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(self.redundancy)]
    cross_region_restore = default(self.cross_region_restore_enabled, false)
    isolated             = false
    alarm                = unsaid("whether failed backups in ${address} raise alerts") # azurerm has no setting for it
    group                = self.resource_group_name
    tags                 = default(self.tags, {})
  }
}

resource "azurerm_data_protection_backup_vault_customer_managed_key" {
  part "vault" {
    of          = self.data_protection_backup_vault_id
    to          = ["azapi_resource", "azurerm_data_protection_backup_vault"]
    key         = self.key_vault_key_id
    key_manager = "customer"
  }
}

# Removing the guard itself and switching soft delete off are always guarded. Of what may be left out, the PIN of an agent on
# the practice's own machines and restores lose no backup.
resource "azurerm_data_protection_resource_guard" {
  fact "guard" {
    name       = self.name
    arn        = self.id
    leaves_out = [for o in default(self.vault_critical_operation_exclusion_list, []) : o if regex("(?i)protectedItems|backupInstances/(delete|write)|backupPolicies|immutab", o) != null]
  }
}

# Backups of disks are snapshots in a resource group of the subscription, whatever the redundancy of the vault. The gap is the
# period of an ISO 8601 interval: R/2024-05-20T06:00:00+00:00/PT4H. A retention rule may keep some of them for longer.
resource "azurerm_data_protection_backup_policy_disk" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan      = address
    name      = self.name
    cron      = self.backup_repeating_time_intervals[0]
    gap_hours = min([for interval in self.backup_repeating_time_intervals : days(split("/", interval)[2]) * 24]...)
    kept_days = max([for d in concat([self.default_retention_duration], [for r in self.retention_rule : r.duration]) : days(d)]...)
    enabled   = true
  }
}

resource "azurerm_data_protection_backup_instance_disk" {
  fact "protection" {
    store = self.disk_id
    plan  = self.backup_policy_id
  }
}

# retention_duration is the name of azurerm 3.x. Operational backup of blobs is continuous and stays in the storage account; vaulted backup copies to the vault at intervals.
resource "azurerm_data_protection_backup_policy_blob_storage" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    when      = default(self.operational_default_retention_duration, default(self["retention_duration"], null)) != null
    plan      = address
    name      = self.name
    cron      = "continuous"
    gap_hours = 0
    kept_days = days(default(self.operational_default_retention_duration, default(self["retention_duration"], null)))
    enabled   = true
  }

  fact "schedule" {
    when      = self.vault_default_retention_duration != null
    plan      = address
    name      = self.name
    vault     = self.vault_id
    cron      = self.backup_repeating_time_intervals[0]
    gap_hours = min([for interval in default(self.backup_repeating_time_intervals, []) : days(split("/", interval)[2]) * 24]...)
    kept_days = max([for d in concat([self.vault_default_retention_duration], [for c in flatten(self.retention_rule[*].life_cycle) : c.duration]) : days(d)]...)
    enabled   = true
  }
}

resource "azurerm_data_protection_backup_instance_blob_storage" {
  fact "protection" {
    store = self.storage_account_id
    plan  = self.backup_policy_id
  }
}

# Data Lake Storage: accounts with a hierarchical namespace.
resource "azurerm_data_protection_backup_policy_data_lake_storage" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan      = address
    name      = self.name
    vault     = self.data_protection_backup_vault_id
    cron      = self.backup_schedule[0]
    gap_hours = min([for interval in self.backup_schedule : days(split("/", interval)[2]) * 24]...)
    kept_days = max([for d in concat([self.default_retention_duration], [for r in self.retention_rule : r.duration]) : days(d)]...)
    enabled   = true
  }
}

resource "azurerm_data_protection_backup_instance_data_lake_storage" {
  fact "protection" {
    store = self.storage_account_id
    plan  = self.backup_policy_data_lake_storage_id
  }
}

# Clusters of Kubernetes. Backups in the operational tier are snapshots in a resource group of the subscription. What a cluster
# holds is not said in Terraform, so that it is no store; its backups are judged where there are any.
resource "azurerm_data_protection_backup_policy_kubernetes_cluster" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    like      = "life_cycles"
    vault     = any([for c in flatten(self.default_retention_rule[*].life_cycle) : c.data_store_type == "VaultStore"]) ? self.vault_name : null
    gap_hours = min([for interval in self.backup_repeating_time_intervals : days(split("/", interval)[2]) * 24]...)
  }
}

# Without snapshots of the volumes only the definitions of what runs are saved, and no data. A cluster is no store, so that none is named.
resource "azurerm_data_protection_backup_instance_kubernetes_cluster" {
  fact "protection" {
    plan = self.backup_policy_id
    leaves_out = concat(
      default(self.backup_datasource_parameters[0].volume_snapshot_enabled, false) ? [] : ["the data of every volume"],
      [for n in default(self.backup_datasource_parameters[0].excluded_namespaces, []) : "the namespace ${n}"],
    )
  }
}
