data "aws_caller_identity" "records" {}

# The key policy keeps administration with the key administrators and use with the services that store records.
data "aws_iam_policy_document" "records_key" {
  statement {
    sid       = "AccountDelegation"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.records.account_id}:root"]
    }
  }

  statement {
    sid       = "AlarmsThroughSNS"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com", "events.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.records.account_id]
    }
  }
}

resource "aws_kms_key" "records" {
  description             = "Patient records and their backups, ${var.region}"
  enable_key_rotation     = true
  rotation_period_in_days = 365
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.records_key.json
}

resource "aws_kms_alias" "records" {
  name          = "alias/records"
  target_key_id = aws_kms_key.records.key_id
}

resource "aws_kms_key" "copies" {
  provider = aws.vault

  description             = "Copies of backups in the vault account, ${var.recovery_region}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_key" "archive" {
  provider = aws.recovery

  description             = "Replicas of the document buckets, ${var.recovery_region}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_key" "audit" {
  provider = aws.audit

  description             = "The audit trail"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}
