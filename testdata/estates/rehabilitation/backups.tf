resource "azurerm_recovery_services_vault" "machines" {
  name                = "rsv-${var.clinic}"
  resource_group_name = data.azurerm_resource_group.clinic.name
  location            = var.location
  sku                 = "Standard"
  storage_mode_type   = var.redundancy == null ? "GeoRedundant" : "LocallyRedundant"
  immutability        = var.immutability

  encryption {
    key_id                            = data.azurerm_key_vault_key.records.id
    infrastructure_encryption_enabled = true
  }

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_backup_policy_vm" "machines" {
  name                = "machines"
  resource_group_name = data.azurerm_resource_group.clinic.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name
  policy_type         = "V2"

  backup {
    frequency     = var.backup.frequency
    time          = "22:00"
    hour_interval = var.backup.frequency == "Hourly" ? var.backup.hours : null
    hour_duration = var.backup.frequency == "Hourly" ? 24 : null
  }

  retention_daily {
    count = var.backup.days
  }
}

resource "azurerm_backup_protected_vm" "app" {
  for_each            = azurerm_windows_virtual_machine.app
  resource_group_name = data.azurerm_resource_group.clinic.name
  recovery_vault_name = azurerm_recovery_services_vault.machines.name
  source_vm_id        = each.value.id
  backup_policy_id    = azurerm_backup_policy_vm.machines.id
  exclude_disk_luns   = compact([var.machines[each.key].lun])
}

resource "azurerm_monitor_action_group" "oncall" {
  name                = "ag-${var.clinic}"
  resource_group_name = data.azurerm_resource_group.clinic.name
  short_name          = "oncall"

  dynamic "email_receiver" {
    for_each = var.oncall

    content {
      name          = "oncall-${email_receiver.key}"
      email_address = email_receiver.value
    }
  }
}

resource "azurerm_monitor_alert_processing_rule_action_group" "backups" {
  name                 = "apr-${var.clinic}"
  resource_group_name  = data.azurerm_resource_group.clinic.name
  scopes               = [data.azurerm_resource_group.clinic.id]
  add_action_group_ids = [azurerm_monitor_action_group.oncall.id]
}

# In azurerm 3 these blocks were called log.
resource "azurerm_monitor_diagnostic_setting" "subscription" {
  name                       = "activity"
  target_resource_id         = data.azurerm_subscription.this.id
  log_analytics_workspace_id = data.azurerm_log_analytics_workspace.chain.id

  log {
    category = "Administrative"
  }

  log {
    category = "Recommendation"
    enabled  = false
  }
}

resource "azurerm_role_assignment" "administrators" {
  scope                = azurerm_recovery_services_vault.machines.id
  role_definition_name = "Backup Contributor"
  principal_id         = var.administrators
}
