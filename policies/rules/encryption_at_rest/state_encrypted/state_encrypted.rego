# METADATA
# scope: package
# title: Terraform's state is encrypted at rest
# description: State repeats the passwords and keys of the estate in plain text; whoever reads it can open the records.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: medium
#   tier: obligation
#   about: state
#   reads: [encrypted, name]
#   weighs: [name]
#   remedy:
#     any: Keep the state in a backend that encrypts it, or let OpenTofu encrypt it with an encryption block.
#     aws: |
#       backend "s3" {
#         bucket  = "state"
#         key     = "estate"
#         region  = "us-east-1"
#         encrypt = true
#       }
#     azure: |
#       backend "azurerm" {
#         resource_group_name  = "state"
#         storage_account_name = "state"
#         container_name       = "state"
#         key                  = "estate"
#       }
#     google: |
#       backend "gcs" {
#         bucket = "state"
#       }
package rules.encryption_at_rest.state_encrypted

import data.lib

fail contains lib.at(state, "encrypted", message) if {
	some state in input.state
	state.encrypted == false
	message := sprintf("keeps the state unencrypted in the backend %s", [state.name])
}
