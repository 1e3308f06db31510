# METADATA
# scope: package
# title: Terraform's state is sent over TLS
# description: State repeats the passwords and keys of the estate in plain text; without TLS the network reads along at every plan.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(1)
#   description: 45 CFR 164.312(e)(1)
# custom:
#   severity: medium
#   tier: obligation
#   about: state
#   reads: [name, tls]
#   weighs: [name]
#   remedy:
#     any: Give the backend an https address, or let OpenTofu encrypt the state with an encryption block.
#     aws: |
#       backend "s3" {
#         endpoints = { s3 = "https://s3.example.com" }   # or none: AWS's own have TLS
#       }
package rules.encryption_in_transit.state_over_tls

import data.lib

fail contains lib.at(state, "tls", message) if {
	some state in input.state
	state.tls == false
	message := sprintf("sends the state to the backend %s without TLS", [state.name])
}
