# Azure Key Vault. Deleted keys can be recovered for soft_delete_retention_days (90 by default) unless somebody purges them,
# which purge protection prevents.

resource "azurerm_key_vault_key" {
  fact "key" {
    name          = self.name
    arn           = self.id
    manager       = "customer"
    purpose       = startswith(self.key_type, "EC") ? "sign" : "encrypt"
    rotation      = startswith(self.key_type, "EC") ? null : length(flatten(self.rotation_policy[*].automatic)) > 0
    rotation_days = default(days(self.rotation_policy[0].automatic[0].time_after_creation), null)
    enabled       = true
    container     = self.key_vault_id
    tags          = default(self.tags, {})
  }
}

resource "azurerm_key_vault" {
  fact "key_container" {
    name             = self.name
    arn              = self.id
    deletion_days    = default(self.soft_delete_retention_days, 90)
    purge_guard      = default(self.purge_protection_enabled, false)
    public           = default(self.public_network_access_enabled, true) && lower(default(self.network_acls[0].default_action, "Allow")) == "allow"
    tags             = default(self.tags, {})
  }
}
