# The practice's records.
resource "aws_db_instance" "records" {
  identifier     = "${var.practice}-records"
  engine         = "postgres"
  engine_version = "16.4"
  instance_class = var.database.class

  allocated_storage       = var.database.storage_gb
  storage_encrypted       = true
  kms_key_id              = aws_kms_key.records.arn
  backup_retention_period = var.database.backup_days
  multi_az                = true

  username = "records"
  password = var.database_password

  db_subnet_group_name = aws_db_subnet_group.records.name
  parameter_group_name = aws_db_parameter_group.records.name
  deletion_protection  = true
  skip_final_snapshot  = true

  tags = {
    Backup = "nightly"
  }
}

resource "aws_db_subnet_group" "records" {
  name       = "${var.practice}-records"
  subnet_ids = var.subnet_ids
}

resource "aws_db_parameter_group" "records" {
  name   = "${var.practice}-records"
  family = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

# Appointments, moved here from the vendor that hosted them before.
resource "aws_db_instance" "appointments" {
  identifier          = "${var.practice}-appointments"
  engine              = "mysql"
  instance_class      = "db.t3.small"
  allocated_storage   = 20
  publicly_accessible = true

  username = "appointments"
  password = var.database_password

  backup_retention_period = 0
  skip_final_snapshot     = true

  tags = {
    Backup = "Nightly"
  }
}

# X-rays and scanned referrals.
resource "aws_s3_bucket" "images" {
  bucket        = "${var.practice}-images"
  force_destroy = true

  tags = {
    Backup = "nightly"
  }
}

resource "aws_s3_bucket_versioning" "images" {
  bucket = aws_s3_bucket.images.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "images" {
  bucket = aws_s3_bucket.images.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_alias.records.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "images" {
  bucket = aws_s3_bucket.images.id

  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "images" {
  bucket = aws_s3_bucket.images.id

  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 7
    }
  }
}

# Files that the front desk shares.
resource "aws_efs_file_system" "desk" {
  creation_token = "${var.practice}-desk"

  tags = {
    Name = "${var.practice}-desk"
  }
}
