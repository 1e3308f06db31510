resource "azurerm_recovery_services_vault" "machines" {
  name                         = "rsv-radiology"
  resource_group_name          = azurerm_resource_group.backups.name
  location                     = azurerm_resource_group.backups.location
  sku                          = "Standard"
  storage_mode_type            = "GeoRedundant"
  cross_region_restore_enabled = true
  immutability                 = "Unlocked"

  monitoring {
    alerts_for_all_job_failures_enabled = true
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }

  encryption {
    key_id                            = azurerm_key_vault_key.records.versionless_id
    infrastructure_encryption_enabled = true
    user_assigned_identity_id         = azurerm_user_assigned_identity.stores.id
    use_system_assigned_identity      = false
  }

  tags = local.tags
}

resource "azurerm_data_protection_resource_guard" "backups" {
  provider            = azurerm.security
  name                = "guard-radiology"
  resource_group_name = "rg-guards"
  location            = var.location
}

resource "azurerm_recovery_services_vault_resource_guard_association" "machines" {
  vault_id          = azurerm_recovery_services_vault.machines.id
  resource_guard_id = azurerm_data_protection_resource_guard.backups.id
}

resource "azurerm_backup_policy_vm" "nightly" {
  name                = "nightly"
  resource_group_name = azurerm_resource_group.backups.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name
  policy_type         = "V2"

  backup {
    frequency     = "Hourly"
    time          = "06:00"
    hour_interval = 4
    hour_duration = 24
  }

  retention_daily {
    count = 35
  }

  retention_yearly {
    count    = 7
    weekdays = ["Sunday"]
    weeks    = ["First"]
    months   = ["January"]
  }
}

resource "azurerm_backup_protected_vm" "archive" {
  for_each = var.archives

  resource_group_name = azurerm_resource_group.backups.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name
  source_vm_id        = azurerm_linux_virtual_machine.archive[each.key].id
  backup_policy_id    = azurerm_backup_policy_vm.nightly.id
  exclude_disk_luns   = each.value.spare
}

# Snapshots beside the share.
resource "azurerm_backup_policy_file_share" "dictation" {
  name                = "dictation"
  resource_group_name = azurerm_resource_group.backups.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name

  backup {
    frequency = "Daily"
    time      = "22:00"
  }

  retention_daily {
    count = 14
  }
}

resource "azurerm_backup_container_storage_account" "studies" {
  resource_group_name = azurerm_resource_group.backups.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name
  storage_account_id  = azurerm_storage_account.studies.id
}

resource "azurerm_backup_protected_file_share" "dictation" {
  resource_group_name       = azurerm_resource_group.backups.name
  recovery_vault_name       = azurerm_recovery_services_vault.machines.name
  source_storage_account_id = azurerm_backup_container_storage_account.studies.storage_account_id
  source_file_share_name    = azurerm_storage_share.dictation.name
  backup_policy_id          = azurerm_backup_policy_file_share.dictation.id
}

resource "azurerm_data_protection_backup_vault" "clusters" {
  name                       = "bvault-radiology"
  resource_group_name        = azurerm_resource_group.backups.name
  location                   = azurerm_resource_group.backups.location
  datastore_type             = "VaultStore"
  redundancy                 = "GeoRedundant"
  soft_delete                = "AlwaysOn"
  retention_duration_in_days = 30
  immutability               = "Locked"

  identity {
    type = "SystemAssigned"
  }

  tags = local.tags
}

resource "azurerm_data_protection_backup_policy_kubernetes_cluster" "studies" {
  name                            = "studies"
  resource_group_name             = azurerm_resource_group.backups.name
  vault_name                      = azurerm_data_protection_backup_vault.clusters.name
  backup_repeating_time_intervals = ["R/2026-01-05T04:00:00+00:00/PT6H"]

  default_retention_rule {
    life_cycle {
      duration        = "P30D"
      data_store_type = "OperationalStore"
    }
  }
}

# Definitions of what runs, and none of the volumes.
resource "azurerm_data_protection_backup_instance_kubernetes_cluster" "studies" {
  name                         = "studies"
  location                     = azurerm_resource_group.backups.location
  vault_id                     = azurerm_data_protection_backup_vault.clusters.id
  kubernetes_cluster_id        = var.studies_cluster_id
  snapshot_resource_group_name = azurerm_resource_group.backups.name
  backup_policy_id             = azurerm_data_protection_backup_policy_kubernetes_cluster.studies.id
}
