terraform {
  required_version = ">= 1.5"

  backend "s3" {
    bucket = "clinics-state"
    key    = "records"
    region = "us-east-1"
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { clinic = terraform.workspace }
  }
}

# The key is the clinic's own, where the environment names one.
resource "aws_db_instance" "records" {
  identifier              = "${terraform.workspace}-records"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 50
  storage_encrypted       = true
  kms_key_id              = var.key_arn
  backup_retention_period = var.retention_days
  deletion_protection     = true
  skip_final_snapshot     = false
  publicly_accessible     = false
}

# Scans are nobody's backup: no plan selects them, in no environment.
resource "aws_efs_file_system" "scans" {
  encrypted  = true
  kms_key_id = var.key_arn
}

# On trial the clinics' data is copied by hand.
resource "aws_s3_bucket" "trial" {
  count         = terraform.workspace == "default" ? 1 : 0
  bucket        = "clinics-trial"
  force_destroy = true
}
