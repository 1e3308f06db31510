terraform {
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Practice  = "riverside-family"
      ManagedBy = "terraform"
    }
  }
}

provider "aws" {
  alias  = "dr"
  region = var.dr_region
}
