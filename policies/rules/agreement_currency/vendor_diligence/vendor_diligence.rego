# METADATA
# scope: package
# title: Vendors are looked into every year
# description: A vendor that fails takes the records with it; its finances and its references show how likely that is.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# custom:
#   severity: low
#   tier: obligation
#   about: vendor
#   reads: [diligence]
#   remedy:
#     any: Look at the vendor's finances and references every year, keep what was found, and write the date into baa.yaml.
package rules.agreement_currency.vendor_diligence

import data.lib

fail contains lib.at(vendor, "diligence", message) if {
	some vendor in input.vendor
	lib.year_old(vendor.diligence)
	message := sprintf("is with a vendor that was last looked into on %s, more than a year ago", [vendor.diligence])
}

fail contains lib.at(vendor, "diligence", "is with a vendor that was never looked into") if {
	some vendor in input.vendor
	vendor.diligence == "none"
}

open contains lib.at(vendor, "diligence", "does not say when the vendor's finances and references were last looked at") if {
	some vendor in input.vendor
	lib.unsettled(vendor.diligence)
}
