# METADATA
# scope: package
# title: Logs are where the agreement permits
# description: What was asked for, and of whom, stands in logs; the agreement speaks of records, and a careful practice keeps what tells of them in the same places.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: medium
#   tier: hardening
#   about: log
#   reads: [account, region, store.account, store.region, vault.account, vault.region]
#   remedy:
#     any: Create it in a permitted region, or add the region to places.permitted where the agreement allows it.
#     aws: |
#       provider "aws" {
#         region = "us-east-1"
#       }
#     azurerm_log_analytics_workspace: |
#       location = "eastus"
#     google: |
#       location = "us-central1"
package rules.data_location.logs_in_permitted_region

import data.lib

fail contains lib.at(log, "region", message) if {
	some log in input.log
	message := sprintf("is in %s", [lib.outside_text(log.region, log.cloud)])
}

open contains lib.at(log, "region", message) if {
	some log in input.log
	message := sprintf("is in %s", [lib.unplaced_text(log.region, log.cloud)])
}

# A log beside a store or a vault moves with it.
skip contains log.id if {
	some log in input.log
	[log.root, log.account, log.region] in places
}

places contains [store.root, store.account, store.region] if some store in input.store

places contains [vault.root, vault.account, vault.region] if some vault in input.vault
