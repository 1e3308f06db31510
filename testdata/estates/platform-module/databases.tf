resource "aws_db_instance" "this" {
  for_each = var.databases

  identifier        = "${var.name}-${each.key}"
  engine            = each.value.engine
  instance_class    = each.value.instance_class
  allocated_storage = each.value.allocated_storage

  username                    = "app"
  manage_master_user_password = true

  storage_encrypted = each.value.encrypted
  kms_key_id        = each.value.kms_key_arn

  backup_retention_period   = var.delete_after_days
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-${each.key}-final"

  tags = { backup = "daily" }
}

resource "aws_dynamodb_table" "sessions" {
  name         = "${var.name}-sessions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  # Sessions hold the patient's name and appointment: PHI like the rest.
  point_in_time_recovery {
    enabled = false
  }

  tags = { backup = "daily" }
}
