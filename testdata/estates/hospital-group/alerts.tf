module "alerts" {
  source = "./modules/alerts"

  name        = "backup-alerts"
  email       = var.on_call_email
  kms_key_arn = aws_kms_key.records.arn
}

module "alerts_recovery" {
  source    = "./modules/alerts"
  providers = { aws = aws.vault }

  name        = "backup-alerts"
  email       = var.on_call_email
  kms_key_arn = aws_kms_key.copies.arn
}

resource "aws_cloudwatch_event_rule" "backup_failed" {
  name        = "backup-failed"
  description = "A backup, copy or restore job of the records account did not complete"

  event_pattern = jsonencode({
    source      = ["aws.backup"]
    detail-type = ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"]
    detail = {
      state = ["FAILED", "ABORTED", "EXPIRED"]
    }
  })
}

resource "aws_cloudwatch_event_target" "backup_failed" {
  rule = aws_cloudwatch_event_rule.backup_failed.name
  arn  = module.alerts.topic_arn
}
