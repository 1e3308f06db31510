data "google_service_account" "importer" {
  account_id = "importer"
}

resource "google_service_account" "results" {
  account_id = "results"
}

resource "google_project_iam_member" "results" {
  project = var.project
  role    = "roles/cloudsql.client"
  member  = google_service_account.results.member
}

# Unless the network denies it.
resource "google_project_iam_member" "importer" {
  project = var.project
  role    = "roles/cloudsql.admin"
  member  = data.google_service_account.importer.member
}

resource "google_iam_deny_policy" "backups" {
  name   = "backups"
  parent = urlencode("cloudresourcemanager.googleapis.com/projects/${var.project}")

  rules {
    deny_rule {
      denied_principals    = ["principalSet://goog/public:all"]
      exception_principals = var.exceptions
      denied_permissions   = ["cloudsql.googleapis.com/backupRuns.delete"]
    }
  }
}

resource "google_storage_bucket_iam_binding" "readers" {
  bucket  = google_storage_bucket.images.name
  role    = "roles/storage.objectViewer"
  members = var.readers
}

# Signed with the network's organisation.
resource "google_org_policy_policy" "public" {
  name   = "projects/${var.project}/policies/storage.publicAccessPrevention"
  parent = "projects/${var.project}"

  spec {
    rules {
      enforce = var.private ? "TRUE" : "FALSE"
    }
  }
}

resource "google_project_iam_audit_config" "all" {
  project = var.project
  service = "allServices"

  audit_log_config {
    log_type = "DATA_READ"
  }
  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

# Logs go to the network's project.
data "google_logging_sink" "network" {
  id = "organizations/123456789012/sinks/audit"
}

resource "google_monitoring_notification_channel" "oncall" {
  for_each = var.oncall

  display_name = each.key
  type         = "email"

  labels = {
    email_address = each.value
  }
}

resource "google_monitoring_alert_policy" "backups" {
  count = length(var.oncall) > 0 ? 1 : 0

  display_name          = "Backups of ${var.laboratory}"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.oncall : channel.name]

  conditions {
    display_name = "Failed"

    condition_matched_log {
      filter = "resource.type=\"gkebackup.googleapis.com/BackupPlan\" severity>=ERROR"
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "3600s"
    }
  }
}
