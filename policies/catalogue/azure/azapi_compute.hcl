# Machines, disks, NetApp Files and key vaults through Azure's own API: the facts of compute.hcl, netapp.hcl and key_vault.hcl, by the names
# and with the defaults of the reference of ARM templates (https://learn.microsoft.com/azure/templates).

resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.](compute|netapp|keyvault)/", self.type) != null)

  fact "store" {
    like = "machine"
    when = surely(startswith(lower(self.type), "microsoft.compute/virtualmachines@"))
    key = default(
      pick(self.body, "properties", "storageProfile", "osDisk", "managedDisk", "diskEncryptionSet", "id"),
      pick(self.body, "properties", "storageProfile", "osDisk", "managedDisk", "securityProfile", "diskEncryptionSet", "id"),
    )
    key_manager = (
      pick(self.body, "properties", "storageProfile", "osDisk", "managedDisk", "diskEncryptionSet", "id") != null ||
      pick(self.body, "properties", "storageProfile", "osDisk", "managedDisk", "securityProfile", "diskEncryptionSet", "id") != null ? "customer" :
      pick(self.body, "properties", "storageProfile", "osDisk", "diffDiskSettings") != null || pick(self.body, "properties", "storageProfile", "osDisk", "vhd") != null ? "parent" : null
    )
    networks = [for n in default(pick(self.body, "properties", "networkProfile", "networkInterfaces"), []) : pick(n, "id")]
  }

  part "store" {
    for_each = flatten([for body in [self.body] : [
      for d in concat([pick(body, "properties", "storageProfile", "osDisk")], default(pick(body, "properties", "storageProfile", "dataDisks"), [])) :
      pick(d, "managedDisk", "id") if default(pick(d, "managedDisk", "id"), null) != null
    ] if surely(startswith(lower(self.type), "microsoft.compute/virtualmachines@"))])
    of     = each.value
    to     = ["azapi_resource", "azurerm_managed_disk"]
    role   = "replica"
    parent = address
  }

  part "store" {
    for_each = [for url in [pick(self.body, "properties", "diagnosticsProfile", "bootDiagnostics", "storageUri")] : url if surely(startswith(lower(self.type), "microsoft.compute/virtualmachines@"))]
    like     = "console"
  }

  fact "store" {
    when         = surely(startswith(lower(self.type), "microsoft.compute/disks@"))
    kind         = "block"
    service      = "managed-disks"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = default(pick(self.body, "properties", "encryption", "diskEncryptionSetId"), pick(self.body, "properties", "securityProfile", "secureVMDiskEncryptionSetId"))
    key_manager  = pick(self.body, "properties", "encryption", "diskEncryptionSetId") != null || pick(self.body, "properties", "securityProfile", "secureVMDiskEncryptionSetId") != null ? "customer" : null
    private_only = contains(["denyall", "allowprivate"], lower(default(pick(self.body, "properties", "networkAccessPolicy"), "AllowAll")))
    redundancy   = endswith(pick(self.body, "sku", "name"), "_ZRS") ? "zone" : "local"
    tags         = default(self.tags, {})
  }

  part "key" {
    when = surely(startswith(lower(self.type), "microsoft.compute/diskencryptionsets@"))
    of   = pick(self.body, "properties", "activeKey", "keyUrl")
    to   = ["azapi_resource", "azurerm_key_vault_key"]
    name = self.name
  }

  fact "snapshot" {
    when     = surely(startswith(lower(self.type), "microsoft.compute/snapshots@"))
    name     = self.name
    of_store = pick(self.body, "properties", "creationData", "sourceResourceId")
  }

  fact "store" {
    when        = surely(startswith(lower(self.type), "microsoft.netapp/netappaccounts/capacitypools/volumes@"))
    kind        = "file"
    service     = "netapp-files"
    role        = lower(default(pick(self.body, "properties", "dataProtection", "replication", "endpointType"), "src")) == "dst" ? "replica" : "primary"
    parent      = lower(default(pick(self.body, "properties", "dataProtection", "replication", "endpointType"), "src")) == "dst" ? pick(self.body, "properties", "dataProtection", "replication", "remoteVolumeResourceId") : null
    name        = self.name
    arn         = self.id
    encrypted   = true
    key_manager = lower(default(pick(self.body, "properties", "encryptionKeySource"), "Microsoft.NetApp")) == "microsoft.keyvault" ? "customer" : null
    tls_required = all([
      for p in default(pick(self.body, "properties", "protocolTypes"), ["NFSv3"]) :
      p == "CIFS" ? default(pick(self.body, "properties", "smbEncryption"), false) :
      p == "NFSv4.1" ? default(pick(self.body, "properties", "kerberosEnabled"), false) && length(default(pick(self.body, "properties", "exportPolicy", "rules"), [])) > 0 && all([
        for r in default(pick(self.body, "properties", "exportPolicy", "rules"), []) : default(pick(r, "kerberos5pReadWrite"), false) || default(pick(r, "kerberos5pReadOnly"), false)
      ]) : false
    ])
    networks = [pick(self.body, "properties", "subnetId")]
    tags     = default(self.tags, {})
  }

  fact "protection" {
    when = (
      surely(startswith(lower(self.type), "microsoft.netapp/netappaccounts/capacitypools/volumes@")) &&
      pick(self.body, "properties", "dataProtection", "backup", "backupPolicyId") != null && default(pick(self.body, "properties", "dataProtection", "backup", "policyEnforced"), true)
    )
    store = address
    plan  = pick(self.body, "properties", "dataProtection", "backup", "backupPolicyId")
  }

  fact "copy" {
    when = (
      surely(startswith(lower(self.type), "microsoft.netapp/netappaccounts/capacitypools/volumes@")) &&
      lower(default(pick(self.body, "properties", "dataProtection", "replication", "endpointType"), "src")) == "dst"
    )
    kind    = "replica"
    from    = pick(self.body, "properties", "dataProtection", "replication", "remoteVolumeResourceId")
    to      = address
    enabled = true
  }

  fact "plan" {
    when = surely(startswith(lower(self.type), "microsoft.netapp/netappaccounts/backuppolicies@"))
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    when      = surely(startswith(lower(self.type), "microsoft.netapp/netappaccounts/backuppolicies@"))
    plan      = address
    name      = self.name
    cron      = "daily"
    gap_hours = 24
    kept_days = default(max([
      for kind in [{ name = "dailyBackupsToKeep", days = 1 }, { name = "weeklyBackupsToKeep", days = 7 }, { name = "monthlyBackupsToKeep", days = 30 }] :
      pick(self.body, "properties", kind.name) * kind.days if pick(self.body, "properties", kind.name) != null
    ]...), unsaid("how long ${address} keeps backups"))
    enabled = default(pick(self.body, "properties", "enabled"), true)
  }

  fact "vault" {
    when        = surely(startswith(lower(self.type), "microsoft.netapp/netappaccounts/backupvaults@"))
    name        = self.name
    arn         = self.id
    key_manager = "parent"
    isolated    = false
    alarm       = unsaid("whether failed backups in ${address} raise alerts")
    group       = regex("(?i)/resourceGroups/([^/]+)/", self.parent_id)[0]
    tags        = default(self.tags, {})
  }

  fact "key_container" {
    when          = surely(startswith(lower(self.type), "microsoft.keyvault/vaults@"))
    name          = self.name
    arn           = self.id
    deletion_days = default(pick(self.body, "properties", "softDeleteRetentionInDays"), 90)
    purge_guard   = default(pick(self.body, "properties", "enablePurgeProtection"), false)
    logged        = false
    public = (
      lower(default(pick(self.body, "properties", "publicNetworkAccess"), "enabled")) == "enabled" &&
      lower(default(pick(self.body, "properties", "networkAcls", "defaultAction"), "Allow")) == "allow"
    )
    tags = default(self.tags, {})
  }

  # A vault that uses role assignments, as it does by default from API version 2026-02-01 on, takes no notice of its access policies.
  fact "grant" {
    for_each = flatten([for body in [self.body] : [
      for p in default(pick(body, "properties", "accessPolicies"), []) : p
      if length(default(pick(p, "permissions", "keys"), [])) > 0 && !default(pick(body, "properties", "enableRbacAuthorization"), regex("@20(2[6-9]|[3-9])", self.type) != null)
    ] if surely(startswith(lower(self.type), "microsoft.keyvault/vaults@"))])
    kind            = "resource"
    effect          = "allow"
    scope           = "resource"
    on              = address
    on_concept      = "key_container"
    principals      = [pick(each.value, "objectId")]
    principal_kinds = ["identity"]
    actions = [for permission in default(pick(each.value, "permissions", "keys"), []) : default({
      get     = "Microsoft.KeyVault/vaults/keys/read", list = "Microsoft.KeyVault/vaults/keys/read", delete = "Microsoft.KeyVault/vaults/keys/delete",
      wrapkey = "Microsoft.KeyVault/vaults/keys/wrap/action", unwrapkey = "Microsoft.KeyVault/vaults/keys/unwrap/action",
    }[lower(permission)], "Microsoft.KeyVault/vaults/keys/${lower(permission)}/action")]
    resources  = [self.id]
    conditions = []
  }

  fact "key" {
    when       = surely(startswith(lower(self.type), "microsoft.keyvault/vaults/keys@"))
    name       = self.name
    arn        = self.id
    manager    = "customer"
    protection = endswith(lower(default(pick(self.body, "properties", "kty"), "RSA")), "-hsm") ? "hsm" : "software"
    purpose    = startswith(default(pick(self.body, "properties", "kty"), "RSA"), "EC") ? "sign" : "encrypt"
    rotation   = is_set(regex("^EC", pick(self.body, "properties", "kty"))) ? null : any([for a in default(pick(self.body, "properties", "rotationPolicy", "lifetimeActions"), []) : lower(default(pick(a, "action", "type"), "")) == "rotate"])
    rotation_days = [
      for a in default(pick(self.body, "properties", "rotationPolicy", "lifetimeActions"), []) : pick(a, "trigger", "timeAfterCreate") != null ? days(pick(a, "trigger", "timeAfterCreate")) :
      pick(self.body, "properties", "rotationPolicy", "attributes", "expiryTime") == null ? null :
      days(pick(self.body, "properties", "rotationPolicy", "attributes", "expiryTime")) - default(days(pick(a, "trigger", "timeBeforeExpiry")), 0)
      if lower(default(pick(a, "action", "type"), "")) == "rotate"
    ][0]
    enabled   = default(pick(self.body, "properties", "attributes", "enabled"), true)
    container = self.parent_id
    tags      = default(self.tags, {})
  }
}
