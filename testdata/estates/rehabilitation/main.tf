# What the head office made: the group, the key, and where logs go.
data "azurerm_resource_group" "clinic" {
  name = "rg-${var.clinic}"
}

data "azurerm_key_vault" "chain" {
  name                = "kv-chain"
  resource_group_name = "rg-chain"
}

data "azurerm_key_vault_key" "records" {
  name         = "records"
  key_vault_id = data.azurerm_key_vault.chain.id
}

data "azurerm_log_analytics_workspace" "chain" {
  name                = "log-chain"
  resource_group_name = "rg-chain"
}

data "azurerm_subscription" "this" {}

resource "azurerm_storage_account" "records" {
  name                          = "st${var.clinic}records"
  resource_group_name           = data.azurerm_resource_group.clinic.name
  location                      = var.location
  account_tier                  = "Standard"
  account_replication_type      = coalesce(var.redundancy, "GRS")
  enable_https_traffic_only     = true
  public_network_access_enabled = var.public_network

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = var.soft_delete_days
    }
  }
}

resource "azurerm_storage_account_customer_managed_key" "records" {
  storage_account_id = azurerm_storage_account.records.id
  key_vault_id       = data.azurerm_key_vault.chain.id
  key_name           = data.azurerm_key_vault_key.records.name
}

# Written for azurerm 3: a text where later releases have a list.
resource "azurerm_cosmosdb_account" "appointments" {
  name                      = "cosmos-${var.clinic}"
  resource_group_name       = data.azurerm_resource_group.clinic.name
  location                  = var.location
  offer_type                = "Standard"
  kind                      = "GlobalDocumentDB"
  ip_range_filter           = "203.0.113.0/24,198.51.100.17"
  enable_automatic_failover = true

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = var.location
    failover_priority = 0
  }

  backup {
    type = "Continuous"
  }
}

resource "azurerm_postgresql_flexible_server" "ehr" {
  name                         = "psql-${var.clinic}"
  resource_group_name          = data.azurerm_resource_group.clinic.name
  location                     = var.location
  backup_retention_days        = var.backup.days
  geo_redundant_backup_enabled = var.redundancy == "GRS"
  delegated_subnet_id          = "${data.azurerm_resource_group.clinic.id}/providers/Microsoft.Network/virtualNetworks/clinic/subnets/data"
}

resource "azurerm_windows_virtual_machine" "app" {
  for_each              = var.machines
  name                  = each.key
  resource_group_name   = data.azurerm_resource_group.clinic.name
  location              = var.location
  size                  = each.value.size
  admin_username        = "ops"
  admin_password        = "from-the-pipeline"
  network_interface_ids = []

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }

  lifecycle {
    ignore_changes = [admin_password]
  }
}
