# Azure Key Vault. Deleted keys can be recovered for soft_delete_retention_days (90 by default) unless somebody purges them,
# which purge protection prevents.

# A vault, or an HSM of the customer's alone.
shape "key_container" "key_container" {
  name          = self.name
  arn           = self.id
  deletion_days = default(self.soft_delete_retention_days, 90)
  purge_guard   = default(self.purge_protection_enabled, false)
  logged        = false
  public        = default(self.public_network_access_enabled, true) && lower(default(self.network_acls[0].default_action, "Allow")) == "allow"
  tags          = default(self.tags, {})
}

resource "azurerm_key_vault_key" {
  # Keys on elliptic curves sign and cannot encrypt.
  fact "key" {
    name       = self.name
    arn        = self.id
    manager    = "customer"
    protection = endswith(lower(self.key_type), "-hsm") ? "hsm" : "software"
    purpose    = startswith(self.key_type, "EC") ? "sign" : "encrypt"
    rotation   = is_set(regex("^EC", self.key_type)) ? null : length(flatten(self.rotation_policy[*].automatic)) > 0
    rotation_days = default(
      days(self.rotation_policy[0].automatic[0].time_after_creation),
      default(days(self.rotation_policy[0].expire_after) - days(self.rotation_policy[0].automatic[0].time_before_expiry), null),
    )
    enabled   = true
    container = self.key_vault_id
    tags      = default(self.tags, {})
  }
}

data "azurerm_key_vault_key" {
  fact "key" {
    name          = self.name
    manager       = "customer"
    protection    = unknown(self.id)
    purpose       = unknown(self.id)
    rotation      = unknown(self.id)
    rotation_days = unknown(self.id)
    enabled       = unknown(self.id)
    container     = self.key_vault_id
  }
}

resource "azurerm_key_vault" {
  fact "key_container" {
    like = "key_container"
  }

  # Permissions on keys, as the data actions that Azure has for them. A vault that uses role assignments takes no notice of
  # its access policies.
  fact "grant" {
    for_each        = default(self.rbac_authorization_enabled, default(self.enable_rbac_authorization, false)) ? [] : [for p in default(self.access_policy, []) : p if length(default(p.key_permissions, [])) > 0]
    kind            = "resource"
    effect          = "allow"
    scope           = "resource"
    on              = address
    on_concept      = "key_container"
    principals      = [each.value.object_id]
    principal_kinds = ["identity"]
    actions = [for permission in each.value.key_permissions : default({
      get     = "Microsoft.KeyVault/vaults/keys/read", list = "Microsoft.KeyVault/vaults/keys/read", delete = "Microsoft.KeyVault/vaults/keys/delete",
      wrapkey = "Microsoft.KeyVault/vaults/keys/wrap/action", unwrapkey = "Microsoft.KeyVault/vaults/keys/unwrap/action",
    }[lower(permission)], "Microsoft.KeyVault/vaults/keys/${lower(permission)}/action")]
    resources  = [self.id]
    conditions = []
  }
}

resource "azurerm_key_vault_access_policy" {
  fact "grant" {
    when            = length(default(self.key_permissions, [])) > 0
    kind            = "resource"
    effect          = "allow"
    scope           = "resource"
    on              = self.key_vault_id
    on_concept      = "key_container"
    principals      = [self.object_id]
    principal_kinds = ["identity"]
    actions = [for permission in default(self.key_permissions, []) : default({
      get     = "Microsoft.KeyVault/vaults/keys/read", list = "Microsoft.KeyVault/vaults/keys/read", delete = "Microsoft.KeyVault/vaults/keys/delete",
      wrapkey = "Microsoft.KeyVault/vaults/keys/wrap/action", unwrapkey = "Microsoft.KeyVault/vaults/keys/unwrap/action",
    }[lower(permission)], "Microsoft.KeyVault/vaults/keys/${lower(permission)}/action")]
    resources  = [self.key_vault_id]
    conditions = []
  }
}

# Managed HSM, which keeps keys in hardware of the customer's alone.
resource "azurerm_key_vault_managed_hardware_security_module" {
  fact "key_container" {
    like = "key_container"
  }
}

resource "azurerm_key_vault_managed_hardware_security_module_key" {
  fact "key" {
    name       = self.name
    arn        = self.id
    manager    = "customer"
    protection = "hsm"
    purpose    = startswith(self.key_type, "EC") ? "sign" : "encrypt"
    rotation   = is_set(regex("^EC", self.key_type)) ? null : false
    enabled    = true
    container  = self.managed_hsm_id
    tags       = default(self.tags, {})
  }
}

resource "azurerm_key_vault_managed_hardware_security_module_key_rotation_policy" {
  part "key" {
    of       = self.managed_hsm_key_id
    to       = ["azurerm_key_vault_managed_hardware_security_module_key"]
    rotation = self.time_after_creation != null || self.time_before_expiry != null
    rotation_days = default(
      days(self.time_after_creation),
      default(days(self.expire_after) - days(self.time_before_expiry), null),
    )
  }
}
