locals {
  backup_tags = { Backup = "Daily" }
}

resource "aws_kms_key" "platform" {
  description             = "Consultations and messages"
  deletion_window_in_days = 7
}

resource "aws_backup_vault" "platform" {
  name        = "platform"
  kms_key_arn = aws_kms_key.platform.arn
}

resource "aws_backup_vault" "platform_dr" {
  provider = aws.dr
  name     = "platform-dr"
}

resource "aws_backup_vault" "platform_eu" {
  provider = aws.eu
  name     = "platform-eu"
}

resource "aws_backup_vault_lock_configuration" "platform" {
  backup_vault_name  = aws_backup_vault.platform.name
  min_retention_days = 30
  max_retention_days = 90
}

resource "aws_backup_plan" "platform" {
  name = "platform"

  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.platform.name
    schedule          = "cron(0 7 * * ? *)"

    lifecycle {
      delete_after = 14
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.platform_dr.arn

      lifecycle {
        delete_after = 35
      }
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.platform_eu.arn

      lifecycle {
        delete_after = 35
      }
    }
  }
}

resource "aws_iam_role" "backup" {
  name = "aws-backup"

  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "Service": "backup.amazonaws.com" },
          "Action": "sts:AssumeRole"
        }
      ]
    }
  JSON
}

# The tag was renamed on the stores last spring; this line was forgotten.
resource "aws_backup_selection" "platform" {
  name         = "by-tag"
  plan_id      = aws_backup_plan.platform.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "daily"
  }
}

resource "aws_rds_cluster" "consultations" {
  cluster_identifier          = "consultations"
  engine                      = "aurora-postgresql"
  engine_version              = "16.6"
  master_username             = "consult"
  manage_master_user_password = true
  storage_encrypted           = true
  kms_key_id                  = aws_kms_key.platform.arn
  backup_retention_period     = 7
  deletion_protection         = true
  final_snapshot_identifier   = "consultations-final"

  tags = local.backup_tags
}

resource "aws_rds_cluster_instance" "consultations" {
  count = 2

  identifier          = "consultations-${count.index}"
  cluster_identifier  = aws_rds_cluster.consultations.id
  engine              = aws_rds_cluster.consultations.engine
  instance_class      = "db.r6g.large"
  publicly_accessible = count.index == 1
}

resource "aws_s3_bucket" "recordings" {
  bucket        = "brightcare-recordings"
  force_destroy = true
  tags          = local.backup_tags
}

resource "aws_s3_bucket_policy" "recordings" {
  bucket = aws_s3_bucket.recordings.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Transcription"
        Effect    = "Allow"
        Principal = "*"
        Action    = ["s3:GetObject", "s3:DeleteObjectVersion"]
        Resource  = "${aws_s3_bucket.recordings.arn}/*"
      },
    ]
  })
}

# The application may do anything to backups and keys.
resource "aws_iam_role" "application" {
  name = "consultation-service"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "application" {
  name = "everything-it-needs"
  role = aws_iam_role.application.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["backup:*", "kms:*"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_sns_topic" "backup" {
  name = "backup-failures"
}

# Nobody has subscribed to the topic.
resource "aws_backup_vault_notifications" "platform" {
  backup_vault_name   = aws_backup_vault.platform.name
  sns_topic_arn       = aws_sns_topic.backup.arn
  backup_vault_events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]
}

# A snapshot for the transcription vendor.
resource "aws_ebs_volume" "transcripts" {
  availability_zone = "us-east-1a"
  size              = 200
}

resource "aws_ebs_snapshot" "transcripts" {
  volume_id = aws_ebs_volume.transcripts.id
}

resource "aws_snapshot_create_volume_permission" "vendor" {
  snapshot_id = aws_ebs_snapshot.transcripts.id
  account_id  = "998877665544"
}
