resource "aws_backup_vault_lock_configuration" "all" {
  for_each           = { daily = aws_backup_vault.daily.name }
  backup_vault_name  = each.value
  min_retention_days = 35
}
