terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.0, < 6.0"
    }
  }

  backend "azurerm" {
    resource_group_name  = "rg-state"
    storage_account_name = "lakesidestate"
    container_name       = "tfstate"
    key                  = "radiology.tfstate"
    use_azuread_auth     = true
  }
}

provider "azurerm" {
  subscription_id = "6f0c7a52-3f1b-4e0a-9a55-0d1c7c2f8e11"

  features {
    recovery_service {
      vm_backup_stop_protection_and_retain_data_on_destroy = true
    }

    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }
}

# The guards of the vaults belong to the security team.
provider "azurerm" {
  alias           = "security"
  subscription_id = "c2b7d6a4-8a61-4d0e-b2c3-5b8c1f0a9d22"
  features {}
}
