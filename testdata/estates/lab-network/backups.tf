resource "google_backup_dr_backup_vault" "laboratory" {
  provider = google.copies

  location                                   = var.copies_region
  backup_vault_id                            = var.laboratory
  backup_minimum_enforced_retention_duration = "${var.kept_days * 86400}s"
  effective_time                             = var.locked ? "2026-06-01T00:00:00Z" : null
}

data "google_backup_dr_backup_vault" "network" {
  location        = "us"
  backup_vault_id = "network"
}

resource "google_backup_dr_backup_plan" "analysers" {
  location       = var.region
  backup_plan_id = "analysers"
  resource_type  = "compute.googleapis.com/Disk"
  backup_vault   = var.locked ? google_backup_dr_backup_vault.laboratory.id : data.google_backup_dr_backup_vault.network.id

  backup_rules {
    rule_id               = "hourly"
    backup_retention_days = var.kept_days

    standard_schedule {
      recurrence_type  = "HOURLY"
      hourly_frequency = 6
      time_zone        = "UTC"

      backup_window {
        start_hour_of_day = 0
        end_hour_of_day   = 24
      }
    }
  }
}

resource "google_compute_disk" "analysers" {
  for_each = var.disks

  name   = "${var.laboratory}-${each.key}"
  zone   = each.value.zone
  size   = each.value.size
  labels = local.labels

  disk_encryption_key {
    kms_key_self_link = local.key
  }
}

resource "google_backup_dr_backup_plan_association" "analysers" {
  for_each = { for name, disk in var.disks : name => disk if disk.backed }

  location                   = var.region
  resource                   = google_compute_disk.analysers[each.key].id
  resource_type              = "compute.googleapis.com/Disk"
  backup_plan_association_id = each.key
  backup_plan                = google_backup_dr_backup_plan.analysers.name
}

# The cluster is the platform team's.
data "google_container_cluster" "platform" {
  name     = "platform"
  location = var.region
}

resource "google_gke_backup_backup_plan" "platform" {
  name     = "laboratory-${var.laboratory}"
  cluster  = data.google_container_cluster.platform.id
  location = var.copies_region

  retention_policy {
    backup_delete_lock_days = min(var.kept_days, 90)
    backup_retain_days      = var.kept_days
    locked                  = var.locked
  }

  backup_schedule {
    cron_schedule = "30 2 * * *"
  }

  backup_config {
    include_volume_data = true
    include_secrets     = false

    selected_namespaces {
      namespaces = [var.laboratory]
    }

    encryption_key {
      gcp_kms_encryption_key = local.key
    }
  }
}

resource "google_compute_resource_policy" "nightly" {
  count = var.locked ? 0 : 1

  name   = "nightly"
  region = var.region

  snapshot_schedule_policy {
    schedule {
      daily_schedule {
        days_in_cycle = 1
        start_time    = "04:00"
      }
    }

    retention_policy {
      max_retention_days = var.kept_days
    }

    snapshot_properties {
      storage_locations = [var.copies_region]
    }
  }
}
