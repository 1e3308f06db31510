# Azure Storage through Azure's own API: the facts of storage.hcl, by the names of the reference of ARM templates
# (https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts). Defaults are those that it documents, but for two: since
# February 2026 no account accepts TLS below 1.2, though the reference still names 1.0; and whether containers may be public it says
# differently from release to release, while new accounts refuse it: null, as on AWS.

resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.]storage/", self.type) != null)

  fact "store" {
    when        = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts@"))
    kind        = pick(self.body, "kind") == "FileStorage" ? "file" : "object"
    service     = pick(self.body, "kind") == "FileStorage" ? "files" : "blob-storage"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key         = pick(self.body, "properties", "encryption", "keyvaultproperties", "keyname")
    key_manager = lower(default(pick(self.body, "properties", "encryption", "keySource"), "")) == "microsoft.keyvault" ? "customer" : null

    public_blocked = pick(self.body, "properties", "allowBlobPublicAccess") == null ? null : pick(self.body, "properties", "allowBlobPublicAccess") ? false : true
    tls_required   = default(pick(self.body, "properties", "supportsHttpsTrafficOnly"), true) && !default(pick(self.body, "properties", "isNfsV3Enabled"), false)
    min_tls        = replace(trimprefix(default(pick(self.body, "properties", "minimumTlsVersion"), "TLS1_2"), "TLS"), "_", ".")
    private_only = (
      contains(["disabled", "securedbyperimeter"], lower(default(pick(self.body, "properties", "publicNetworkAccess"), "Enabled"))) ||
      lower(default(pick(self.body, "properties", "networkAcls", "defaultAction"), "Allow")) == "deny"
    )
    logged = false

    versioned        = is_set(regex("^FileStorage$", pick(self.body, "kind"))) || is_set(regex("^true$", tostring(pick(self.body, "properties", "isHnsEnabled")))) ? null : false
    soft_delete_days = is_set(regex("^FileStorage$", pick(self.body, "kind"))) ? unsaid("how long deleted shares of ${address} can be recovered") : 0
    lock_mode = pick(self.body, "kind") == "FileStorage" ? null : { locked = "compliance", unlocked = "governance", disabled = "none" }[
      lower(default(pick(self.body, "properties", "immutableStorageWithVersioning", "immutabilityPolicy", "state"), "Disabled"))
    ]
    lock_days  = pick(self.body, "properties", "immutableStorageWithVersioning", "immutabilityPolicy", "immutabilityPeriodSinceCreationInDays")
    redundancy = { LRS = "local", ZRS = "zone", GRS = "geo", RAGRS = "geo", GZRS = "geo", RAGZRS = "geo" }[regex("_([A-Z]+)$", pick(self.body, "sku", "name"))[0]]
    iam_auth   = !default(pick(self.body, "properties", "allowSharedKeyAccess"), true) && !default(pick(self.body, "properties", "isSftpEnabled"), false)
    tags       = default(self.tags, {})
  }

  # Resources of another directory that the firewall lets in.
  fact "share" {
    for_each = flatten([for body in [self.body] : [
      for r in default(pick(body, "properties", "networkAcls", "resourceAccessRules"), []) : pick(r, "tenantId")
      if default(pick(r, "tenantId"), null) != null && !startswith(default(pick(r, "tenantId"), ""), "{tenant_id of ")
    ] if surely(startswith(lower(self.type), "microsoft.storage/storageaccounts@"))])
    what     = address
    accounts = [each.value]
  }

  part "store" {
    like = "blob_service"
    when = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/blobservices@"))
    of   = self.parent_id
  }

  # Whatever else the account is for.
  part "store" {
    when = surely(regex("(?i)^microsoft.storage/storageAccounts/(blobServices/containers|fileServices/shares)@", self.type) != null)
    of   = self.parent_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "primary"
    rank = -1
  }

  # The container, by which policies and backends find the account.
  part "store" {
    when = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/blobservices/containers@"))
    of   = self.parent_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    name = "container/${self.name}"
  }

  fact "grant" {
    for_each = [for access in [pick(self.body, "properties", "publicAccess")] : access if surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/blobservices/containers@"))]
    like     = "public_container"
    on       = self.parent_id
  }

  # What locks it for good is an action of its own, and no resource.
  part "store" {
    when      = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/blobservices/containers/immutabilitypolicies@"))
    of        = self.parent_id
    to        = ["azapi_resource", "azurerm_storage_account"]
    lock_mode = "governance"
    lock_days = pick(self.body, "properties", "immutabilityPeriodSinceCreationInDays")
  }

  fact "store" {
    when        = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/fileservices/shares@"))
    kind        = "file"
    service     = "files"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key_manager = "parent"
  }

  part "store" {
    when = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/managementpolicies@"))
    of   = self.parent_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    expires_days = min(flatten([for r in default(pick(self.body, "properties", "policy", "rules"), []) : [
      pick(r, "definition", "actions", "baseBlob", "delete", "daysAfterModificationGreaterThan"),
      pick(r, "definition", "actions", "baseBlob", "delete", "daysAfterCreationGreaterThan"),
      pick(r, "definition", "actions", "baseBlob", "delete", "daysAfterLastAccessTimeGreaterThan"),
    ] if default(pick(r, "enabled"), true)])...)
    noncurrent_days = min([
      for r in default(pick(self.body, "properties", "policy", "rules"), []) : pick(r, "definition", "actions", "version", "delete", "daysAfterCreationGreaterThan") if default(pick(r, "enabled"), true)
    ]...)
  }

  # Somebody with a key or password of the account's own.
  part "store" {
    when     = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/localusers@"))
    of       = self.parent_id
    to       = ["azapi_resource", "azurerm_storage_account"]
    iam_auth = false
  }

  # Both accounts have the policy; that of the account which is copied to comes first.
  fact "copy" {
    when    = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/objectreplicationpolicies@"))
    kind    = "replica"
    from    = pick(self.body, "properties", "sourceAccount")
    to      = pick(self.body, "properties", "destinationAccount")
    enabled = true
  }

  part "store" {
    when = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/objectreplicationpolicies@"))
    of   = pick(self.body, "properties", "destinationAccount")
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "backup"
  }

  fact "store" {
    when        = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/encryptionscopes@"))
    kind        = "object"
    service     = "blob-storage"
    role        = "server"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key         = pick(self.body, "properties", "keyVaultProperties", "keyUri")
    key_manager = lower(default(pick(self.body, "properties", "source"), "")) == "microsoft.keyvault" ? "customer" : null
    region      = null
  }
}

# What is set on an account, or on a service of it, that is there already. What is not written stays as it is.
resource "azapi_update_resource" {
  when = surely(regex("(?i)^microsoft[.]storage/", self.type) != null)

  part "store" {
    when           = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts@"))
    of             = default(self.resource_id, self.name)
    to             = ["azapi_resource", "azurerm_storage_account"]
    key            = pick(self.body, "properties", "encryption", "keyvaultproperties", "keyname")
    key_manager    = lower(default(pick(self.body, "properties", "encryption", "keySource"), "")) == "microsoft.keyvault" ? "customer" : null
    public_blocked = pick(self.body, "properties", "allowBlobPublicAccess") == null ? null : pick(self.body, "properties", "allowBlobPublicAccess") ? false : true
    tls_required   = pick(self.body, "properties", "supportsHttpsTrafficOnly")
    min_tls        = replace(trimprefix(pick(self.body, "properties", "minimumTlsVersion"), "TLS"), "_", ".")
    private_only   = lower(default(pick(self.body, "properties", "publicNetworkAccess"), "")) == "disabled" || lower(default(pick(self.body, "properties", "networkAcls", "defaultAction"), "")) == "deny" ? true : null
    iam_auth       = pick(self.body, "properties", "allowSharedKeyAccess") == null ? null : pick(self.body, "properties", "allowSharedKeyAccess") ? false : true
  }

  part "store" {
    like = "blob_service"
    when = surely(startswith(lower(self.type), "microsoft.storage/storageaccounts/blobservices@"))
    of   = default(self.resource_id, self.parent_id)
  }
}

shape "blob_service" "store" {
  to        = ["azapi_resource", "azurerm_storage_account"]
  versioned = pick(self.body, "properties", "isVersioningEnabled")
  soft_delete_days = (
    pick(self.body, "properties", "deleteRetentionPolicy") == null ? null :
    default(pick(self.body, "properties", "deleteRetentionPolicy", "enabled"), false) ? default(pick(self.body, "properties", "deleteRetentionPolicy", "days"), 7) : 0
  )
}
