# METADATA
# scope: package
# title: Agreements are signed
# description: Without a signed agreement the vendor is bound to nothing, and records may not go there.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# - ref: https://www.ecfr.gov/current/title-45/section-164.504#p-164.504(e)
#   description: 45 CFR 164.504(e)
# custom:
#   severity: high
#   tier: obligation
#   about: vendor
#   reads: [signed]
#   remedy:
#     any: Have the agreement signed before records go to the vendor, and write the date into baa.yaml.
package rules.agreement_currency.agreement_signed

import data.lib

fail contains lib.at(vendor, "signed", "is not signed") if {
	some vendor in input.vendor
	vendor.signed == "none"
}

fail contains lib.at(vendor, "signed", message) if {
	some vendor in input.vendor
	lib.to_come(vendor.signed)
	message := sprintf("is signed only on %s", [vendor.signed])
}

open contains lib.at(vendor, "signed", "has no date of its signature: when was it signed?") if {
	some vendor in input.vendor
	vendor.signed == null
}
