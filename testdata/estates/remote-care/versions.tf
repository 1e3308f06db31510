# A company that watches over patients at home. It grew on Google Cloud, one project at a time.

terraform {
  required_version = ">= 1.7"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.40"
    }
  }

  backend "gcs" {
    bucket = "remotecare-tfstate"
    prefix = "production"
  }
}

provider "google" {
  project = "remotecare-prod"
  region  = "us-east4"
  zone    = "us-east4-b"
}

provider "google" {
  alias   = "europe"
  project = "remotecare-eu"
  region  = "europe-west2"
}
