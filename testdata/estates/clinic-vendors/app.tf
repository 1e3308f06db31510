# The application stays at AWS.

resource "aws_kms_key" "records" {
  description             = "Records of the clinic"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_s3_bucket" "scans" {
  bucket = "harbor-scans"
}

resource "aws_s3_bucket_versioning" "scans" {
  bucket = aws_s3_bucket.scans.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "scans" {
  bucket = aws_s3_bucket.scans.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.records.arn
    }
  }
}

resource "aws_s3_bucket" "fixtures" {
  provider = aws.local
  bucket   = "fixtures"
}

# Nightly to Backblaze, by DataSync.
resource "aws_datasync_location_object_storage" "offsite" {
  server_hostname = "s3.us-west-004.backblazeb2.com"
  bucket_name     = b2_bucket.offsite.bucket_name
  agent_arns      = ["arn:aws:datasync:us-east-1:111122223333:agent/agent-0123456789abcdef0"]
}
