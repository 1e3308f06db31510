# Cloud Logging and Monitoring: sinks that keep audit logs, log buckets, alert policies that notice failed backups, and the
# channels that they tell.

# Sinks whose filter lets audit logs through, and those without a filter.
resource "google_logging_project_sink, google_logging_folder_sink, google_logging_organization_sink" {
  fact "trail" {
    when              = default(self.filter, "") == "" || length(split("cloudaudit.googleapis.com", self.filter)) > 1 || length(split("protoPayload", self.filter)) > 1
    name              = self.name
    enabled           = !default(self.disabled, false)
    all_regions       = true
    management_events = default(self.filter, "") == "" || length(split("activity", self.filter)) > 1 || length(split("%2F", self.filter)) == 1
    data_events       = []
    destination       = regex("^storage.googleapis.com/(.+)$", self.destination)[0]
    alertable         = false
  }

  part "store" {
    when = startswith(self.destination, "storage.googleapis.com/")
    of   = trimprefix(self.destination, "storage.googleapis.com/")
    to   = ["google_storage_bucket"]
    role = "log"
  }

  part "store" {
    when = startswith(self.destination, "bigquery.googleapis.com/")
    of   = regex("/datasets/([^/]+)$", self.destination)[0]
    to   = ["google_bigquery_dataset"]
    role = "log"
  }
}

resource "google_logging_project_bucket_config" {
  fact "log" {
    name      = self.bucket_id
    region    = lower(self.location)
    kept_days = default(self.retention_days, 30)
    evidence  = true
    key       = self.cmek_settings[0].kms_key_name
  }
}

# Failed jobs reach Monitoring as log entries of the services that make backups: directly (condition_matched_log), or through a
# metric. Other policies yield no fact.
resource "google_monitoring_alert_policy" {
  fact "alarm" {
    for_each = [for found in [distinct(flatten([
      for text in flatten([for c in self.conditions : [
        c.condition_matched_log[*].filter, c.condition_threshold[*].filter, c.condition_absent[*].filter,
        c.condition_monitoring_query_language[*].query, c.condition_prometheus_query_language[*].query, c.condition_sql[*].query,
        ]]) : [
        for w in [
          { name = "backup-deleted", parts = ["DeleteBackup", "backupRuns.delete", "backupruns.delete", "snapshots.delete", "backupVaults.delete"] },
          { name = "key-deleted", parts = ["DestroyCryptoKeyVersion"] },
          { name = "lock-changed", parts = ["UpdateBackupVault"] },
          { name = "backup-failed", parts = ["backupdr", "gkebackup", "ScheduledSnapshots", "automatedBackup", "AUTOMATED_BACKUP", "backup_run", "backup"] },
        ] : w.name if any([for part in w.parts : length(split(part, default(text, ""))) > 1])
      ]
    ]))] : found if length(found) > 0]
    name     = self.display_name
    watches  = each.value
    channels = default(self.notification_channels, [])
    sends    = length(default(self.notification_channels, [])) > 0
    enabled  = default(self.enabled, true)
  }

  part "alarm" {
    for_each = flatten([
      for text in flatten([for c in self.conditions : [c.condition_threshold[*].filter, c.condition_absent[*].filter]]) :
      regex("logging[.]googleapis[.]com/user/([^\"\\s]+)", text)[0] if regex("logging[.]googleapis[.]com/user/([^\"\\s]+)", text) != null
    ])
    of       = each.value
    to       = ["google_logging_metric"]
    channels = default(self.notification_channels, [])
    sends    = length(default(self.notification_channels, [])) > 0
    enabled  = default(self.enabled, true)
  }
}

# A scope of metrics takes in what it monitors in other projects.
resource "google_monitoring_monitored_project" {
  fact "setting" {
    region = null
    name   = "monitored-project:${regex("[^/]+$", self.metrics_scope)}/${regex("[^/]+$", self.name)}"
    on     = true
  }
}

# A metric counts log entries. By itself it tells nobody.
resource "google_logging_metric" {
  fact "alarm" {
    for_each = [for found in [[
      for w in [
        { name = "backup-deleted", parts = ["DeleteBackup", "backupRuns.delete", "backupruns.delete", "snapshots.delete", "backupVaults.delete"] },
        { name = "key-deleted", parts = ["DestroyCryptoKeyVersion"] },
        { name = "lock-changed", parts = ["UpdateBackupVault"] },
      ] : w.name if any([for part in w.parts : length(split(part, default(self.filter, ""))) > 1])
    ]] : found if length(found) > 0]
    name     = self.name
    watches  = each.value
    channels = []
    sends    = null
    enabled  = true
  }
}

# A channel is its own receiver: an address, a number, a hook.
resource "google_monitoring_notification_channel" {
  fact "channel" {
    name       = self.display_name
    arn        = self.name
    subscribed = default(self.enabled, true)
  }
}
