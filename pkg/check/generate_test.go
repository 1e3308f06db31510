package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeEstate makes one root module of about that many resources: workloads with their databases, buckets, keys and roles, and
// for every fifth of them a vault and a plan.
func writeEstate(tb testing.TB, dir string, resources int) {
	tb.Helper()
	files := map[string]string{"main.tf": estateHead, "modules/bucket/main.tf": bucketModule}
	for i := 0; resources > 0; i++ {
		text := numbered(workload, i)
		resources -= 20
		if i%5 == 0 {
			text += numbered(backups, i)
			resources -= 5
		}
		files[fmt.Sprintf("workload_%04d.tf", i)] = text
	}
	writeAll(tb, dir, files)
}

// writeFailing makes one root module of so many stores without a plan, a policy or versions, each a block of its own.
func writeFailing(tb testing.TB, dir string, resources int) {
	tb.Helper()
	files := map[string]string{}
	for i := range resources / 4 {
		files[fmt.Sprintf("stores_%02d.tf", i/50)] += strings.ReplaceAll(unprotected, "NN", fmt.Sprint(i))
	}
	writeAll(tb, dir, files)
}

func writeAll(tb testing.TB, dir string, files map[string]string) {
	tb.Helper()
	for name, text := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
}

// numbered writes the number of a workload for NN, and that of the one whose vault it uses for VV.
func numbered(text string, i int) string {
	return strings.NewReplacer("NN", fmt.Sprint(i), "VV", fmt.Sprint(i/5*5)).Replace(text)
}

const estateHead = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

variable "environment" {
  type    = string
  default = "production"
}

variable "owner" {
  type = string
}

locals {
  tags = {
    environment = var.environment
    phi         = "yes"
  }
}

data "aws_caller_identity" "current" {}
`

// workload is 20 resources, 12 of them in two instances of a module.
const workload = `
resource "aws_kms_key" "wNN" {
  description             = "Key of workload NN"
  enable_key_rotation     = NN % 7 != 0
  deletion_window_in_days = 30
  tags                    = local.tags
}

resource "aws_kms_alias" "wNN" {
  name          = "alias/workload-NN"
  target_key_id = aws_kms_key.wNN.key_id
}

resource "aws_db_instance" "wNN" {
  for_each = {
    records = { size = 100, days = 35 }
    billing = { size = 20, days = NN % 10 }
  }
  identifier              = "wNN-${each.key}"
  engine                  = "postgres"
  instance_class          = "db.t3.medium"
  allocated_storage       = each.value.size
  username                = "app"
  storage_encrypted       = true
  kms_key_id              = aws_kms_key.wNN.arn
  backup_retention_period = each.value.days
  deletion_protection     = true
  skip_final_snapshot     = false
  tags                    = merge(local.tags, { Name = "wNN-${each.key}", backup = "plan-VV" })
}

module "bucket_NN" {
  source   = "./modules/bucket"
  for_each = toset(["documents", "images"])
  name     = "wNN-${each.value}"
  key_arn  = aws_kms_key.wNN.arn
  reader   = aws_iam_role.wNN.arn
  tags     = merge(local.tags, { owner = var.owner })
}

resource "aws_efs_file_system" "wNN" {
  encrypted  = true
  kms_key_id = aws_kms_key.wNN.arn
  tags       = local.tags
}

resource "aws_iam_role" "wNN" {
  name = "workload-NN"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "wNN" {
  name   = "data"
  role   = aws_iam_role.wNN.id
  policy = data.aws_iam_policy_document.wNN.json
}

data "aws_iam_policy_document" "wNN" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [for bucket in module.bucket_NN : "${bucket.arn}/*"]
  }
  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.wNN.arn]
  }
}
`

// unprotected is four stores.
const unprotected = `
resource "aws_s3_bucket" "sNN" {
  bucket = "clinic-NN"
  tags   = { backup = "daily" }
}

resource "aws_db_instance" "sNN" {
  identifier              = "db-NN"
  engine                  = "postgres"
  instance_class          = "db.t3.medium"
  storage_encrypted       = true
  backup_retention_period = 30
}

resource "aws_ebs_volume" "sNN" {
  availability_zone = "us-east-1a"
  size              = 100
  encrypted         = true
}

resource "aws_dynamodb_table" "sNN" {
  name     = "tNN"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
}
`

// backups is five resources: a vault with its lock, a plan and two selections.
const backups = `
resource "aws_backup_vault" "wNN" {
  name        = "vault-NN"
  kms_key_arn = aws_kms_key.wNN.arn
  tags        = local.tags
}

resource "aws_backup_vault_lock_configuration" "wNN" {
  backup_vault_name   = aws_backup_vault.wNN.name
  min_retention_days  = 30
  changeable_for_days = NN % 2 == 0 ? 3 : null
}

resource "aws_backup_plan" "wNN" {
  name = "plan-NN"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.wNN.name
    schedule          = "cron(0 5 * * ? *)"
    lifecycle {
      delete_after = 35
    }
    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:111122223333:backup-vault:vault-NN"
      lifecycle {
        delete_after = 35
      }
    }
  }
}

resource "aws_backup_selection" "tags_NN" {
  name         = "tags"
  plan_id      = aws_backup_plan.wNN.id
  iam_role_arn = aws_iam_role.wNN.arn
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "plan-VV"
  }
}

resource "aws_backup_selection" "files_NN" {
  name         = "files"
  plan_id      = aws_backup_plan.wNN.id
  iam_role_arn = aws_iam_role.wNN.arn
  resources    = [aws_efs_file_system.wNN.arn]
}
`

// bucketModule is six resources, the settings of a bucket each one of its own.
const bucketModule = `
variable "name" { type = string }
variable "key_arn" { type = string }
variable "reader" { type = string }
variable "tags" { type = map(string) }

resource "aws_s3_bucket" "this" {
  bucket = var.name
  tags   = var.tags
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TLS"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = var.reader }
        Action    = ["s3:GetObject"]
        Resource  = "${aws_s3_bucket.this.arn}/*"
      },
    ]
  })
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
`
