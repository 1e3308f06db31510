resource "google_kms_key_ring" "analytics" {
  name     = "analytics"
  location = "us-central1"
}

resource "google_kms_crypto_key" "analytics" {
  name                       = "analytics"
  key_ring                   = google_kms_key_ring.analytics.id
  destroy_scheduled_duration = "86400s"
}

resource "google_storage_bucket" "exports" {
  name                        = "brightcare-exports"
  location                    = "EU"
  force_destroy               = true
  uniform_bucket_level_access = true

  encryption {
    default_kms_key_name = google_kms_crypto_key.analytics.id
  }
}

resource "google_storage_bucket_iam_member" "exports" {
  bucket = google_storage_bucket.exports.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_sql_database_instance" "analytics" {
  name                = "analytics"
  region              = "us-central1"
  database_version    = "POSTGRES_16"
  deletion_protection = false

  settings {
    tier = "db-custom-4-16384"

    backup_configuration {
      enabled = false
    }

    ip_configuration {
      ipv4_enabled = true
      ssl_mode     = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
    }
  }
}

resource "google_compute_disk" "warehouse" {
  name = "warehouse"
  zone = "us-central1-a"
  type = "pd-ssd"
  size = 500
}

resource "google_compute_resource_policy" "weekly" {
  name = "weekly"

  snapshot_schedule_policy {
    schedule {
      weekly_schedule {
        day_of_weeks {
          day        = "SUNDAY"
          start_time = "04:00"
        }
      }
    }

    retention_policy {
      max_retention_days = 14
    }
  }
}

resource "google_compute_disk_resource_policy_attachment" "warehouse" {
  name = google_compute_resource_policy.weekly.name
  disk = google_compute_disk.warehouse.name
  zone = "us-central1-a"
}

resource "google_backup_dr_backup_vault" "analytics" {
  backup_vault_id                            = "analytics"
  location                                   = "us-central1"
  backup_minimum_enforced_retention_duration = "86400s"
  force_delete                               = true
}

resource "google_backup_dr_backup_plan" "analytics" {
  backup_plan_id = "analytics"
  location       = "us-central1"
  resource_type  = "compute.googleapis.com/Instance"
  backup_vault   = google_backup_dr_backup_vault.analytics.id

  backup_rules {
    rule_id               = "daily"
    backup_retention_days = 7

    standard_schedule {
      recurrence_type = "DAILY"
      time_zone       = "America/New_York"

      backup_window {
        start_hour_of_day = 2
        end_hour_of_day   = 8
      }
    }
  }
}

resource "google_project_iam_member" "pipeline" {
  project = "brightcare-analytics"
  role    = "roles/owner"
  member  = "serviceAccount:pipeline@brightcare-analytics.iam.gserviceaccount.com"
}
