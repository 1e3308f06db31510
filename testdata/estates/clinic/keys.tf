data "aws_caller_identity" "current" {}

# Records, images and their backups.
resource "aws_kms_key" "records" {
  description             = "PHI at rest"
  enable_key_rotation     = false
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.records_key.json
}

resource "aws_kms_alias" "records" {
  name          = "alias/${var.practice}-records"
  target_key_id = aws_kms_key.records.key_id
}

data "aws_iam_policy_document" "records_key" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "Backup"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey", "kms:CreateGrant"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.backup.arn]
    }
  }
}
