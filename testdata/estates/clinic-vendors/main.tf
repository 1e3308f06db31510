terraform {
  required_providers {
    aws          = { source = "hashicorp/aws", version = "~> 6.0" }
    b2           = { source = "Backblaze/b2", version = "~> 0.13" }
    mongodbatlas = { source = "mongodb/mongodbatlas", version = "~> 2.0" }
    helm         = { source = "hashicorp/helm", version = "~> 3.0" }
    kubectl      = { source = "alekc/kubectl", version = "~> 2.1" }
  }
  backend "s3" {
    bucket    = "harbor-state"
    key       = "clinic/terraform.tfstate"
    region    = "us-east-1"
    endpoints = { s3 = "https://s3.us-east-2.wasabisys.com" }

    skip_credentials_validation = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111122223333"]
}

# Copies that nobody at AWS can reach.
provider "aws" {
  alias      = "wasabi"
  region     = "us-east-2"
  access_key = var.wasabi_access_key
  secret_key = var.wasabi_secret_key

  endpoints {
    s3  = "https://s3.us-east-2.wasabisys.com"
    iam = "https://iam.wasabisys.com"
  }
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# For developers, who run LocalStack.
provider "aws" {
  alias      = "local"
  region     = "us-east-1"
  access_key = "test"
  secret_key = "test"

  endpoints {
    s3  = "http://localhost:4566"
    sqs = "http://localhost:4566"
  }
}

variable "wasabi_access_key" {
  type      = string
  sensitive = true
}

variable "wasabi_secret_key" {
  type      = string
  sensitive = true
}

variable "atlas_project" {
  type    = string
  default = "64f0c0ffee64f0c0ffee64f0"
}
