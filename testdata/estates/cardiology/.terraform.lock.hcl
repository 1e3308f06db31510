# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/google" {
  version     = "7.41.0"
  constraints = "~> 7.20"
}

provider "registry.terraform.io/hashicorp/google-beta" {
  version     = "7.41.0"
  constraints = "~> 7.20"
}
