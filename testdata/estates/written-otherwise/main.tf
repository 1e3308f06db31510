# A clinic whose settings nobody writes where they take effect: in maps, documents, modules, JSON, and files that override others. What is
# wrong is said to be so.
provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = { environment = "production" }
  }
}

provider "aws" {
  alias  = "west"
  region = join("-", ["us", "west", 2])
}

locals {
  databases = yamldecode(file("${path.module}/databases.yaml")).databases
  buckets   = { for name in ["letters", "scans"] : name => { versioned = name == "letters" } } # scans are not
}

resource "aws_kms_key" "records" {
  for_each            = toset(["us-east-1"])
  enable_key_rotation = "true"
}

resource "aws_s3_bucket" "records" {
  for_each = local.buckets
  bucket   = lower("Clinic-${each.key}")
}

resource "aws_s3_bucket_versioning" "records" {
  for_each = aws_s3_bucket.records
  bucket   = each.value.id

  versioning_configuration {
    status = local.buckets[each.key].versioned ? title("enabled") : "Disabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "records" {
  for_each = aws_s3_bucket.records
  bucket   = each.value.bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = one(values(aws_kms_key.records)[*].arn)
    }
  }
}

data "aws_iam_policy_document" "tls" {
  for_each = aws_s3_bucket.records

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [false]
    }
  }
}

# The statement for one bucket lets everybody read it.
resource "aws_s3_bucket_policy" "records" {
  for_each = aws_s3_bucket.records
  bucket   = each.value.id
  policy = each.key == "letters" ? data.aws_iam_policy_document.tls[each.key].json : templatefile("${path.module}/policy.json.tftpl", {
    bucket     = each.value.bucket
    principals = ["*"]
  })
}

module "database" {
  source   = "./database"
  for_each = { for d in local.databases : d.name => d }

  name     = each.key
  settings = { for k, v in each.value : k => v if k != "name" }
  key      = element(concat([for k in aws_kms_key.records : k.arn], [""]), 0)
}
