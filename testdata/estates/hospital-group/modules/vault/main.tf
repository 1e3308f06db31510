# A locked vault that tells a topic when jobs fail. Nobody deletes recovery points by hand.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

variable "min_days" {
  type = number
}

variable "max_days" {
  type = number
}

variable "topic_arn" {
  type = string
}

variable "copied_from" {
  type        = string
  default     = null
  description = "The account that copies recovery points into this vault."
}

resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = var.kms_key_arn
}

resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name   = aws_backup_vault.this.name
  min_retention_days  = var.min_days
  max_retention_days  = var.max_days
  changeable_for_days = 3
}

data "aws_iam_policy_document" "this" {
  statement {
    sid    = "NobodyDeletes"
    effect = "Deny"
    actions = [
      "backup:DeleteBackupVault",
      "backup:DeleteBackupVaultAccessPolicy",
      "backup:DeleteRecoveryPoint",
      "backup:PutBackupVaultAccessPolicy",
      "backup:UpdateRecoveryPointLifecycle",
    ]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.copied_from[*]

    content {
      sid       = "CopiesFromRecords"
      actions   = ["backup:CopyIntoBackupVault"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::${statement.value}:root"]
      }
    }
  }
}

resource "aws_backup_vault_policy" "this" {
  backup_vault_name = aws_backup_vault.this.name
  policy            = data.aws_iam_policy_document.this.json
}

resource "aws_backup_vault_notifications" "this" {
  backup_vault_name   = aws_backup_vault.this.name
  sns_topic_arn       = var.topic_arn
  backup_vault_events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED", "RECOVERY_POINT_MODIFIED"]
}

output "name" {
  value = aws_backup_vault.this.name
}

output "arn" {
  value = aws_backup_vault.this.arn
}
