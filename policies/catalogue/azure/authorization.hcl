# Azure role-based access control: built-in roles by their names, custom roles by the actions they allow. A role that is given
# by the id of a built-in one has that role's name (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).

# principal_type tells a person's account from a workload's; without it the resource does that the principal comes from, and else it is
# some identity. Identities of vaults, stores and policies act for Azure alone; those of what runs code are workloads.
shape "role_assignment" "grant" {
  kind       = "identity"
  effect     = "allow"
  principals = [each.value.principal_id]
  principal_kinds = [
    contains(["User", "Group"], default(each.value.principal_type, "")) ? lower(each.value.principal_type) :
    surely(regex("^(data[.])?azurerm_(.*_policy_assignment|recovery_services_vault|data_protection_backup_vault|disk_encryption_set|storage_account|mssql_(server|managed_instance)|.*_flexible_server|cosmosdb_.*|log_analytics_.*|monitor_.*|eventhub_.*|managed_redis)$", read_from(each.value.principal_id)) != null) ? "agent" :
    default(each.value.principal_type, "") == "ServicePrincipal" || regex("^(data[.])?(azuread_service_principal|azurerm_(user_assigned_identity|.*virtual_machine(_scale_set)?|kubernetes_cluster|(linux_|windows_)?(web|function)_app.*|app_service|logic_app_.*|container_(app|app_job|group)|automation_account|data_factory|batch_.*|synapse_workspace|databricks_access_connector|machine_learning_.*|api_management|spring_cloud_app))$", read_from(each.value.principal_id)) != null ? "service" :
    default({
      "azuread_user"       = "user"
      "data.azuread_user"  = "user"
      "azuread_group"      = "group"
      "data.azuread_group" = "group"
    }[default(read_from(each.value.principal_id), "")], "identity")
  ]
  role = default(each.value.role_definition_name, each.value.role_definition_id)
  actions = [
    each.value.role_definition_name != null ? default(literal(each.value.role_definition_name), unknown(each.value.role_definition_name)) : default({
      "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" = "Owner"
      "b24988ac-6180-42a0-ab88-20f7382dd24c" = "Contributor"
      "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9" = "User Access Administrator"
      "f58310d9-a9f6-439a-9e8d-f62e7b41a168" = "Role Based Access Control Administrator"
      "5e467623-bb1f-42f4-a55d-6e525e11384b" = "Backup Contributor"
      "00c29273-979b-4161-815c-10b084fb9324" = "Backup Operator"
      "a795c7a0-d4a2-40c1-ae25-d81f01202912" = "Backup Reader"
      "17d1049b-9a84-46fb-8f53-869881c3d3ab" = "Storage Account Contributor"
      "81a9662b-bebf-436f-a333-f67b29880f12" = "Storage Account Key Operator Service Role"
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b" = "Storage Blob Data Owner"
      "ba92f5b4-2d11-453d-a403-e96b0029c9fe" = "Storage Blob Data Contributor"
      "f25e0fa2-a7c8-4377-a976-54943a77a395" = "Key Vault Contributor"
      "00482a5a-887f-4fb3-b363-3b7fe8e74483" = "Key Vault Administrator"
      "14b46e9e-c2b7-41b4-b07b-48a6ebf60603" = "Key Vault Crypto Officer"
      "a68e7c17-0ab2-4c09-9a58-125dae29748c" = "Key Vault Purge Operator"
      "e147488a-f6f5-4113-8e2d-b22465e65bf6" = "Key Vault Crypto Service Encryption User"
    }[lower(default(regex("[0-9a-fA-F-]{36}$", each.value.role_definition_id), ""))], each.value.role_definition_id)
  ]
  resources = [each.value.scope]
  on        = surely(regex("(?i)^[$]/resourceGroups/[^/$]+/?$", outline(each.value.scope)) != null) ? outline(each.value.scope) : each.value.scope
  on_concept = [for path in [outline(each.value.scope)] : (
    regex("(?i)/(Microsoft.RecoveryServices/vaults|Microsoft.DataProtection/backupVaults)/[^/]", path) != null ? "vault" :
    regex("(?i)/Microsoft.KeyVault/vaults/[^/]*/?$", path) != null ? "key_container" :
    regex("(?i)(/Microsoft.KeyVault/vaults/[^/]*|^[$])/keys/", path) != null ? "key" :
    regex("(?i)/(Microsoft.Storage/storageAccounts|Microsoft.Sql/servers|Microsoft.Compute/disks|Microsoft.Compute/virtualMachines)/", path) != null ? "store" :
    regex("(?i)^[$](/|$)", path) == null || regex("(?i)/(providers|secrets|certificates)/", path) != null ? null :
    default({
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
    }[default(read_from(each.value.scope), "")], null)
  )][0]
  # What is written behind the id of a group or a subscription is within it.
  scope = [for path in [outline(each.value.scope)] : (
    path == "$" ? default({
      "azurerm_resource_group"        = "group"
      "data.azurerm_resource_group"   = "group"
      "azurerm_subscription"          = "subscription"
      "data.azurerm_subscription"     = "subscription"
      "azurerm_management_group"      = "folder"
      "data.azurerm_management_group" = "folder"
    }[default(read_from(each.value.scope), "")], "resource") :
    regex("(?i)^/subscriptions/[^/]*/?$", path) != null ? "subscription" :
    regex("(?i)^(/subscriptions/[^/]*|[$])/resourceGroups/[^/]*/?$", path) != null ? "group" :
    regex("(?i)^/providers/Microsoft.Management/managementGroups/[^/]*/?$", path) != null ? "folder" :
    regex("^[$]/[$]", path) != null ? unknown(each.value.scope) :
    path == "/" ? "organization" : "resource"
  )][0]
  conditions = each.value.condition == null ? [] : [{ operator = "expression", key = "", values = [each.value.condition] }]
}

resource "azurerm_role_assignment" {
  fact "grant" {
    for_each = [{
      scope                = self.scope
      principal_id         = self.principal_id
      principal_type       = self.principal_type
      role_definition_id   = self.role_definition_id
      role_definition_name = self.role_definition_name
      condition            = self.condition
    }]
    like = "role_assignment"
  }
}

# A role that is held for good or for a time, without being taken up first.
resource "azurerm_pim_active_role_assignment" {
  fact "grant" {
    for_each = [{
      scope                = self.scope
      principal_id         = self.principal_id
      principal_type       = null
      role_definition_id   = self.role_definition_id
      role_definition_name = null
      condition            = null
    }]
    like = "role_assignment"
  }
}

# Through Azure's own API the id of the role is that of the subscription, too, and what a role is given on is the parent.
resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.]authorization/", self.type) != null)

  fact "grant" {
    for_each = [for body in [self.body] : {
      scope                = self.parent_id
      principal_id         = pick(body, "properties", "principalId")
      principal_type       = pick(body, "properties", "principalType")
      role_definition_id   = pick(body, "properties", "roleDefinitionId")
      role_definition_name = null
      condition            = pick(body, "properties", "condition")
    } if surely(startswith(lower(self.type), "microsoft.authorization/roleassignments@"))]
    like = "role_assignment"
  }
}

# Roles within a managed HSM, which are given there and not by Azure. vault_base_url is the name of azurerm 3.x.
resource "azurerm_key_vault_managed_hardware_security_module_role_assignment" {
  fact "grant" {
    kind       = "identity"
    effect     = "allow"
    scope      = "resource"
    on         = default(self.managed_hsm_id, default(self["vault_base_url"], null))
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

# What not_actions take off a wildcard is not allowed, unless another role allows it.
resource "azurerm_role_definition" {
  fact "role" {
    name       = self.name
    arn        = default(self.role_definition_id, null)
    actions    = flatten([for p in self.permissions : concat(default(p.actions, []), default(p.data_actions, []))])
    leaves_out = flatten([for p in self.permissions : concat(default(p.not_actions, []), default(p.not_data_actions, []))])
  }
}

data "azurerm_role_definition" {
  fact "role" {
    actions = [self.name]
  }
}

# Whatever a group is given its members have.
resource "azuread_group" {
  fact "group" {
    name         = self.display_name
    member_kinds = [for m in default(self.members, []) : regex("^(data[.])?(azuread_service_principal|azurerm_(user_assigned_identity|.*virtual_machine(_scale_set)?|kubernetes_cluster|(linux_|windows_)?(web|function)_app.*|app_service|logic_app_.*|container_(app|app_job|group)|automation_account|data_factory|batch_.*|synapse_workspace|databricks_access_connector|machine_learning_.*|api_management|spring_cloud_app))$", read_from(m)) != null ? "service" : "identity"]
  }
}

resource "azuread_group_without_members" {
  fact "group" {
    name         = self.display_name
    member_kinds = []
  }
}

resource "azuread_group_member" {
  part "group" {
    of           = self.group_object_id
    to           = ["azuread_group", "azuread_group_without_members"]
    member_kinds = [regex("^(data[.])?(azuread_service_principal|azurerm_(user_assigned_identity|.*virtual_machine(_scale_set)?|kubernetes_cluster|(linux_|windows_)?(web|function)_app.*|app_service|logic_app_.*|container_(app|app_job|group)|automation_account|data_factory|batch_.*|synapse_workspace|databricks_access_connector|machine_learning_.*|api_management|spring_cloud_app))$", read_from(self.member_object_id)) != null ? "service" : "identity"]
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
      "f58310d9-a9f6-439a-9e8d-f62e7b41a168" = "Role Based Access Control Administrator"
      "5e467623-bb1f-42f4-a55d-6e525e11384b" = "Backup Contributor"
      "00c29273-979b-4161-815c-10b084fb9324" = "Backup Operator"
      "a795c7a0-d4a2-40c1-ae25-d81f01202912" = "Backup Reader"
      "17d1049b-9a84-46fb-8f53-869881c3d3ab" = "Storage Account Contributor"
      "81a9662b-bebf-436f-a333-f67b29880f12" = "Storage Account Key Operator Service Role"
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b" = "Storage Blob Data Owner"
      "ba92f5b4-2d11-453d-a403-e96b0029c9fe" = "Storage Blob Data Contributor"
      "f25e0fa2-a7c8-4377-a976-54943a77a395" = "Key Vault Contributor"
      "00482a5a-887f-4fb3-b363-3b7fe8e74483" = "Key Vault Administrator"
      "14b46e9e-c2b7-41b4-b07b-48a6ebf60603" = "Key Vault Crypto Officer"
      "a68e7c17-0ab2-4c09-9a58-125dae29748c" = "Key Vault Purge Operator"
      "e147488a-f6f5-4113-8e2d-b22465e65bf6" = "Key Vault Crypto Service Encryption User"
    }[lower(default(regex("[0-9a-fA-F-]{36}$", a.role_definition_id), ""))], a.role_definition_id)]
    resources  = [self.scope]
    on         = self.scope
    scope      = "subscription"
    conditions = []
  }
}
