resource "aws_backup_vault" "this" {
  name        = "${var.name}-vault"
  kms_key_arn = var.vault_kms_key_arn
}

resource "aws_backup_vault_lock_configuration" "this" {
  count = var.create_lock ? 1 : 0

  backup_vault_name   = aws_backup_vault.this.name
  min_retention_days  = var.lock.min_days
  max_retention_days  = var.lock.max_days
  changeable_for_days = var.lock.grace_days
}

resource "aws_backup_vault_notifications" "this" {
  backup_vault_name   = aws_backup_vault.this.name
  sns_topic_arn       = var.notify_topic_arn
  backup_vault_events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"]
}

resource "aws_backup_plan" "this" {
  name = "${var.name}-plan"

  rule {
    rule_name         = "scheduled"
    target_vault_name = aws_backup_vault.this.name
    schedule          = var.schedule

    lifecycle {
      delete_after = var.delete_after_days
    }

    copy_action {
      destination_vault_arn = var.destination_vault_arn

      lifecycle {
        delete_after = var.delete_after_days
      }
    }
  }
}

resource "aws_backup_selection" "this" {
  for_each = var.selections

  name         = each.key
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = var.backup_role_arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = each.value.key
    value = each.value.value
  }
}
