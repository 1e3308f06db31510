# Azure role-based access control: built-in roles by their names, custom roles by the actions they allow. A role that is given
# by the id of a built-in one has that role's name (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).

# principal_type tells a person's account from a workload's; without it the resource does that the principal comes from, and else it is
# some identity.
shape "role_assignment" "grant" {
  kind       = "identity"
  effect     = "allow"
  principals = [self.principal_id]
  principal_kinds = [
    each.value.principal_type != null ? { User = "user", Group = "group", ServicePrincipal = "service" }[each.value.principal_type] :
    default({
      "azuread_user"                         = "user"
      "data.azuread_user"                    = "user"
      "azuread_group"                        = "group"
      "data.azuread_group"                   = "group"
      "azuread_service_principal"            = "service"
      "data.azuread_service_principal"       = "service"
      "azurerm_user_assigned_identity"       = "service"
      "data.azurerm_user_assigned_identity"  = "service"
      "azurerm_linux_virtual_machine"        = "service"
      "azurerm_windows_virtual_machine"      = "service"
      "azurerm_recovery_services_vault"      = "service"
      "azurerm_data_protection_backup_vault" = "service"
    }[default(read_from(self.principal_id), "")], "identity")
  ]
  role = default(each.value.role_definition_name, self.role_definition_id)
  actions = [
    each.value.role_definition_name != null ? each.value.role_definition_name : default({
      "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" = "Owner"
      "b24988ac-6180-42a0-ab88-20f7382dd24c" = "Contributor"
      "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9" = "User Access Administrator"
      "5e467623-bb1f-42f4-a55d-6e525e11384b" = "Backup Contributor"
      "00c29273-979b-4161-815c-10b084fb9324" = "Backup Operator"
      "a795c7a0-d4a2-40c1-ae25-d81f01202912" = "Backup Reader"
      "17d1049b-9a84-46fb-8f53-869881c3d3ab" = "Storage Account Contributor"
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b" = "Storage Blob Data Owner"
      "ba92f5b4-2d11-453d-a403-e96b0029c9fe" = "Storage Blob Data Contributor"
      "f25e0fa2-a7c8-4377-a976-54943a77a395" = "Key Vault Contributor"
      "00482a5a-887f-4fb3-b363-3b7fe8e74483" = "Key Vault Administrator"
      "14b46e9e-c2b7-41b4-b07b-48a6ebf60603" = "Key Vault Crypto Officer"
      "e147488a-f6f5-4113-8e2d-b22465e65bf6" = "Key Vault Crypto Service Encryption User"
    }[lower(default(regex("[0-9a-fA-F-]{36}$", self.role_definition_id), ""))], self.role_definition_id)
  ]
  resources = [self.scope]
  on        = self.scope
  on_concept = (
    default(read_from(self.scope), "") != "" ? default({
      azurerm_recovery_services_vault      = "vault"
      azurerm_data_protection_backup_vault = "vault"
      azurerm_key_vault                    = "key_container"
      azurerm_key_vault_key                = "key"
      azurerm_storage_account              = "store"
      azurerm_storage_container            = "store"
      azurerm_managed_disk                 = "store"
      azurerm_linux_virtual_machine        = "store"
      azurerm_windows_virtual_machine      = "store"
      azurerm_virtual_machine              = "store"
      azurerm_mssql_server                 = "store"
      azurerm_mssql_database               = "store"
      azurerm_monitor_action_group         = "channel"
    }[default(read_from(self.scope), "")], null) :
    regex("(?i)/(Microsoft.RecoveryServices/vaults|Microsoft.DataProtection/backupVaults)/[^/]*$", self.scope) != null ? "vault" :
    regex("(?i)/Microsoft.KeyVault/vaults/[^/]*$", self.scope) != null ? "key_container" :
    regex("(?i)/Microsoft.KeyVault/vaults/[^/]*/keys/", self.scope) != null ? "key" :
    regex("(?i)/(Microsoft.Storage/storageAccounts|Microsoft.Sql/servers|Microsoft.Compute/disks|Microsoft.Compute/virtualMachines)/", self.scope) != null ? "store" : null
  )
  scope = (
    default(read_from(self.scope), "") != "" ? default({
      "azurerm_resource_group"        = "group"
      "data.azurerm_resource_group"   = "group"
      "azurerm_subscription"          = "subscription"
      "data.azurerm_subscription"     = "subscription"
      "azurerm_management_group"      = "folder"
      "data.azurerm_management_group" = "folder"
    }[default(read_from(self.scope), "")], "resource") :
    regex("(?i)^/subscriptions/[^/]*/?$", self.scope) != null ? "subscription" :
    regex("(?i)^/subscriptions/[^/]*/resourceGroups/[^/]*/?$", self.scope) != null ? "group" :
    regex("(?i)^/providers/Microsoft.Management/managementGroups/", self.scope) != null ? "folder" :
    self.scope == "/" ? "organization" : "resource"
  )
  conditions = each.value.condition == null ? [] : [{ operator = "expression", key = "", values = [each.value.condition] }]
}

resource "azurerm_role_assignment" {
  fact "grant" {
    for_each = [{ principal_type = self.principal_type, role_definition_name = self.role_definition_name, condition = self.condition }]
    like     = "role_assignment"
  }
}

# A role that is held for good or for a time, without being taken up first.
resource "azurerm_pim_active_role_assignment" {
  fact "grant" {
    for_each = [{ principal_type = null, role_definition_name = null, condition = null }]
    like     = "role_assignment"
  }
}

# Roles within a managed HSM, which are given there and not by Azure.
resource "azurerm_key_vault_managed_hardware_security_module_role_assignment" {
  fact "grant" {
    kind       = "identity"
    effect     = "allow"
    scope      = "resource"
    on         = self.managed_hsm_id
    on_concept = "key_container"
    principals = [self.principal_id]
    principal_kinds = [default({
      "azuread_user"                        = "user"
      "data.azuread_user"                   = "user"
      "azuread_group"                       = "group"
      "data.azuread_group"                  = "group"
      "azuread_service_principal"           = "service"
      "data.azuread_service_principal"      = "service"
      "azurerm_user_assigned_identity"      = "service"
      "data.azurerm_user_assigned_identity" = "service"
    }[default(read_from(self.principal_id), "")], "identity")]
    actions = [default({
      "a290e904-7015-4bba-90c8-60543313cdb4" = "Managed HSM Administrator"
      "515eb02d-2335-4d2d-92f2-b1cbdf9c3778" = "Managed HSM Crypto Officer"
      "21dbd100-6940-42c2-9190-5d6cb909625b" = "Managed HSM Crypto User"
      "33413926-3206-4cdd-b39a-83574fe37a17" = "Managed HSM Crypto Service Encryption User"
      "2c18b078-7c48-4d3a-af88-5a3a1b3f82b3" = "Managed HSM Crypto Auditor"
    }[lower(default(regex("[0-9a-fA-F-]{36}$", self.role_definition_id), ""))], self.role_definition_id)]
    resources  = [self.scope]
    conditions = []
  }
}

# A wildcard stands unless not_actions take something off it that is about backups, keys or deletion.
resource "azurerm_role_definition" {
  fact "role" {
    name = self.name
    arn  = default(self.role_definition_id, null)
    actions = [
      for a in flatten([for p in self.permissions : concat(default(p.actions, []), default(p.data_actions, []))]) : a
      if length(split("*", a)) == 1 || !any([
        for n in flatten([for p in self.permissions : concat(default(p.not_actions, []), default(p.not_data_actions, []))]) :
        startswith(n, "*") || regex("(?i)^Microsoft[.](RecoveryServices|DataProtection|KeyVault)/", n) != null
      ])
    ]
  }
}

data "azurerm_role_definition" {
  fact "role" {
    actions = [self.name]
  }
}

# Azure Lighthouse: the roles that somebody of another directory has in this one, in the subscription that the definition names.
resource "azurerm_lighthouse_definition" {
  fact "grant" {
    kind            = "identity"
    effect          = "allow"
    principals      = [self.managing_tenant_id]
    principal_kinds = ["account"]
    actions = [for a in self.authorization : default({
      "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" = "Owner"
      "b24988ac-6180-42a0-ab88-20f7382dd24c" = "Contributor"
      "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9" = "User Access Administrator"
      "5e467623-bb1f-42f4-a55d-6e525e11384b" = "Backup Contributor"
      "00c29273-979b-4161-815c-10b084fb9324" = "Backup Operator"
      "a795c7a0-d4a2-40c1-ae25-d81f01202912" = "Backup Reader"
      "17d1049b-9a84-46fb-8f53-869881c3d3ab" = "Storage Account Contributor"
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b" = "Storage Blob Data Owner"
      "ba92f5b4-2d11-453d-a403-e96b0029c9fe" = "Storage Blob Data Contributor"
      "f25e0fa2-a7c8-4377-a976-54943a77a395" = "Key Vault Contributor"
      "00482a5a-887f-4fb3-b363-3b7fe8e74483" = "Key Vault Administrator"
      "14b46e9e-c2b7-41b4-b07b-48a6ebf60603" = "Key Vault Crypto Officer"
      "e147488a-f6f5-4113-8e2d-b22465e65bf6" = "Key Vault Crypto Service Encryption User"
    }[lower(default(regex("[0-9a-fA-F-]{36}$", a.role_definition_id), ""))], a.role_definition_id)]
    resources  = [self.scope]
    on         = self.scope
    scope      = "subscription"
    conditions = []
  }
}
