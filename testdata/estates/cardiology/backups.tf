# Backups that nobody can delete early, in the second region and in a project that is Google's.
resource "google_backup_dr_backup_vault" "records" {
  provider = google.backups

  location                                   = var.second_region
  backup_vault_id                            = "records"
  description                                = "Backups of machines and disks"
  backup_minimum_enforced_retention_duration = local.kept_seconds
  effective_time                             = "2026-02-01T00:00:00Z"
  access_restriction                         = "WITHIN_ORGANIZATION"

  encryption_config {
    kms_key_name = google_kms_crypto_key.records["second-backups"].id
  }
}

resource "google_backup_dr_backup_plan" "machines" {
  provider = google.backups

  location       = var.region
  backup_plan_id = "machines"
  resource_type  = "compute.googleapis.com/Instance"
  backup_vault   = google_backup_dr_backup_vault.records.id

  dynamic "backup_rules" {
    for_each = {
      six-hourly = { recurrence = "HOURLY", every = 6, days = var.kept_days }
      yearly     = { recurrence = "YEARLY", every = null, days = 400 }
    }

    content {
      rule_id               = backup_rules.key
      backup_retention_days = backup_rules.value.days

      standard_schedule {
        recurrence_type  = backup_rules.value.recurrence
        hourly_frequency = backup_rules.value.every
        months           = backup_rules.value.recurrence == "YEARLY" ? ["JANUARY"] : null
        days_of_month    = backup_rules.value.recurrence == "YEARLY" ? [1] : null
        time_zone        = "America/Chicago"

        backup_window {
          start_hour_of_day = 0
          end_hour_of_day   = 24
        }
      }
    }
  }
}

resource "google_backup_dr_backup_plan_association" "archive" {
  provider = google.backups

  location                   = var.region
  resource                   = google_compute_instance.archive.id
  resource_type              = "compute.googleapis.com/Instance"
  backup_plan_association_id = "archive"
  backup_plan                = google_backup_dr_backup_plan.machines.name
}

# The application, with its volumes.
data "google_container_cluster" "portal" {
  name     = "portal"
  location = var.region
}

resource "google_gke_backup_backup_plan" "portal" {
  name     = "portal"
  cluster  = data.google_container_cluster.portal.id
  location = var.second_region

  retention_policy {
    backup_delete_lock_days = 30
    backup_retain_days      = var.kept_days
    locked                  = true
  }

  backup_schedule {
    cron_schedule = "0 */8 * * *"
  }

  backup_config {
    include_volume_data = true
    include_secrets     = true
    all_namespaces      = true

    encryption_key {
      gcp_kms_encryption_key = google_kms_crypto_key.records["second-backups"].id
    }
  }
}

resource "google_gke_backup_restore_plan" "portal" {
  name        = "portal"
  location    = var.second_region
  backup_plan = google_gke_backup_backup_plan.portal.id
  cluster     = "projects/${var.project}/locations/${var.second_region}/clusters/portal-standby"

  restore_config {
    all_namespaces                   = true
    namespaced_resource_restore_mode = "FAIL_ON_CONFLICT"
    volume_data_restore_policy       = "RESTORE_VOLUME_DATA_FROM_BACKUP"
    cluster_resource_conflict_policy = "USE_EXISTING_VERSION"

    cluster_resource_restore_scope {
      all_group_kinds = true
    }
  }
}
