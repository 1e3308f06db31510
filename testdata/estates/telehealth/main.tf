# A telehealth company that grew by buying two others: its own platform runs on AWS, the imaging archive came with an
# Azure subscription, the analytics with a Google Cloud project.

terraform {
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.90"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.20"
    }
    google = {
      source  = "hashicorp/google"
      version = "~> 6.30"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "dr"
  region = "us-east-1"
}

provider "aws" {
  alias  = "eu"
  region = "eu-west-1"
}

provider "azurerm" {
  subscription_id = "7d2f7f0e-3a5b-4a55-9a1a-5c8f0e6f2b11"

  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }
}

provider "google" {
  project = "brightcare-analytics"
  region  = "us-central1"
}

variable "azure_location" {
  type    = string
  default = "eastus2"
}

variable "alert_email" {
  type    = string
  default = "ops@brightcare.example"
}
