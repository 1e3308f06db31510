# METADATA
# scope: package
# title: It is agreed who answers for which control
# description: What each side takes to be the other's duty is nobody's; a matrix of shared responsibilities says whose it is.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.314#p-164.314(a)
#   description: 45 CFR 164.314(a)
# - ref: agreement:responsibilities
#   description: agreement term
# custom:
#   severity: low
#   tier: obligation
#   about: vendor
#   reads: [responsibilities]
#   remedy:
#     any: Ask the vendor for its shared responsibility matrix, and write a row for each control into baa.yaml.
package rules.agreement_currency.responsibilities_divided

import data.lib

fail contains lib.at(vendor, "responsibilities", "divides no responsibilities: what either side leaves to the other is done by nobody") if {
	some vendor in input.vendor
	is_array(vendor.responsibilities)
	count(vendor.responsibilities) == 0
}

open contains lib.at(vendor, "responsibilities", "does not say who answers for which control") if {
	some vendor in input.vendor
	vendor.responsibilities == null
}
