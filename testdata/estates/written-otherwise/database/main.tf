variable "name" {
  type = string
}

variable "key" {
  type = string
}

variable "settings" {
  type = object({
    days       = optional(number, 7)
    encrypted  = optional(bool, true)
    parameters = optional(map(string), {})
    guarded    = optional(bool)
  })
}

resource "aws_db_parameter_group" "this" {
  family = "postgres14"
  name   = var.name

  dynamic "parameter" {
    for_each = [for name, value in var.settings.parameters : { name = name, value = value }]
    iterator = p

    content {
      name  = p.value.name
      value = lookup(p.value, "value", null)
    }
  }
}

resource "aws_db_instance" "this" {
  identifier                  = var.name
  engine                      = "postgres"
  engine_version              = "14.12"
  instance_class              = "db.m7g.large"
  username                    = "clinic"
  manage_master_user_password = true
  storage_encrypted           = var.settings.encrypted
  kms_key_id                  = try(coalesce(var.key), null)
  backup_retention_period     = var.settings.days
  parameter_group_name        = join("", aws_db_parameter_group.this[*].name)
  deletion_protection         = coalesce(var.settings.guarded, true)
  delete_automated_backups    = !true
}
