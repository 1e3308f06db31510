resource "google_project_iam_audit_config" "storage" {
  project = "remotecare-prod"
  service = "storage.googleapis.com"

  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

resource "google_logging_project_sink" "audit" {
  name        = "audit"
  destination = "bigquery.googleapis.com/projects/remotecare-prod/datasets/audit"
  filter      = "logName:\"cloudaudit.googleapis.com%2Factivity\""
}

resource "google_monitoring_notification_channel" "pager" {
  display_name = "Pager"
  type         = "pagerduty"
  enabled      = false
}

resource "google_monitoring_alert_policy" "backups" {
  display_name          = "Backups"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.pager.name]

  conditions {
    display_name = "A backup failed"

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

resource "google_monitoring_alert_policy" "deletions" {
  display_name = "Deletions"
  combiner     = "OR"

  conditions {
    display_name = "Somebody deletes a backup"

    condition_matched_log {
      filter = "protoPayload.methodName=~\"backupRuns.delete|DeleteBackup\""
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "3600s"
    }
  }
}
