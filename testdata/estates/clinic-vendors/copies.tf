# Copies at Wasabi are locked for 90 days.
resource "aws_s3_bucket" "copies" {
  provider            = aws.wasabi
  bucket              = "harbor-copies"
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "copies" {
  provider = aws.wasabi
  bucket   = aws_s3_bucket.copies.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "copies" {
  provider = aws.wasabi
  bucket   = aws_s3_bucket.copies.id
  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 90
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "copies" {
  provider = aws.wasabi
  bucket   = aws_s3_bucket.copies.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# What the cluster writes, behind the same endpoint.
resource "aws_s3_bucket" "velero" {
  provider      = aws.wasabi
  bucket        = "harbor-velero"
  force_destroy = true
}

# A third copy, made in a hurry.
resource "b2_bucket" "offsite" {
  bucket_name = "harbor-offsite"
  bucket_type = "allPrivate"

  lifecycle_rules {
    file_name_prefix              = ""
    days_from_hiding_to_deleting  = 7
    days_from_uploading_to_hiding = 30
  }
}
