# As of this month nobody can lift the lock; it refuses what the plan asks for.
resource "aws_backup_vault_lock_configuration" "all" {
  changeable_for_days = 3
  min_retention_days  = 36
}
