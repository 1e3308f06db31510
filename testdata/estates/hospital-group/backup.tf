module "vault" {
  source = "./modules/vault"

  name        = "records"
  kms_key_arn = aws_kms_key.records.arn
  min_days    = 35
  max_days    = 2557
  topic_arn   = module.alerts.topic_arn
}

module "copies" {
  source    = "./modules/vault"
  providers = { aws = aws.vault }

  name        = "records-copies"
  kms_key_arn = aws_kms_key.copies.arn
  min_days    = 35
  max_days    = 2557
  topic_arn   = module.alerts_recovery.topic_arn
  copied_from = var.accounts.records
}

data "aws_iam_policy_document" "backup_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.records.account_id]
    }
  }
}

resource "aws_iam_role" "backup" {
  name               = "records-backup"
  assume_role_policy = data.aws_iam_policy_document.backup_assume.json
}

resource "aws_iam_role_policy_attachment" "backup" {
  for_each = toset([
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "AWSBackupServiceRolePolicyForS3Backup",
  ])

  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_iam_role" "restore_test" {
  name               = "records-restore-test"
  assume_role_policy = data.aws_iam_policy_document.backup_assume.json
}

resource "aws_iam_role_policy_attachment" "restore_test" {
  role       = aws_iam_role.restore_test.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"
}

resource "aws_backup_plan" "records" {
  name = "records"

  dynamic "rule" {
    for_each = {
      daily   = { schedule = "cron(0 4 * * ? *)", keep = var.retention_days.daily }
      monthly = { schedule = "cron(0 6 1 * ? *)", keep = var.retention_days.monthly }
    }

    content {
      rule_name         = rule.key
      target_vault_name = module.vault.name
      schedule          = rule.value.schedule
      start_window      = 60
      completion_window = 480

      lifecycle {
        delete_after = rule.value.keep
      }

      copy_action {
        destination_vault_arn = module.copies.arn

        lifecycle {
          delete_after = rule.value.keep
        }
      }
    }
  }
}

resource "aws_backup_selection" "records" {
  name         = "tagged"
  plan_id      = aws_backup_plan.records.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = local.backup_tag.backup
  }
}

resource "aws_backup_restore_testing_plan" "records" {
  name                         = "records_quarterly"
  schedule_expression          = "cron(0 9 ? * 7 *)"
  schedule_expression_timezone = "America/New_York"
  start_window_hours           = 8

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [module.vault.arn]
    recovery_point_types  = ["SNAPSHOT", "CONTINUOUS"]
    selection_window_days = 7
  }
}

resource "aws_backup_restore_testing_selection" "stores" {
  for_each = toset(["DynamoDB", "EFS", "RDS", "S3"])

  name                      = lower(each.key)
  restore_testing_plan_name = aws_backup_restore_testing_plan.records.name
  protected_resource_type   = each.key
  iam_role_arn              = aws_iam_role.restore_test.arn
  protected_resource_arns   = ["*"]
}

resource "aws_backup_framework" "records" {
  name = "records"

  control {
    name = "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"
  }

  control {
    name = "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN"
  }
}
