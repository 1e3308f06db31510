# Three accounts: the records account runs the hospitals' systems, the vault account holds nothing but copies of their
# backups, the audit account receives the trail.

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.accounts.records]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "recovery"
  region              = var.recovery_region
  allowed_account_ids = [var.accounts.records]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "vault"
  region              = var.recovery_region
  allowed_account_ids = [var.accounts.vault]

  assume_role {
    role_arn = "arn:aws:iam::${var.accounts.vault}:role/terraform-backup"
  }

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "audit"
  region              = var.region
  allowed_account_ids = [var.accounts.audit]

  assume_role {
    role_arn = "arn:aws:iam::${var.accounts.audit}:role/terraform-audit"
  }

  default_tags {
    tags = local.tags
  }
}
