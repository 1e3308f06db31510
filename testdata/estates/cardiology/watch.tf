# Who read and changed what.
resource "google_project_iam_audit_config" "records" {
  project = var.project
  service = "allServices"

  dynamic "audit_log_config" {
    for_each = toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"])

    content {
      log_type = audit_log_config.value
    }
  }
}

resource "google_project_iam_audit_config" "backups" {
  provider = google.backups

  project = var.backup_project
  service = "allServices"

  audit_log_config {
    log_type = "DATA_READ"
  }
  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

resource "google_logging_project_sink" "audit" {
  name                   = "audit"
  destination            = "storage.googleapis.com/${google_storage_bucket.audit.name}"
  filter                 = "logName:\"cloudaudit.googleapis.com\""
  unique_writer_identity = true
}

resource "google_storage_bucket_iam_member" "audit" {
  provider = google.backups

  bucket = google_storage_bucket.audit.name
  role   = "roles/storage.objectCreator"
  member = google_logging_project_sink.audit.writer_identity
}

resource "google_storage_bucket" "audit" {
  provider = google.backups

  name                        = "northside-audit"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  retention_policy {
    is_locked        = true
    retention_period = "220752000"
  }
}

# The same, to be asked questions of. What is asked is not kept for ever, the bucket is.
resource "google_bigquery_dataset" "audit" {
  dataset_id                 = "audit"
  location                   = "US"
  delete_contents_on_destroy = false

  default_encryption_configuration {
    kms_key_name = google_kms_crypto_key.records["wide-objects"].id
  }

  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
  access {
    role           = "READER"
    group_by_email = "privacy-office@northside-cardiology.example"
  }
}

resource "google_logging_project_sink" "questions" {
  name                   = "questions"
  destination            = "bigquery.googleapis.com/projects/${var.project}/datasets/${google_bigquery_dataset.audit.dataset_id}"
  filter                 = "logName:\"cloudaudit.googleapis.com\""
  unique_writer_identity = true

  bigquery_options {
    use_partitioned_tables = true
  }
}

resource "google_bigquery_dataset_iam_member" "questions" {
  dataset_id = google_bigquery_dataset.audit.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = google_logging_project_sink.questions.writer_identity
}

resource "google_logging_project_bucket_config" "default" {
  project        = var.project
  location       = "us"
  bucket_id      = "_Default"
  retention_days = 400
  locked         = true
}

# Alerts on logs see the logs of their own project alone.
resource "google_monitoring_notification_channel" "oncall" {
  for_each = local.watchers

  display_name = each.value
  type         = "email"

  labels = {
    email_address = each.value
  }
}

resource "google_monitoring_notification_channel" "backup_office" {
  provider = google.backups
  for_each = local.watchers

  display_name = each.value
  type         = "email"

  labels = {
    email_address = each.value
  }
}

locals {
  watchers = toset(["oncall@northside-cardiology.example", "backup-office@northside-cardiology.example"])
}

resource "google_monitoring_alert_policy" "vault" {
  provider = google.backups

  display_name          = "A backup failed"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.backup_office : channel.name]

  conditions {
    display_name = "Backup and DR"

    condition_matched_log {
      filter = <<-EOT
        logName="projects/${var.backup_project}/logs/backupdr.googleapis.com%2Fbdr_backup_restore_jobs"
        jsonPayload.jobStatus="FAILED"
      EOT
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "3600s"
    }
  }
}

resource "google_monitoring_alert_policy" "backups" {
  display_name          = "A backup failed"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.oncall : channel.name]

  conditions {
    display_name = "Backup for GKE"

    condition_matched_log {
      filter = "resource.type=\"gkebackup.googleapis.com/BackupPlan\" severity>=ERROR"
    }
  }
  conditions {
    display_name = "Cloud SQL"

    condition_matched_log {
      filter = "resource.type=\"cloudsql_database\" protoPayload.methodName=\"cloudsql.instances.automatedBackup\" severity>=ERROR"
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "3600s"
    }
  }
}

resource "google_monitoring_alert_policy" "tampering" {
  display_name          = "Somebody destroys backups or keys"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.oncall : channel.name]

  conditions {
    display_name = "Deletions"

    condition_matched_log {
      filter = "protoPayload.methodName=~\"(DestroyCryptoKeyVersion|backupRuns.delete|DeleteBackup|UpdateBackupVault)\""
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "300s"
    }
  }
}
