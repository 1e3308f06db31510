# Reports of findings. Backups stay in the region: nobody asked for geo-redundancy when the server was made.
resource "azurerm_postgresql_flexible_server" "reports" {
  name                          = "psql-radiology-reports"
  resource_group_name           = azurerm_resource_group.data.name
  location                      = azurerm_resource_group.data.location
  version                       = "16"
  sku_name                      = "GP_Standard_D4ds_v5"
  public_network_access_enabled = false
  backup_retention_days         = 35

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }

  customer_managed_key {
    key_vault_key_id                  = azurerm_key_vault_key.records.versionless_id
    primary_user_assigned_identity_id = azurerm_user_assigned_identity.stores.id
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.stores.id]
  }

  tags = local.tags
}

# Scheduling, on every default but one.
resource "azurerm_cosmosdb_account" "scheduling" {
  name                = "cosmos-radiology-scheduling"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  offer_type          = "Standard"
  key_vault_key_id    = azurerm_key_vault_key.records.versionless_id

  consistency_policy {
    consistency_level = "Session"
  }

  dynamic "geo_location" {
    for_each = { 0 = "eastus2", 1 = "canadacentral" }

    content {
      location          = geo_location.value
      failover_priority = geo_location.key
    }
  }

  tags = local.tags
}

# Studies, replicated to the pair by Azure.
resource "azurerm_storage_account" "studies" {
  name                            = "lakesidestudies"
  resource_group_name             = azurerm_resource_group.data.name
  location                        = azurerm_resource_group.data.location
  account_tier                    = "Standard"
  account_replication_type        = "GZRS"
  allow_nested_items_to_be_public = false
  shared_access_key_enabled       = false
  public_network_access_enabled   = false

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
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

  tags = local.tags
}

resource "azurerm_storage_share" "dictation" {
  name               = "dictation"
  storage_account_id = azurerm_storage_account.studies.id
  quota              = 512
}

# Images on a file system that the modalities write to.
resource "azurerm_netapp_volume" "images" {
  name                = "images"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  account_name        = "anf-radiology"
  pool_name           = "premium"
  volume_path         = "images"
  service_level       = "Premium"
  subnet_id           = "/subscriptions/6f0c7a52-3f1b-4e0a-9a55-0d1c7c2f8e11/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-radiology/subnets/anf"
  storage_quota_in_gb = 8192
  protocols           = ["NFSv3"]

  data_protection_backup_policy {
    backup_policy_id = azurerm_netapp_backup_policy.images.id
    backup_vault_id  = azurerm_netapp_backup_vault.images.id
  }

  tags = local.tags
}

resource "azurerm_netapp_backup_vault" "images" {
  name                = "anf-vault"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  account_name        = "anf-radiology"
}

# Two daily backups, one weekly and one monthly: the defaults.
resource "azurerm_netapp_backup_policy" "images" {
  name                = "images"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  account_name        = "anf-radiology"
}

resource "azurerm_linux_virtual_machine" "archive" {
  for_each = var.archives

  name                       = "vm-${each.key}"
  resource_group_name        = azurerm_resource_group.data.name
  location                   = azurerm_resource_group.data.location
  size                       = each.value.size
  admin_username             = "pacs"
  network_interface_ids      = ["/subscriptions/6f0c7a52-3f1b-4e0a-9a55-0d1c7c2f8e11/resourceGroups/rg-net/providers/Microsoft.Network/networkInterfaces/nic-${each.key}"]
  encryption_at_host_enabled = true

  admin_ssh_key {
    username   = "pacs"
    public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2v6Qm8n0yqkqgq8nqk9mVvKp7kT0n2cYk1Zr2x9o1b pacs"
  }

  os_disk {
    caching                = "ReadWrite"
    storage_account_type   = "Premium_LRS"
    disk_encryption_set_id = azurerm_disk_encryption_set.records.id
  }

  tags = local.tags
}

# What the second opinions are sent as. Whoever wrote the scope took the default for the key of the account.
resource "azurerm_storage_encryption_scope" "opinions" {
  name               = "opinions"
  storage_account_id = azurerm_storage_account.studies.id
  source             = "Microsoft.Storage"
}

# The vendor of the reading software scans studies from its own directory, which no agreement names.
resource "azurerm_storage_account_network_rules" "studies" {
  storage_account_id = azurerm_storage_account.studies.id
  default_action     = "Deny"

  private_link_access {
    endpoint_resource_id = "/subscriptions/3fd0b0ff-6b5e-4a0c-8a7e-5a1f7d2b9c01/resourceGroups/scan/providers/Microsoft.CognitiveServices/accounts/reader"
    endpoint_tenant_id   = "3fd0b0ff-6b5e-4a0c-8a7e-5a1f7d2b9c00"
  }
}
