resource "azurerm_monitor_action_group" "oncall" {
  name                = "ag-radiology"
  resource_group_name = azurerm_resource_group.backups.name
  short_name          = "radiology"

  dynamic "email_receiver" {
    for_each = var.oncall

    content {
      name          = "oncall-${email_receiver.key}"
      email_address = email_receiver.value
    }
  }
}

resource "azurerm_monitor_alert_processing_rule_action_group" "backups" {
  name                 = "apr-backups"
  resource_group_name  = azurerm_resource_group.backups.name
  scopes               = [azurerm_resource_group.backups.id]
  add_action_group_ids = [azurerm_monitor_action_group.oncall.id]
}

# From the night when the vault was moved. Nobody took it away.
resource "azurerm_monitor_alert_processing_rule_suppression" "migration" {
  name                = "apr-migration"
  resource_group_name = azurerm_resource_group.backups.name
  scopes              = [azurerm_recovery_services_vault.machines.id]

  schedule {
    effective_from = "2026-03-07T22:00:00"
  }
}

data "azurerm_subscription" "this" {}

resource "azurerm_storage_account" "logs" {
  name                            = "lakesidelogs"
  resource_group_name             = azurerm_resource_group.backups.name
  location                        = azurerm_resource_group.backups.location
  account_tier                    = "Standard"
  account_replication_type        = "GRS"
  allow_nested_items_to_be_public = false

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

  enabled_log {
    category = "Security"
  }
}

# The application may read its secrets, and was given the whole group to be on the safe side.
resource "azurerm_user_assigned_identity" "viewer" {
  name                = "id-radiology-viewer"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
}

resource "azurerm_role_assignment" "viewer" {
  scope                = azurerm_resource_group.backups.id
  role_definition_name = "Contributor"
  principal_id         = azurerm_user_assigned_identity.viewer.principal_id
}

# Set up by the vendor, where the vendor is.
resource "azurerm_log_analytics_workspace" "viewer" {
  name                = "log-viewer"
  resource_group_name = azurerm_resource_group.backups.name
  location            = "westeurope"
}

resource "azurerm_monitor_diagnostic_setting" "studies" {
  name                       = "reads"
  target_resource_id         = "${azurerm_storage_account.studies.id}/blobServices/default"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.viewer.id

  enabled_log {
    category = "StorageRead"
  }
}
