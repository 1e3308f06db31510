locals {
  tags = {
    owner      = "platform"
    data-class = "phi"
    managed-by = "terraform"
  }

  # Stores carry this tag, the backup selection looks for it: one value, written once.
  backup_tag = {
    backup = "daily"
  }
}
