# Northside Cardiology keeps its records on Google Cloud: a project for the records, one for the copies, one for the keys.

terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.20"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 7.20"
    }
  }

  backend "gcs" {
    bucket = "northside-terraform-state"
    prefix = "cardiology"
  }
}

provider "google" {
  project = var.project
  region  = var.region

  default_labels = local.labels
}

provider "google-beta" {
  project = var.project
  region  = var.region

  default_labels = local.labels
}

# Whoever runs the records cannot reach this one.
provider "google" {
  alias   = "backups"
  project = var.backup_project
  region  = var.second_region

  default_labels = local.labels
}

provider "google" {
  alias   = "keys"
  project = var.key_project
}
