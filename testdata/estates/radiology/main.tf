locals {
  tags = {
    practice = "lakeside-radiology"
    data     = "phi"
  }
}

resource "azurerm_resource_group" "data" {
  name     = "rg-radiology-data"
  location = var.location
  tags     = local.tags
}

resource "azurerm_resource_group" "backups" {
  name     = "rg-radiology-backups"
  location = var.location
  tags     = local.tags
}

data "azurerm_client_config" "this" {}

resource "azurerm_key_vault" "records" {
  name                          = "lakeside-records"
  resource_group_name           = azurerm_resource_group.data.name
  location                      = azurerm_resource_group.data.location
  tenant_id                     = data.azurerm_client_config.this.tenant_id
  sku_name                      = "premium"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  public_network_access_enabled = false
}

resource "azurerm_key_vault_key" "records" {
  name         = "records"
  key_vault_id = azurerm_key_vault.records.id
  key_type     = "RSA-HSM"
  key_size     = 3072
  key_opts     = ["wrapKey", "unwrapKey"]

  rotation_policy {
    expire_after         = "P1Y"
    notify_before_expiry = "P30D"

    automatic {
      time_before_expiry = "P60D"
    }
  }
}

resource "azurerm_user_assigned_identity" "stores" {
  name                = "id-radiology-stores"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
}

resource "azurerm_role_assignment" "stores" {
  scope                = azurerm_key_vault.records.id
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_user_assigned_identity.stores.principal_id
}

resource "azurerm_disk_encryption_set" "records" {
  name                      = "des-radiology"
  resource_group_name       = azurerm_resource_group.data.name
  location                  = azurerm_resource_group.data.location
  key_vault_key_id          = azurerm_key_vault_key.records.versionless_id
  auto_key_rotation_enabled = true

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }
}
