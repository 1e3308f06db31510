resource "azurerm_resource_group" "imaging" {
  name     = "imaging"
  location = var.azure_location
}

resource "azurerm_key_vault" "imaging" {
  name                       = "brightcare-imaging"
  resource_group_name        = azurerm_resource_group.imaging.name
  location                   = azurerm_resource_group.imaging.location
  tenant_id                  = "0b6e3f6b-1f0f-4a6a-8a53-0c2b86c1c9d4"
  sku_name                   = "premium"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false
}

resource "azurerm_key_vault_key" "imaging" {
  name         = "imaging"
  key_vault_id = azurerm_key_vault.imaging.id
  key_type     = "RSA"
  key_size     = 3072
  key_opts     = ["wrapKey", "unwrapKey"]
}

resource "azurerm_recovery_services_vault" "imaging" {
  name                         = "imaging"
  resource_group_name          = azurerm_resource_group.imaging.name
  location                     = azurerm_resource_group.imaging.location
  sku                          = "Standard"
  storage_mode_type            = "LocallyRedundant"
  soft_delete_enabled          = false
  cross_region_restore_enabled = false
}

resource "azurerm_backup_policy_vm" "nightly" {
  name                = "nightly"
  resource_group_name = azurerm_resource_group.imaging.name
  recovery_vault_name = azurerm_recovery_services_vault.imaging.name

  backup {
    frequency = "Weekly"
    time      = "23:00"
    weekdays  = ["Sunday"]
  }

  retention_weekly {
    count    = 4
    weekdays = ["Sunday"]
  }
}

resource "azurerm_linux_virtual_machine" "archive" {
  name                  = "imaging-archive"
  resource_group_name   = azurerm_resource_group.imaging.name
  location              = azurerm_resource_group.imaging.location
  size                  = "Standard_D4s_v5"
  admin_username        = "archive"
  network_interface_ids = []

  admin_ssh_key {
    username   = "archive"
    public_key = file("${path.module}/archive.pub")
  }

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
}

resource "azurerm_backup_protected_vm" "archive" {
  resource_group_name = azurerm_resource_group.imaging.name
  recovery_vault_name = azurerm_recovery_services_vault.imaging.name
  source_vm_id        = azurerm_linux_virtual_machine.archive.id
  backup_policy_id    = azurerm_backup_policy_vm.nightly.id
}

resource "azurerm_storage_account" "studies" {
  name                     = "brightcarestudies"
  resource_group_name      = azurerm_resource_group.imaging.name
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "LRS"
  min_tls_version          = "TLS1_0"

  blob_properties {
    versioning_enabled = false
  }
}

resource "azurerm_mssql_server" "worklist" {
  name                          = "brightcare-worklist"
  resource_group_name           = azurerm_resource_group.imaging.name
  location                      = azurerm_resource_group.imaging.location
  version                       = "12.0"
  minimum_tls_version           = "1.2"
  public_network_access_enabled = true

  azuread_administrator {
    login_username = "imaging-dba"
    object_id      = "5e0f3d5c-1b1a-4b59-9a0e-1a1c54a3d7aa"
  }
}

# The archive's own identity can delete its backups.
resource "azurerm_role_assignment" "archive" {
  scope                = azurerm_recovery_services_vault.imaging.id
  role_definition_name = "Backup Contributor"
  principal_id         = "c0de2f6b-5a0e-4b4b-9d8e-bb1f6c1e7a10"
  principal_type       = "ServicePrincipal"
}
