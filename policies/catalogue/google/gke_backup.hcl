# Backup for GKE. A plan backs up one cluster into the plan's location, and holds the backups itself. Locked, it can never again keep
# backups for less, nor let them be deleted earlier than backup_delete_lock_days after they are made.

resource "google_container_cluster" {
  fact "cluster" {
    name   = self.name
    arn    = self.id
    region = default(regex("^[a-z]+-[a-z]+[0-9]+", self.location), region)
  }
}

data "google_container_cluster" {
  fact "cluster" {
    name   = self.name
    region = default(regex("^[a-z]+-[a-z]+[0-9]+", self.location), region)
  }
}

resource "google_gke_backup_backup_plan" {
  fact "vault" {
    name          = self.name
    arn           = self.id
    region        = lower(self.location)
    key           = self.backup_config[0].encryption_key[0].gcp_kms_encryption_key
    key_manager   = any([for k in flatten(self.backup_config[*].encryption_key) : literal(k.gcp_kms_encryption_key) != ""]) ? "customer" : null
    lock_mode     = default(self.retention_policy[0].backup_delete_lock_days, 0) == 0 ? "none" : default(self.retention_policy[0].locked, false) ? "compliance" : "governance"
    lock_min_days = self.retention_policy[0].backup_delete_lock_days
    isolated      = false
    tags          = merge(default(provider["default_labels"], {}), default(self.labels, {}))
    source        = self.cluster
    redundancy = (
      literal(self.cluster) == null ? null :
      regex("/(?:locations|zones|regions)/([a-z]+-[a-z]+[0-9]+)", self.cluster) == null ? unknown(self.cluster) :
      regex("/(?:locations|zones|regions)/([a-z]+-[a-z]+[0-9]+)", self.cluster)[0] == lower(self.location) ? "zone" : "geo"
    )
  }

  fact "plan" {
    name = self.name
    arn  = self.id
  }

  # Backups that are kept for no number of days are kept for ever.
  fact "schedule" {
    for_each  = self.backup_schedule
    region    = null
    plan      = address
    name      = self.name
    vault     = address
    cron      = each.value.cron_schedule
    gap_hours = length(each.value.rpo_config) > 0 ? each.value.rpo_config[0].target_rpo_minutes / 60 : gap_hours(each.value.cron_schedule)
    kept_days = default(self.retention_policy[0].backup_retain_days, 0) > 0 ? self.retention_policy[0].backup_retain_days : null
    enabled   = !default(self.deactivated, false) && !default(each.value.paused, false)
  }

  fact "protection" {
    store      = self.cluster
    plan       = address
    vault      = address
    leaves_out = default(self.backup_config[0].include_volume_data, false) ? [] : ["the data on the volumes"]
  }
}

# A channel carries the backups of clusters into another project, or the plans that restore them.
resource "google_gke_backup_backup_channel, google_gke_backup_restore_channel" {
  fact "copy" {
    kind       = "recovery-point"
    region     = lower(self.location)
    to_account = trimprefix(self.destination_project, "projects/") == default(self.project, provider["project"]) ? null : trimprefix(self.destination_project, "projects/")
    enabled    = true
  }
}

resource "google_gke_backup_backup_plan_iam_member" {
  fact "grant" {
    like       = "single_member"
    on         = self.name
    on_concept = "vault"
  }
}

resource "google_gke_backup_backup_plan_iam_binding" {
  fact "grant" {
    like       = "single_binding"
    for_each   = self.members
    on         = self.name
    on_concept = "vault"
  }
}

resource "google_gke_backup_backup_plan_iam_policy" {
  part "grant" {
    like       = "single_policy"
    of         = self.policy_data
    to         = ["google_iam_policy"]
    on         = self.name
    on_concept = "vault"
  }

  fact "grant" {
    like       = "single_bound"
    for_each   = bindings(self.policy_data)
    on         = self.name
    on_concept = "vault"
  }
}
