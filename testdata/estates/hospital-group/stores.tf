module "database" {
  source   = "./modules/database"
  for_each = var.hospitals

  name           = each.key
  engine_version = each.value.engine_version
  instance_class = each.value.instance_class
  storage_gb     = each.value.storage_gb
  kms_key_arn    = aws_kms_alias.records.target_key_arn
  tags           = local.backup_tag
}

module "documents" {
  source = "./modules/records-bucket"

  providers = {
    aws         = aws
    aws.replica = aws.recovery
  }

  name                = "lakeside-health-documents"
  kms_key_arn         = aws_kms_key.records.arn
  replica_kms_key_arn = aws_kms_key.archive.arn
  keep_days           = var.retention_days.monthly
  log_bucket          = aws_s3_bucket.access_logs.id
  replica_log_bucket  = aws_s3_bucket.access_logs_recovery.id
  tags                = local.backup_tag
}

resource "aws_efs_file_system" "imaging" {
  creation_token = "imaging"
  encrypted      = true
  kms_key_id     = aws_kms_key.records.arn

  protection {
    replication_overwrite = "ENABLED"
  }

  tags = merge(local.backup_tag, { Name = "imaging" })
}

data "aws_iam_policy_document" "imaging" {
  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.imaging.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_efs_file_system_policy" "imaging" {
  file_system_id = aws_efs_file_system.imaging.id
  policy         = data.aws_iam_policy_document.imaging.json
}

resource "aws_dynamodb_table" "appointments" {
  name                        = "appointments"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "patient"
  range_key                   = "starts_at"
  deletion_protection_enabled = true

  attribute {
    name = "patient"
    type = "S"
  }

  attribute {
    name = "starts_at"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.records.arn
  }

  tags = local.backup_tag
}
