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
    for_each = [
      for item in flatten([
        [for i in self.policy_item_hourly : { item = i, word = "hourly", hours = i.frequency_interval }],
        [for i in self.policy_item_daily : { item = i, word = "daily", hours = 24 }],
        [for i in self.policy_item_weekly : { item = i, word = "weekly", hours = 168 }],
        [for i in self.policy_item_monthly : { item = i, word = "monthly", hours = 744 }],
        [for i in self.policy_item_yearly : { item = i, word = "yearly", hours = 8784 }],
      ]) : item
    ]
    plan      = address
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
    public   = endswith(default(self.cidr_block, self.ip_address), "/0")
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
