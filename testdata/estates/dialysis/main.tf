# A practice on Azure that does what its agreement asks for.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.0"
    }
  }
}

provider "azurerm" {
  subscription_id = "0b1f5c3e-77aa-4c1b-9f0e-2f6f4f1f0a31"

  features {
    recovery_service {
      vm_backup_suspend_protection_and_retain_data_on_destroy = true
    }
  }
}

variable "machines" {
  type    = set(string)
  default = ["ehr-app", "ehr-reports"]
}

resource "azurerm_resource_group" "records" {
  name     = "rg-dialysis"
  location = "eastus"
}

data "azurerm_client_config" "this" {}

data "azurerm_subscription" "this" {}

resource "azurerm_key_vault" "records" {
  name                          = "dialysis-records"
  resource_group_name           = azurerm_resource_group.records.name
  location                      = azurerm_resource_group.records.location
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
    expire_after = "P1Y"

    automatic {
      time_before_expiry = "P60D"
    }
  }
}

resource "azurerm_user_assigned_identity" "stores" {
  name                = "id-stores"
  resource_group_name = azurerm_resource_group.records.name
  location            = azurerm_resource_group.records.location
}

resource "azurerm_role_assignment" "stores" {
  scope                = azurerm_key_vault_key.records.resource_versionless_id
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_user_assigned_identity.stores.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_disk_encryption_set" "records" {
  name                      = "des-records"
  resource_group_name       = azurerm_resource_group.records.name
  location                  = azurerm_resource_group.records.location
  key_vault_key_id          = azurerm_key_vault_key.records.versionless_id
  auto_key_rotation_enabled = true

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }
}

resource "azurerm_mssql_server" "records" {
  name                                         = "sql-dialysis"
  resource_group_name                          = azurerm_resource_group.records.name
  location                                     = azurerm_resource_group.records.location
  version                                      = "12.0"
  public_network_access_enabled                = false
  transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.records.versionless_id
  primary_user_assigned_identity_id            = azurerm_user_assigned_identity.stores.id

  azuread_administrator {
    login_username              = "dba"
    object_id                   = "1c9a4b6e-0f0b-4d29-8a57-9f6ee5e0b0c4"
    azuread_authentication_only = true
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }
}

resource "azurerm_mssql_database" "ehr" {
  name      = "ehr"
  server_id = azurerm_mssql_server.records.id

  short_term_retention_policy {
    retention_days = 35
  }

  long_term_retention_policy {
    monthly_retention = "P12M"
    yearly_retention  = "P7Y"
    week_of_year      = 1
  }
}

resource "azurerm_windows_virtual_machine" "app" {
  for_each = var.machines

  name                  = "vm-${each.value}"
  resource_group_name   = azurerm_resource_group.records.name
  location              = azurerm_resource_group.records.location
  size                  = "Standard_D4s_v5"
  admin_username        = "ops"
  admin_password        = "set-by-the-vault"
  network_interface_ids = ["/subscriptions/0b1f5c3e-77aa-4c1b-9f0e-2f6f4f1f0a31/resourceGroups/rg-net/providers/Microsoft.Network/networkInterfaces/nic-${each.value}"]

  os_disk {
    caching                = "ReadWrite"
    storage_account_type   = "Premium_LRS"
    disk_encryption_set_id = azurerm_disk_encryption_set.records.id
  }

  lifecycle {
    ignore_changes = [admin_password]
  }
}

# Containers are closed by default since azurerm 5.0.
resource "azurerm_storage_account" "letters" {
  name                          = "dialysisletters"
  resource_group_name           = azurerm_resource_group.records.name
  location                      = azurerm_resource_group.records.location
  account_tier                  = "Standard"
  account_replication_type      = "GRS"
  public_network_access_enabled = false
  shared_access_key_enabled     = false

  blob_properties {
    versioning_enabled  = true
    change_feed_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }
  }

  customer_managed_key {
    key_vault_key_id          = azurerm_key_vault_key.records.versionless_id
    user_assigned_identity_id = azurerm_user_assigned_identity.stores.id
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }
}
