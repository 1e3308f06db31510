# Azure NetApp Files. Volumes stand in a subnet of the customer's and have no public endpoint. Snapshots live in the volume and go
# with it, so that only backups in a vault, and replication, count as copies.

resource "azurerm_netapp_volume" {
  # Encrypted at rest, with the key of the account where the volume says so. In transit SMB 3 and Kerberos with privacy encrypt;
  # NFS 3, which is the default, cannot.
  fact "store" {
    kind        = "file"
    service     = "netapp-files"
    role        = length([for r in self.data_protection_replication : r if default(r.endpoint_type, "dst") == "dst"]) > 0 ? "replica" : "primary"
    parent      = default([for r in self.data_protection_replication : r.remote_volume_resource_id if default(r.endpoint_type, "dst") == "dst"][0], null)
    name        = self.name
    arn         = self.id
    encrypted   = true
    key_manager = default(self.encryption_key_source, "Microsoft.NetApp") == "Microsoft.KeyVault" ? "customer" : null
    tls_required = all([
      for p in default(self.protocols, ["NFSv3"]) :
      p == "CIFS" ? default(self.smb3_protocol_encryption_enabled, false) :
      p == "NFSv4.1" ? default(self.kerberos_enabled, false) && length(self.export_policy_rule) > 0 && all([
        for r in self.export_policy_rule : default(r.kerberos_5p_read_write_enabled, false) || default(r.kerberos_5p_read_only_enabled, false)
      ]) : false
    ])
    networks = [self.subnet_id]
    # The provider refuses to destroy a volume unless it is told not to.
    delete_guard = default(provider["features"][0].netapp[0].prevent_volume_destruction, true)
    tags         = default(self.tags, {})
  }

  fact "protection" {
    for_each = [for b in self.data_protection_backup_policy : b if default(b.policy_enabled, true)]
    store    = address
    plan     = each.value.backup_policy_id
  }

  # Replication is written in the volume that it ends in.
  fact "copy" {
    for_each = [for r in self.data_protection_replication : r if default(r.endpoint_type, "dst") == "dst"]
    kind     = "replica"
    from     = each.value.remote_volume_resource_id
    to       = address
    enabled  = true
  }
}

# Backups are daily. A policy keeps two daily ones by default, one weekly and one monthly.
resource "azurerm_netapp_backup_policy" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan      = address
    name      = self.name
    cron      = "daily"
    gap_hours = 24
    kept_days = max(default(self.daily_backups_to_keep, 2), default(self.weekly_backups_to_keep, 1) * 7, default(self.monthly_backups_to_keep, 1) * 30)
    enabled   = default(self.enabled, true)
  }
}

# The vault has no settings but its place: neither key nor lock.
resource "azurerm_netapp_backup_vault" {
  fact "vault" {
    name          = self.name
    arn           = self.id
    key_manager   = "parent"
    force_destroy = default(provider["features"][0].netapp[0].delete_backups_on_backup_vault_destroy, false)
    isolated      = false
    alarm         = unsaid("whether failed backups in ${address} raise alerts")
    group         = self.resource_group_name
    tags          = default(self.tags, {})
  }
}
