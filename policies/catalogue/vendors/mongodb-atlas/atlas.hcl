# MongoDB Atlas, which encrypts the storage of clusters and their snapshots by itself and takes no connection without TLS. Regions are
# written as AWS writes them: US_EAST_1 is us-east-1. Blocks of release 1 and lists of release 2 read alike.

resource "mongodbatlas_advanced_cluster" {
  fact "store" {
    kind           = "database"
    service        = "atlas"
    role           = "primary"
    name           = self.name
    arn            = self.cluster_id
    region         = replace(lower(self.replication_specs[0]["region_configs"][0]["region_name"]), "_", "-")
    encrypted      = true
    key_manager    = default(self.encryption_at_rest_provider, "NONE") == "NONE" ? "provider" : "customer"
    tls_required   = true
    min_tls        = replace(replace(default(flatten([self.advanced_configuration])[0]["minimum_enabled_tls_protocol"], "TLS1_2"), "TLS", ""), "_", ".")
    backups        = default(self.backup_enabled, false)
    point_in_time  = default(self.pit_enabled, false)
    delete_guard   = default(self.termination_protection_enabled, false)
    final_snapshot = false
    keeps_backups  = default(self.retain_backups_enabled, false)
  }

  part "vault" {
    when      = default(self.backup_enabled, false)
    of        = self.project_id
    to        = ["mongodbatlas_project"]
    rank      = -1
    lock_mode = "none"
  }

  # Data is in all regions of a cluster.
  fact "copy" {
    for_each = [
      for i, r in flatten([for s in flatten([default(self.replication_specs, [])]) : default(s["region_configs"], [])]) : r if i > 0
    ]
    kind      = "replica"
    from      = address
    to_region = replace(lower(each.value["region_name"]), "_", "-")
    enabled   = true
  }
}

resource "mongodbatlas_cluster" {
  fact "store" {
    kind           = "database"
    service        = "atlas"
    role           = "primary"
    name           = self.name
    arn            = self.cluster_id
    region         = replace(lower(default(self.provider_region_name, unknown("the regions of ${address}"))), "_", "-")
    encrypted      = true
    key_manager    = default(self.encryption_at_rest_provider, "NONE") == "NONE" ? "provider" : "customer"
    tls_required   = true
    min_tls        = replace(replace(default(flatten([self.advanced_configuration])[0]["minimum_enabled_tls_protocol"], "TLS1_2"), "TLS", ""), "_", ".")
    backups        = default(self.cloud_backup, default(self.backup_enabled, false))
    point_in_time  = default(self.pit_enabled, false)
    delete_guard   = default(self.termination_protection_enabled, false)
    final_snapshot = false
    keeps_backups  = default(self.retain_backups_enabled, false)
  }

  part "vault" {
    when      = default(default(self.cloud_backup, self.backup_enabled), false)
    of        = self.project_id
    to        = ["mongodbatlas_project"]
    rank      = -1
    lock_mode = "none"
  }
}

resource "mongodbatlas_cloud_backup_schedule" {
  fact "plan" {
    name = self.cluster_name
  }

  fact "protection" {
    store = self.cluster_name
    plan  = address
  }

  fact "schedule" {
    for_each = flatten([
      [for i in self.policy_item_hourly : { item = i, word = "hourly", hours = i.frequency_interval }],
      [for i in self.policy_item_daily : { item = i, word = "daily", hours = 24 }],
      [for i in self.policy_item_weekly : { item = i, word = "weekly", hours = 168 }],
      [for i in self.policy_item_monthly : { item = i, word = "monthly", hours = 744 }],
      [for i in self.policy_item_yearly : { item = i, word = "yearly", hours = 8784 }],
    ])
    plan      = address
    vault     = surely(read_from(self.project_id) == "mongodbatlas_project") ? self.project_id : null
    name      = each.value.word
    cron      = each.value.word
    gap_hours = each.value.hours
    kept_days = each.value.item.retention_value * pick({ days = 1, weeks = 7, months = 30, years = 365 }, lower(each.value.item.retention_unit))
    enabled   = true
  }

  fact "copy" {
    for_each  = self.copy_settings
    kind      = "recovery-point"
    plan      = address
    to_region = replace(lower(each.value.region_name), "_", "-")
    enabled   = true
  }

  part "store" {
    of                = self.cluster_name
    to                = ["mongodbatlas_advanced_cluster", "mongodbatlas_cluster"]
    backup_redundancy = length(self.copy_settings) > 0 ? "geo" : "zone"
  }
}

# An entry for all addresses lets everyone try.
resource "mongodbatlas_project_ip_access_list" {
  fact "transfer" {
    name     = self.cidr_block
    protocol = "MongoDB"
    public   = internet(default(self.cidr_block, self.ip_address))
  }
}

# A project holds what is set for all of its clusters: who is told, what is audited, whether somebody can delete snapshots. New ones are made
# with alerts of Atlas's own choice, unless that is turned off. A cluster often has the name of its project, so that only the id means it.
resource "mongodbatlas_project" {
  fact "store" {
    kind    = "database"
    service = "atlas"
    role    = "server"
    arn     = self.id
    tags    = default(self.tags, {})
    region  = null
    logged  = false
  }

  fact "vault" {
    arn         = self.id
    region      = null
    key_manager = "parent"
    lock_mode   = unsaid("whether ${address} holds clusters that are backed up")
    alarm       = default(self.with_default_alerts_settings, true) ? unknown("the default alerts of ${address}") : false
  }
}

# Nobody but MongoDB's support takes the policy away, and no cluster of the project keeps snapshots for less than its items say. It is a
# bound: what is backed up, and copied, the schedules of the clusters say.
resource "mongodbatlas_backup_compliance_policy" {
  part "vault" {
    of        = self.project_id
    to        = ["mongodbatlas_project"]
    lock_mode = "compliance"
    lock_min_days = min([
      for i in flatten([self.policy_item_hourly, self.policy_item_daily, self.policy_item_weekly, self.policy_item_monthly, self.policy_item_yearly]) :
      i.retention_value * pick({ days = 1, weeks = 7, months = 30, years = 365 }, lower(i.retention_unit))
    ]...)
  }
}

resource "mongodbatlas_auditing" {
  part "store" {
    of     = self.project_id
    to     = ["mongodbatlas_project"]
    logged = default(self.enabled, false)
  }
}

# The key that clusters of the project may be encrypted with, and what opens the place where it is.
resource "mongodbatlas_encryption_at_rest" {
  part "store" {
    of = self.project_id
    to = ["mongodbatlas_project"]
    key = default(self.aws_kms_config[0].customer_master_key_id, default(
      self.azure_key_vault_config[0].key_identifier, self.google_cloud_kms_config[0].key_version_resource_id
    ))
  }

  fact "secret" {
    for_each = [for s in [self.aws_kms_config[0].secret_access_key, self.azure_key_vault_config[0].secret, self.google_cloud_kms_config[0].service_account_key] : s if is_set(s)]
    name     = "key to the key management service"
    written  = written(each.value)
  }
}

# Projects and teams are told by mail or by message; whatever else is named is told in its own way. Matchers do not narrow such events.
resource "mongodbatlas_alert_configuration" {
  fact "alarm" {
    when = is_set(pick({
      CPS_SNAPSHOT_FAILED          = true
      CPS_SNAPSHOT_FALLBACK_FAILED = true
      CPS_SNAPSHOT_BEHIND          = true
      CPS_COPY_SNAPSHOT_FAILED     = true
      CPS_EXPORT_FAILED            = true
      CPS_AUTO_EXPORT_FAILED       = true
      CPS_RESTORE_FAILED           = true
      AWS_ENCRYPTION_KEY_INVALID   = true
      AZURE_ENCRYPTION_KEY_INVALID = true
      GCP_ENCRYPTION_KEY_INVALID   = true
    }, self.event_type))
    name = self.event_type
    watches = [pick({
      CPS_SNAPSHOT_FAILED          = "backup-failed"
      CPS_SNAPSHOT_FALLBACK_FAILED = "backup-failed"
      CPS_SNAPSHOT_BEHIND          = "backup-failed"
      CPS_COPY_SNAPSHOT_FAILED     = "copy-failed"
      CPS_EXPORT_FAILED            = "copy-failed"
      CPS_AUTO_EXPORT_FAILED       = "copy-failed"
      CPS_RESTORE_FAILED           = "restore-failed"
      AWS_ENCRYPTION_KEY_INVALID   = "key-deleted"
      AZURE_ENCRYPTION_KEY_INVALID = "key-deleted"
      GCP_ENCRYPTION_KEY_INVALID   = "key-deleted"
    }, self.event_type)]
    vault    = self.project_id
    channels = []
    sends = any([
      for n in self.notification : contains(["GROUP", "ORG", "USER"], upper(n.type_name)) ? (
        default(n.email_enabled, unknown("what ${address} leaves to Atlas")) || default(n.sms_enabled, unknown("what ${address} leaves to Atlas"))
      ) : true
    ])
    enabled = default(self.enabled, false)
  }
}

# Snapshots are written out as documents to a bucket of the practice's own account at one of the clouds.
resource "mongodbatlas_cloud_backup_snapshot_export_bucket" {
  part "store" {
    of   = self.bucket_name
    to   = ["aws_s3_bucket", "azurerm_storage_container", "google_storage_bucket"]
    role = "backup"
  }

  fact "copy" {
    kind    = "export"
    to      = self.bucket_name
    enabled = true
  }

  fact "service" {
    for_each = [for v in [vendor_of(hosts, pick({ AWS = "s3.amazonaws.com", AZURE = "blob.core.windows.net", GCP = "storage.googleapis.com" }, upper(self.cloud_provider)))] : v if is_set(v)]
    like     = "vendor"
  }
}

# What opens the account itself.
provider "mongodbatlas" {
  fact "secret" {
    when    = is_set(default(self.private_key, self.client_secret))
    name    = "private key"
    written = written(default(self.private_key, self.client_secret))
  }
}
