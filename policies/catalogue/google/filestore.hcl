# Filestore. Always encrypted at rest; the tiers before zonal and regional ones take no key of the customer's. Instances stand in a
# network of the customer's. No instance makes backups by itself: what Terraform makes is a single one.

resource "google_filestore_instance" {
  # NFS 3 is sent in the clear. With NFS 4.1 and a directory the client may ask for Kerberos with privacy.
  fact "store" {
    like        = "labelled"
    kind        = "file"
    service     = "filestore"
    role        = default(self.initial_replication[0].role, "") == "STANDBY" ? "replica" : "primary"
    parent      = default(self.initial_replication[0].role, "") == "STANDBY" ? self.initial_replication[0].replicas[0].peer_instance : null
    name        = self.name
    arn         = self.id
    region      = default(regex("^[a-z]+-[a-z]+[0-9]+", default(self.location, self.zone)), region)
    encrypted   = true
    key         = self.kms_key_name
    key_manager = self.kms_key_name != null ? "customer" : contains(["STANDARD", "PREMIUM", "BASIC_HDD", "BASIC_SSD"], self.tier) ? "none" : null
    tls_required = (
      default(self.protocol, "NFS_V3") == "NFS_V3" || length(self.directory_services) == 0 ? false : unknown(self.id)
    )
    delete_guard = default(self.deletion_protection_enabled, false)
    redundancy   = contains(["REGIONAL", "ENTERPRISE"], self.tier) ? "zone" : "local"
  }

  fact "copy" {
    when    = default(self.initial_replication[0].role, "") == "STANDBY"
    kind    = "replica"
    from    = self.initial_replication[0].replicas[0].peer_instance
    to      = address
    enabled = true
  }
}

resource "google_filestore_backup" {
  fact "snapshot" {
    region   = lower(self.location)
    name     = self.name
    of_store = self.source_instance
  }

  # A backup lies in a region of its own, which need not be that of its instance.
  fact "copy" {
    kind      = "recovery-point"
    from      = self.source_instance
    to_region = lower(self.location)
    enabled   = true
  }
}

# It is part of its instance, goes with it, and is in the same zone or region.
resource "google_filestore_snapshot" {
  fact "snapshot" {
    region   = regex("^[a-z]+-[a-z]+[0-9]+", lower(self.location))
    name     = self.name
    of_store = self.instance
  }
}
