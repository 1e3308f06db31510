terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier           = "${var.name}-records"
  engine               = "postgres"
  engine_version       = var.engine_version
  instance_class       = var.instance_class
  allocated_storage    = var.storage_gb
  parameter_group_name = aws_db_parameter_group.this.name

  username                    = "records"
  manage_master_user_password = true
  publicly_accessible         = false
  multi_az                    = true

  storage_encrypted = true
  kms_key_id        = var.kms_key_arn

  backup_retention_period         = 35
  copy_tags_to_snapshot           = true
  delete_automated_backups        = false
  deletion_protection             = true
  skip_final_snapshot             = false
  final_snapshot_identifier       = "${var.name}-records-final"
  enabled_cloudwatch_logs_exports = ["postgresql"]

  tags = var.tags
}
