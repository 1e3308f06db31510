# What every laboratory of the network applies in a project of its own. What differs is given when it is applied; the network's modules
# are downloaded from its registry.

terraform {
  required_version = ">= 1.8"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0, < 8.0"
    }
  }

  backend "gcs" {}
}

provider "google" {
  project = var.project
  region  = var.region
}

provider "google" {
  alias   = "copies"
  project = var.copies_project
  region  = var.copies_region
}
