terraform {
  required_version = ">= 1.5"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 3.100"
    }
  }

  # The rest is given to terraform init by the pipeline of each clinic.
  backend "azurerm" {
    key = "records.tfstate"
  }
}

provider "azurerm" {
  skip_provider_registration = true

  features {
    recovery_service {
      vm_backup_stop_protection_and_retain_data_on_destroy = var.keep_backups
    }
  }
}
