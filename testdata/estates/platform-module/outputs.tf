output "vault_arn" {
  value = aws_backup_vault.this.arn
}
