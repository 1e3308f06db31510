# METADATA
# scope: package
# title: Vendors help to find out what happened
# description: The practice must assess every breach, and only the vendor has the logs that show what was taken.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(6)(ii)
#   description: 45 CFR 164.308(a)(6)(ii)
# - ref: https://www.ecfr.gov/current/title-45/section-164.410
#   description: 45 CFR 164.410
# custom:
#   severity: low
#   tier: obligation
#   about: vendor
#   reads: [forensic_support]
#   remedy:
#     any: Agree that the vendor supports the investigation of incidents, and at whose cost.
package rules.agreement_currency.incident_support

import data.lib

fail contains lib.at(vendor, "forensic_support", "promises no help in the investigation of an incident") if {
	some vendor in input.vendor
	vendor.forensic_support == false
}

open contains lib.at(vendor, "forensic_support", "does not say whether the vendor helps to investigate an incident") if {
	some vendor in input.vendor
	vendor.forensic_support == null
}
