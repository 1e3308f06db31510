# METADATA
# scope: package
# title: Terraform's state is where the agreement permits
# description: State holds the keys to the records; where it lies, other laws can reach them.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: medium
#   tier: obligation
#   about: state
#   reads: [kept_in]
#   remedy:
#     any: Move the state to a bucket or storage account in a permitted region, with terraform init -migrate-state.
#     aws: |
#       backend "s3" {
#         region = "us-east-1"
#       }
package rules.data_location.state_in_permitted_region

import data.lib

fail contains lib.at(state, "kept_in", message) if {
	some state in input.state
	message := sprintf("keeps the state in %s", [lib.outside_text(state.kept_in, state.cloud)])
}

open contains lib.at(state, "kept_in", message) if {
	some state in input.state
	message := sprintf("keeps the state in %s", [lib.unplaced_text(state.kept_in, state.cloud)])
}
