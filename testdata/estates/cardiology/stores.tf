# Echocardiograms, in two regions of the practice's choice.
resource "google_storage_bucket" "echoes" {
  name                        = "northside-echoes"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  custom_placement_config {
    data_locations = [upper(var.region), upper(var.second_region)]
  }

  versioning {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = 30 * 24 * 60 * 60
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 400
    }
  }

  encryption {
    default_kms_key_name = google_kms_crypto_key.records["wide-objects"].id
  }

  logging {
    log_bucket = google_storage_bucket.logs.name
  }
}

# Copies of them, which nobody can delete before their time.
resource "google_storage_bucket" "copies" {
  provider = google.backups

  name                        = "northside-copies"
  location                    = var.second_region
  storage_class               = "NEARLINE"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  retention_policy {
    is_locked        = true
    retention_period = tostring(var.kept_days * 24 * 60 * 60)
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 400
    }
  }

  encryption {
    default_kms_key_name = google_kms_crypto_key.records["second-objects"].id
  }

  logging {
    log_bucket = google_storage_bucket.logs.name
  }
}

resource "google_storage_transfer_job" "copies" {
  provider = google.backups
  for_each = {
    "Echocardiograms, every six hours"      = { from = google_storage_bucket.echoes.name, every = "21600s" }
    "What Terraform knows, once in the day" = { from = google_storage_bucket.state.name, every = "86400s" }
  }

  description = each.key

  transfer_spec {
    gcs_data_source {
      bucket_name = each.value.from
    }
    gcs_data_sink {
      bucket_name = google_storage_bucket.copies.name
      path        = "${each.value.from}/"
    }
    transfer_options {
      overwrite_when = "DIFFERENT"
    }
  }

  schedule {
    schedule_start_date {
      year  = 2026
      month = 1
      day   = 5
    }
    repeat_interval = each.value.every
  }

  logging_config {
    log_actions       = ["COPY", "DELETE", "FIND"]
    log_action_states = ["SUCCEEDED", "FAILED"]
  }

  notification_config {
    pubsub_topic   = google_pubsub_topic.transfers.id
    payload_format = "JSON"
  }
}

resource "google_pubsub_topic" "transfers" {
  provider = google.backups

  name         = "transfers"
  kms_key_name = google_kms_crypto_key.records["second-backups"].id

  message_storage_policy {
    allowed_persistence_regions = [var.region, var.second_region]
  }
}

resource "google_storage_bucket" "logs" {
  provider = google.backups

  name                        = "northside-access-logs"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  retention_policy {
    is_locked        = true
    retention_period = "31536000"
  }
}

# Where Terraform keeps what it knows. It was made before all else, and imported.
resource "google_storage_bucket" "state" {
  name                        = "northside-terraform-state"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  encryption {
    default_kms_key_name = google_kms_crypto_key.records["wide-objects"].id
  }

  logging {
    log_bucket = google_storage_bucket.logs.name
  }
}

# Records as FHIR has them.
resource "google_healthcare_dataset" "records" {
  name     = "records"
  location = "us"

  encryption_spec {
    kms_key_name = google_kms_crypto_key.records["wide-databases"].id
  }
}

# The archive of the old system, on a machine.
resource "google_compute_disk" "archive" {
  name = "archive"
  zone = "${var.region}-a"
  type = "pd-balanced"
  size = 2000

  disk_encryption_key {
    kms_key_self_link = google_kms_crypto_key.records["wide-disks"].id
  }
}

resource "google_compute_instance" "archive" {
  name         = "archive"
  zone         = "${var.region}-a"
  machine_type = "n2-standard-4"

  boot_disk {
    kms_key_self_link = google_kms_key_handle.scratch.kms_key

    initialize_params {
      image = "projects/debian-cloud/global/images/family/debian-12"
    }
  }

  attached_disk {
    source = google_compute_disk.archive.id
  }

  network_interface {
    subnetwork = "projects/${var.project}/regions/${var.region}/subnetworks/records"
  }

  service_account {
    email  = google_service_account.archive.email
    scopes = ["cloud-platform"]
  }
}
