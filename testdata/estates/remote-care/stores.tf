# Vital signs. Backups go to the United States at large, under a key that is in Virginia alone.
resource "google_sql_database_instance" "vitals" {
  name                = "vitals"
  database_version    = "POSTGRES_15"
  encryption_key_name = google_kms_crypto_key.vitals.id
  deletion_protection = true

  settings {
    tier = "db-custom-8-32768"

    backup_configuration {
      enabled    = true
      start_time = "03:00"
    }

    ip_configuration {
      ipv4_enabled = true
      ssl_mode     = "ENCRYPTED_ONLY"

      authorized_networks {
        name  = "office"
        value = "198.51.100.0/24"
      }
    }
  }
}

# Billing came with a vendor who still connects.
resource "google_sql_database_instance" "billing" {
  name                = "billing"
  database_version    = "MYSQL_8_0"
  deletion_protection = false

  settings {
    tier = "db-custom-2-7680"

    ip_configuration {
      ipv4_enabled = false
      ssl_mode     = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"

      psc_config {
        psc_enabled               = true
        allowed_consumer_projects = ["remotecare-prod", "claimhouse-live"]
      }
    }
  }
}

resource "google_alloydb_cluster" "analytics" {
  cluster_id = "analytics"
  location   = "us-east4"

  network_config {
    network = "projects/remotecare-prod/global/networks/main"
  }

  continuous_backup_config {
    enabled = false
  }

  automated_backup_policy {
    enabled = true

    weekly_schedule {
      days_of_week = ["SUNDAY"]

      start_times {
        hours = 4
      }
    }

    quantity_based_retention {
      count = 2
    }
  }
}

resource "google_alloydb_instance" "analytics" {
  cluster       = google_alloydb_cluster.analytics.name
  instance_id   = "analytics"
  instance_type = "PRIMARY"

  network_config {
    enable_public_ip = true
  }
}

resource "google_spanner_instance" "devices" {
  name                         = "devices"
  config                       = "regional-us-east4"
  display_name                 = "Devices"
  num_nodes                    = 1
  default_backup_schedule_type = "NONE"
  force_destroy                = true
}

resource "google_spanner_database" "devices" {
  instance            = google_spanner_instance.devices.name
  name                = "devices"
  deletion_protection = false
}

resource "google_spanner_backup_schedule" "devices" {
  instance           = google_spanner_instance.devices.name
  database           = google_spanner_database.devices.name
  name               = "weekly"
  retention_duration = "1209600s"

  spec {
    cron_spec {
      text = "0 5 * * 6"
    }
  }

  full_backup_spec {}
}

# Readings for a study in London; read replicas there, too.
resource "google_spanner_instance_config" "study" {
  name         = "custom-study"
  display_name = "Study"
  base_config  = "projects/remotecare-prod/instanceConfigs/nam3"

  replicas {
    location                = "us-east4"
    type                    = "READ_WRITE"
    default_leader_location = true
  }
  replicas {
    location = "europe-west2"
    type     = "READ_ONLY"
  }
}

resource "google_bigquery_dataset" "readings" {
  dataset_id                 = "readings"
  delete_contents_on_destroy = true

  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
  access {
    role          = "READER"
    special_group = "allAuthenticatedUsers"
  }
  access {
    role          = "READER"
    user_by_email = "loader@claimhouse-live.iam.gserviceaccount.com"
  }
}

# Recorded visits.
resource "google_storage_bucket" "visits" {
  name                        = "remotecare-visits"
  location                    = "NAM4"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  encryption {
    default_kms_key_name = google_kms_crypto_key.video.id
  }

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      num_newer_versions         = 2
      days_since_noncurrent_time = 7
    }
  }
}

# The copy follows every deletion, in a bucket that forgets.
resource "google_storage_bucket" "visits_copy" {
  name          = "remotecare-visits-copy"
  location      = "US"
  storage_class = "ARCHIVE"
  force_destroy = true

  custom_placement_config {
    data_locations = ["US-EAST4", "US-WEST2"]
  }
}

resource "google_storage_transfer_job" "visits" {
  description = "Recorded visits, nightly"

  transfer_spec {
    gcs_data_source {
      bucket_name = google_storage_bucket.visits.name
    }
    gcs_data_sink {
      bucket_name = google_storage_bucket.visits_copy.name
    }
    transfer_options {
      delete_objects_unique_in_sink = true
    }
  }

  schedule {
    schedule_start_date {
      year  = 2025
      month = 3
      day   = 1
    }
  }
}

# What the study in London is given.
resource "google_storage_bucket" "study" {
  provider = google.europe

  name     = "remotecare-study"
  location = "EUR7"
}

resource "google_storage_bucket_iam_member" "study" {
  provider = google.europe

  bucket = google_storage_bucket.study.name
  role   = "roles/storage.objectViewer"
  member = "allAuthenticatedUsers"
}

# Records as FHIR has them, sent on as they change.
resource "google_healthcare_dataset" "records" {
  name     = "records"
  location = "us-east4"
}

resource "google_healthcare_fhir_store" "records" {
  name    = "records"
  dataset = google_healthcare_dataset.records.id
  version = "R4"

  stream_configs {
    bigquery_destination {
      dataset_uri = "bq://claimhouse-live.intake"

      schema_config {
        recursive_structure_depth = 3
      }
    }
  }
}

resource "google_filestore_instance" "uploads" {
  name     = "uploads"
  location = "us-east4-b"
  tier     = "BASIC_SSD"

  file_shares {
    name        = "uploads"
    capacity_gb = 2560
  }

  networks {
    network = "main"
    modes   = ["MODE_IPV4"]
  }
}

resource "google_filestore_backup" "uploads" {
  name              = "uploads-2026-09"
  location          = "us-east4"
  source_instance   = google_filestore_instance.uploads.id
  source_file_share = "uploads"
}

resource "google_redis_instance" "presence" {
  name           = "presence"
  memory_size_gb = 2
}

# The old gateway and the disk that it keeps recordings on.
resource "google_compute_disk" "recordings" {
  name = "recordings"
  type = "pd-ssd"
  size = 1000

  disk_encryption_key {
    kms_key_self_link = google_kms_crypto_key.vitals.id
  }
}

resource "google_compute_disk" "spare" {
  name = "spare"
  type = "pd-standard"
  size = 500
}

resource "google_compute_disk_resource_policy_attachment" "recordings" {
  name = google_compute_resource_policy.nightly.name
  disk = google_compute_disk.recordings.name
}
