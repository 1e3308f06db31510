resource "azurerm_resource_group" "backups" {
  name     = "rg-dialysis-backups"
  location = "eastus"
}

resource "azurerm_recovery_services_vault" "machines" {
  name                         = "rsv-dialysis"
  resource_group_name          = azurerm_resource_group.backups.name
  location                     = azurerm_resource_group.backups.location
  sku                          = "Standard"
  storage_mode_type            = "GeoRedundant"
  cross_region_restore_enabled = true
  immutability                 = "Locked"

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
}

resource "azurerm_backup_policy_vm" "daily" {
  name                = "daily"
  resource_group_name = azurerm_resource_group.backups.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name

  backup {
    frequency = "Daily"
    time      = "23:00"
  }

  retention_daily {
    count = 35
  }
}

resource "azurerm_backup_protected_vm" "app" {
  for_each = azurerm_windows_virtual_machine.app

  resource_group_name = azurerm_resource_group.backups.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name
  source_vm_id        = each.value.id
  backup_policy_id    = azurerm_backup_policy_vm.daily.id
}

resource "azurerm_data_protection_backup_vault" "letters" {
  name                         = "bvault-dialysis"
  resource_group_name          = azurerm_resource_group.backups.name
  location                     = azurerm_resource_group.backups.location
  datastore_type               = "VaultStore"
  redundancy                   = "GeoRedundant"
  cross_region_restore_enabled = true
  soft_delete                  = "AlwaysOn"
  immutability                 = "Locked"

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }
}

resource "azurerm_data_protection_backup_vault_customer_managed_key" "letters" {
  data_protection_backup_vault_id = azurerm_data_protection_backup_vault.letters.id
  key_vault_key_id                = azurerm_key_vault_key.records.versionless_id
}

resource "azurerm_data_protection_backup_policy_blob_storage" "daily" {
  name                             = "daily"
  vault_id                         = azurerm_data_protection_backup_vault.letters.id
  backup_repeating_time_intervals  = ["R/2026-01-01T03:00:00+00:00/P1D"]
  vault_default_retention_duration = "P35D"
}

resource "azurerm_data_protection_backup_instance_blob_storage" "letters" {
  name                            = "letters"
  location                        = azurerm_resource_group.backups.location
  vault_id                        = azurerm_data_protection_backup_vault.letters.id
  storage_account_id              = azurerm_storage_account.letters.id
  storage_account_container_names = ["letters"]
  backup_policy_id                = azurerm_data_protection_backup_policy_blob_storage.daily.id
}

resource "azurerm_monitor_action_group" "oncall" {
  name                = "ag-oncall"
  resource_group_name = azurerm_resource_group.backups.name
  short_name          = "oncall"

  email_receiver {
    name          = "oncall"
    email_address = "oncall@dialysis.example"
  }
}

resource "azurerm_monitor_alert_processing_rule_action_group" "backups" {
  name                 = "apr-backups"
  resource_group_name  = azurerm_resource_group.backups.name
  scopes               = [data.azurerm_subscription.this.id]
  add_action_group_ids = [azurerm_monitor_action_group.oncall.id]

  condition {
    monitor_service {
      operator = "Equals"
      values   = ["Azure Backup"]
    }
  }
}

# A window of maintenance, once a month.
resource "azurerm_monitor_alert_processing_rule_suppression" "patching" {
  name                = "apr-patching"
  resource_group_name = azurerm_resource_group.backups.name
  scopes              = [azurerm_resource_group.backups.id]

  schedule {
    recurrence {
      monthly {
        days_of_month = [1]
        start_time    = "02:00:00"
        end_time      = "04:00:00"
      }
    }
  }
}

resource "azurerm_storage_account" "logs" {
  name                          = "dialysislogs"
  resource_group_name           = azurerm_resource_group.backups.name
  location                      = azurerm_resource_group.backups.location
  account_tier                  = "Standard"
  account_replication_type      = "GRS"
  public_network_access_enabled = false

  immutability_policy {
    state                         = "Locked"
    period_since_creation_in_days = 2190
    allow_protected_append_writes = true
  }

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }
  }
}

resource "azurerm_monitor_diagnostic_setting" "subscription" {
  name               = "activity"
  target_resource_id = data.azurerm_subscription.this.id
  storage_account_id = azurerm_storage_account.logs.id

  enabled_log {
    category = "Administrative"
  }
}

# Backups are run by the people who run backups.
resource "azurerm_role_assignment" "backups" {
  scope                = azurerm_recovery_services_vault.machines.id
  role_definition_name = "Backup Operator"
  principal_id         = "5a3c9d0e-6b55-4a2e-9f60-1d2b3c4d5e6f"
  principal_type       = "Group"
}

# Who read what, in a log beside the records.
resource "azurerm_log_analytics_workspace" "access" {
  name                = "log-dialysis-access"
  resource_group_name = azurerm_resource_group.backups.name
  location            = azurerm_resource_group.backups.location
  retention_in_days   = 730
}

resource "azurerm_monitor_diagnostic_setting" "access" {
  for_each = {
    keys    = azurerm_key_vault.records.id
    letters = "${azurerm_storage_account.letters.id}/blobServices/default"
  }

  name                       = "access"
  target_resource_id         = each.value
  log_analytics_workspace_id = azurerm_log_analytics_workspace.access.id

  enabled_log {
    category_group = "audit"
  }
}

resource "azurerm_mssql_server_extended_auditing_policy" "records" {
  server_id              = azurerm_mssql_server.records.id
  log_monitoring_enabled = true
}

# Its own services alone come through.
resource "azurerm_storage_account_network_rules" "letters" {
  storage_account_id = azurerm_storage_account.letters.id
  default_action     = "Deny"

  private_link_access {
    endpoint_resource_id = "/subscriptions/0b1f5c3e-77aa-4c1b-9f0e-2f6f4f1f0a31/providers/Microsoft.Security/datascanners/storageDataScanner"
    endpoint_tenant_id   = data.azurerm_client_config.this.tenant_id
  }
}
