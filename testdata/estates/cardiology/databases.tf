# Appointments and reports.
resource "google_sql_database_instance" "reports" {
  name                = "reports"
  region              = var.region
  database_version    = "POSTGRES_16"
  encryption_key_name = google_kms_crypto_key.records["first-databases"].id
  deletion_protection = true

  settings {
    tier                        = "db-perf-optimized-N-4"
    edition                     = "ENTERPRISE_PLUS"
    availability_type           = "REGIONAL"
    deletion_protection_enabled = true
    retain_backups_on_delete    = true

    backup_configuration {
      enabled                        = true
      location                       = "us"
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 14

      backup_retention_settings {
        retained_backups = var.kept_days
      }
    }

    final_backup_config {
      enabled        = true
      retention_days = var.kept_days
    }

    ip_configuration {
      ipv4_enabled = false
      ssl_mode     = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"

      psc_config {
        psc_enabled               = true
        allowed_consumer_projects = [var.project]
      }
    }

    database_flags {
      name  = "cloudsql.iam_authentication"
      value = "on"
    }
  }
}

# Stands in for the first region, under a key of its own.
resource "google_sql_database_instance" "reports_west" {
  name                 = "reports-west"
  region               = var.second_region
  database_version     = "POSTGRES_16"
  master_instance_name = google_sql_database_instance.reports.name
  encryption_key_name  = google_kms_crypto_key.records["second-databases"].id
  deletion_protection  = true

  settings {
    tier                        = "db-perf-optimized-N-4"
    edition                     = "ENTERPRISE_PLUS"
    deletion_protection_enabled = true

    ip_configuration {
      ipv4_enabled = false
      ssl_mode     = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"

      psc_config {
        psc_enabled               = true
        allowed_consumer_projects = [var.project]
      }
    }
  }
}

# Heart rhythms as they come in.
resource "google_alloydb_cluster" "rhythms" {
  cluster_id = "rhythms"
  location   = var.region

  network_config {
    network = "projects/${var.project}/global/networks/records"
  }

  encryption_config {
    kms_key_name = google_kms_crypto_key.records["first-databases"].id
  }

  continuous_backup_config {
    enabled              = true
    recovery_window_days = var.kept_days

    encryption_config {
      kms_key_name = google_kms_crypto_key.records["first-databases"].id
    }
  }
}

resource "google_alloydb_instance" "rhythms" {
  cluster       = google_alloydb_cluster.rhythms.name
  instance_id   = "primary"
  instance_type = "PRIMARY"

  client_connection_config {
    require_connectors = true

    ssl_config {
      ssl_mode = "ENCRYPTED_ONLY"
    }
  }
}

resource "google_alloydb_cluster" "rhythms_west" {
  cluster_id   = "rhythms-west"
  location     = var.second_region
  cluster_type = "SECONDARY"

  network_config {
    network = "projects/${var.project}/global/networks/records"
  }

  encryption_config {
    kms_key_name = google_kms_crypto_key.records["second-databases"].id
  }

  secondary_config {
    primary_cluster_name = google_alloydb_cluster.rhythms.name
  }
}

# Who is being followed up, in two regions at once.
resource "google_spanner_instance" "follow_up" {
  name                         = "follow-up"
  config                       = "nam6"
  display_name                 = "Follow-up"
  processing_units             = 1000
  edition                      = "ENTERPRISE_PLUS"
  default_backup_schedule_type = "NONE"
}

resource "google_spanner_database" "follow_up" {
  instance               = google_spanner_instance.follow_up.name
  name                   = "follow-up"
  enable_drop_protection = true

  encryption_config {
    kms_key_names = [google_kms_crypto_key.records["wide-databases"].id]
  }
}

resource "google_spanner_backup_schedule" "follow_up" {
  instance           = google_spanner_instance.follow_up.name
  database           = google_spanner_database.follow_up.name
  name               = "twice-a-day"
  retention_duration = local.kept_seconds

  spec {
    cron_spec {
      text = "0 */12 * * *"
    }
  }

  full_backup_spec {}

  encryption_config {
    encryption_type = "USE_DATABASE_ENCRYPTION"
  }
}

# Messages between patients and the practice.
resource "google_firestore_database" "messages" {
  name                              = "messages"
  location_id                       = "nam5"
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"

  cmek_config {
    kms_key_name = google_kms_crypto_key.records["wide-databases"].id
  }
}

resource "google_firestore_backup_schedule" "messages" {
  database  = google_firestore_database.messages.name
  retention = local.kept_seconds

  daily_recurrence {}
}

# Sessions, which hold nothing for long.
resource "google_redis_instance" "sessions" {
  name                    = "sessions"
  region                  = var.region
  tier                    = "STANDARD_HA"
  memory_size_gb          = 4
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  auth_enabled            = true
  customer_managed_key    = google_kms_crypto_key.records["first-databases"].id
}
