# NetApp Volumes. Pools have the key of their volumes, and stand in networks of the customer's. Snapshots live in the volume and go
# with it, so that only backups in a vault, and replication, count as copies.

resource "google_netapp_storage_pool" {
  fact "store" {
    like        = "labelled"
    kind        = "file"
    service     = "netapp-volumes"
    role        = "server"
    name        = self.name
    arn         = self.id
    region      = regex("^[a-z]+-[a-z]+[0-9]+", lower(self.location))
    encrypted   = true
    key         = self.kms_config
    key_manager = self.kms_config != null ? "customer" : null
    redundancy  = self.replica_zone != null ? "zone" : "local"
  }
}

# What stands between a pool and its key.
resource "google_netapp_kmsconfig" {
  part "key" {
    of   = self.crypto_key_name
    to   = ["google_kms_crypto_key"]
    name = self.name
  }
}

resource "google_netapp_volume" {
  # SMB can be encrypted, NFS 4.1 with Kerberos and privacy; NFS 3 cannot.
  fact "store" {
    like        = "labelled"
    kind        = "file"
    service     = "netapp-volumes"
    role        = "primary"
    parent      = self.storage_pool
    name        = self.name
    arn         = self.id
    region      = regex("^[a-z]+-[a-z]+[0-9]+", lower(self.location))
    encrypted   = true
    key_manager = "parent"
    tls_required = all([
      for p in self.protocols :
      p == "SMB" ? contains(default(self.smb_settings, []), "ENCRYPT_DATA") :
      p == "NFSV4" ? default(self.kerberos_enabled, false) && length(flatten(self.export_policy[*].rules)) > 0 && all([
        for r in flatten(self.export_policy[*].rules) : default(r.kerberos5p_read_write, false) || default(r.kerberos5p_read_only, false)
      ]) : p == "ISCSI" ? unknown(self.id) : false
    ])
  }

  fact "protection" {
    for_each = flatten([for b in self.backup_config : default(b.backup_policies, []) if default(b.scheduled_backup_enabled, true)])
    store    = address
    plan     = each.value
    vault    = self.backup_config[0].backup_vault
  }
}

resource "google_netapp_volume_replication" {
  fact "copy" {
    kind    = "replica"
    from    = self.volume_name
    to      = self.destination_volume_parameters[0].storage_pool
    enabled = default(self.replication_enabled, true)
  }
}

resource "google_netapp_backup_policy" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  # Every policy keeps two daily backups at least.
  fact "schedule" {
    plan      = address
    name      = self.name
    region    = lower(self.location)
    cron      = "daily"
    gap_hours = 24
    kept_days = max(self.daily_backup_limit, self.weekly_backup_limit * 7, self.monthly_backup_limit * 30)
    enabled   = default(self.enabled, true)
  }
}

# Backups of the kinds that are immutable cannot be deleted before the minimum is over, and stay so where the vault is changed.
resource "google_netapp_backup_vault" {
  fact "vault" {
    name        = self.name
    arn         = self.id
    region      = lower(self.location)
    key         = self["kms_config"]
    key_manager = self["kms_config"] != null ? "customer" : null
    lock_mode = any([
      for r in self.backup_retention_policy : default(r.daily_backup_immutable, false) || default(r.weekly_backup_immutable, false) ||
      default(r.monthly_backup_immutable, false) || default(r.manual_backup_immutable, false)
    ]) ? "governance" : "none"
    lock_min_days = self.backup_retention_policy[0].backup_minimum_enforced_retention_days
    redundancy    = default(self.backup_vault_type, "IN_REGION") == "CROSS_REGION" ? "geo" : "zone"
    isolated      = false
    tags          = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }

  fact "copy" {
    when      = default(self.backup_vault_type, "IN_REGION") == "CROSS_REGION"
    region    = lower(self.location)
    kind      = "recovery-point"
    from      = address
    to_region = lower(self.backup_region)
    enabled   = true
  }
}
