# METADATA
# scope: package
# title: Agreements have not expired
# description: When the agreement has ended the vendor holds records that it is no longer bound to protect.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# - ref: https://www.ecfr.gov/current/title-45/section-164.504#p-164.504(e)
#   description: 45 CFR 164.504(e)
# custom:
#   severity: high
#   tier: obligation
#   about: vendor
#   reads: [expires]
#   remedy:
#     any: Renew the agreement, or bring the records back. Write never where it runs until it is ended.
package rules.agreement_currency.agreement_not_expired

import data.lib

fail contains lib.at(vendor, "expires", message) if {
	some vendor in input.vendor
	lib.past(vendor.expires)
	message := sprintf("expired on %s", [vendor.expires])
}

open contains lib.at(vendor, "expires", "does not say until when it runs: when does it expire?") if {
	some vendor in input.vendor
	vendor.expires == null
}
