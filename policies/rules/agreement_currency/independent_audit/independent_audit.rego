# METADATA
# scope: package
# title: Vendors are audited independently every year
# description: A vendor's own word about its security is no evidence; a SOC 2 Type II report or an ISO 27001 audit is, for a year.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(8)
#   description: 45 CFR 164.308(a)(8)
# custom:
#   severity: medium
#   tier: obligation
#   about: vendor
#   reads: [iso27001, soc2_type2]
#   remedy:
#     any: Ask the vendor for its last SOC 2 Type II report or ISO 27001 audit, read it, and write its date into baa.yaml.
package rules.agreement_currency.independent_audit

import data.lib

fail contains lib.at(vendor, field, message) if {
	some vendor in input.vendor
	not vendor.id in audited
	some field, date in audits(vendor)
	lib.year_old(date)
	message := sprintf("rests on an audit of %s, more than a year ago", [date])
}

fail contains lib.at(vendor, "soc2_type2", "has neither a SOC 2 Type II report nor an ISO 27001 audit behind it") if {
	some vendor in input.vendor
	vendor.soc2_type2 == "none"
	vendor.iso27001 == "none"
}

open contains lib.at(vendor, "soc2_type2", "shows no independent audit: when was the last SOC 2 Type II report or ISO 27001 audit?") if {
	some vendor in input.vendor
	not vendor.id in audited
}

pass contains id if some id in audited

audited contains vendor.id if {
	some vendor in input.vendor
	some date in audits(vendor)
	lib.within_year(date)
}

audits(vendor) := {"soc2_type2": vendor.soc2_type2, "iso27001": vendor.iso27001}
