# Amazon EventBridge rules and CloudWatch alarms that notice failed backup jobs or tampering. Other rules and alarms yield
# no fact.

resource "aws_cloudwatch_event_rule" {
  # AWS Backup's own events: the type must be asked for, or none be asked for; likewise the state. A pattern that says
  # anything-but is taken to let failures through.
  # API calls that reach EventBridge through CloudTrail: by the name of the call, or all of a service.
  fact "alarm" {
    for_each = [for found in [concat(
      [
        for w in [
          { name = "backup-failed", type = "Backup Job State Change", field = "state", states = ["FAILED", "EXPIRED", "ABORTED", "PARTIAL"] },
          { name = "copy-failed", type = "Copy Job State Change", field = "state", states = ["FAILED", "PARTIAL"] },
          { name = "restore-failed", type = "Restore Job State Change", field = "status", states = ["FAILED", "ABORTED"] },
          { name = "backup-deleted", type = "Recovery Point State Change", field = "status", states = ["DELETED", "DELETING"] },
        ] : w.name
        if contains(default(jsondecode(self.event_pattern)["source"], []), "aws.backup") &&
        contains(default(jsondecode(self.event_pattern)["detail-type"], [w.type]), w.type) &&
        (any([for s in default(jsondecode(self.event_pattern)["detail"][w.field], w.states) : contains(w.states, s)]) ||
        length(split("anything-but", self.event_pattern)) > 1)
      ],
      [
        for w in [
          { name = "backup-deleted", of = "backup", calls = ["DeleteRecoveryPoint"] },
          { name = "other", of = "backup", calls = ["DeleteBackupVault", "DeleteDBSnapshot", "DeleteDBClusterSnapshot", "DeleteSnapshot"] },
          { name = "key-deleted", of = "kms", calls = ["ScheduleKeyDeletion", "DisableKey"] },
          { name = "lock-changed", of = "backup", calls = [
            "PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration",
            "PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy",
          ] },
        ] : w.name
        if contains(default(jsondecode(self.event_pattern)["detail-type"], []), "AWS API Call via CloudTrail") &&
        any(concat(
          [for call in default(jsondecode(self.event_pattern)["detail"]["eventName"], []) : contains(w.calls, call)],
          [
            for source in concat(default(jsondecode(self.event_pattern)["source"], []), default(jsondecode(self.event_pattern)["detail"]["eventSource"], [])) :
            contains(["aws.${w.of}", "${w.of}.amazonaws.com"], source) if default(jsondecode(self.event_pattern)["detail"]["eventName"], null) == null
          ],
        ))
      ],
    )] : found if length(found) > 0]
    name     = default(self.name, null)
    watches  = each.value
    channels = []
    sends    = false
    enabled  = default(self.state, "ENABLED") != "DISABLED" && default(self.is_enabled, true)
  }
}

resource "aws_cloudwatch_event_target" {
  part "alarm" {
    of       = self.rule
    to       = ["aws_cloudwatch_event_rule"]
    channels = [self.arn]
    sends    = true
  }
}

# Alarms on the metrics that AWS Backup publishes, directly or in a metric query.
resource "aws_cloudwatch_metric_alarm" {
  fact "alarm" {
    for_each = [for found in [[
      for m in concat(
        [{ namespace = self.namespace, name = self.metric_name }],
        [for m in flatten(self.metric_query[*].metric) : { namespace = m.namespace, name = m.metric_name }],
        ) : default({
          NumberOfBackupJobsFailed  = "backup-failed"
          NumberOfBackupJobsExpired = "backup-failed"
          NumberOfBackupJobsAborted = "backup-failed"
          NumberOfCopyJobsFailed    = "copy-failed"
          NumberOfRestoreJobsFailed = "restore-failed"
      }[default(m.name, "")], "other") if default(m.namespace, "") == "AWS/Backup"
    ]] : found if length(found) > 0]
    name     = self.alarm_name
    watches  = each.value
    vault    = default(self.dimensions["BackupVaultName"], null)
    channels = default(self.alarm_actions, [])
    sends    = length(default(self.alarm_actions, [])) > 0
    enabled  = default(self.actions_enabled, true)
  }

  # On a metric that a filter makes of the log of a trail.
  part "alarm" {
    when     = !startswith(default(self.namespace, "AWS/"), "AWS/")
    of       = self.metric_name
    to       = ["aws_cloudwatch_log_metric_filter"]
    channels = default(self.alarm_actions, [])
    sends    = length(default(self.alarm_actions, [])) > 0
    enabled  = default(self.actions_enabled, true)
  }
}

# A filter counts calls in the log of a trail, which is mostly one of all regions. By itself it tells nobody.
resource "aws_cloudwatch_log_metric_filter" {
  fact "alarm" {
    for_each = [for found in [[
      for w in [
        { name = "backup-deleted", calls = ["DeleteRecoveryPoint"] },
        { name = "key-deleted", calls = ["ScheduleKeyDeletion", "DisableKey"] },
        { name = "lock-changed", calls = [
          "PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration",
          "PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy",
        ] },
      ] : w.name if any([for call in w.calls : length(split(call, self.pattern)) > 1])
    ]] : found if length(found) > 0]
    region   = null
    name     = self.metric_transformation[0].name
    watches  = each.value
    channels = []
    sends    = null
    enabled  = true
  }
}
