practice    = "riverside"
backup_days = 14
subnet_ids  = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]

database = {
  storage_gb  = 200
  backup_days = 3
}
