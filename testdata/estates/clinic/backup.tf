resource "aws_backup_vault" "main" {
  name        = "${var.practice}-main"
  kms_key_arn = aws_kms_key.records.arn
}

resource "aws_backup_vault" "dr" {
  provider      = aws.dr
  name          = "${var.practice}-dr"
  force_destroy = true
}

resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name  = aws_backup_vault.main.name
  min_retention_days = 30
}

resource "aws_backup_plan" "nightly" {
  name = "${var.practice}-nightly"

  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * MON-FRI *)"

    lifecycle {
      delete_after = var.backup_days
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.dr.arn

      lifecycle {
        delete_after = 35
      }
    }
  }
}

resource "aws_backup_selection" "tagged" {
  name         = "${var.practice}-tagged"
  plan_id      = aws_backup_plan.nightly.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "nightly"
  }
}

resource "aws_backup_vault_notifications" "main" {
  backup_vault_name   = aws_backup_vault.main.name
  sns_topic_arn       = aws_sns_topic.backup.arn
  backup_vault_events = ["BACKUP_JOB_FAILED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"]
}

# Nobody has subscribed yet.
resource "aws_sns_topic" "backup" {
  name              = "${var.practice}-backup"
  kms_master_key_id = "alias/aws/sns"
}
