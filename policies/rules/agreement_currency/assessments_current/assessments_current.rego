# METADATA
# scope: package
# title: Vendors test and assess themselves every year
# description: Penetration tests, risk assessments and HITRUST assessments describe the vendor as it was; after a year it is another.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(8)
#   description: 45 CFR 164.308(a)(8)
# custom:
#   severity: medium
#   tier: obligation
#   about: vendor
#   reads: [hitrust, penetration_test, risk_assessment]
#   remedy:
#     any: Ask the vendor for its last penetration test, risk assessment and HITRUST assessment, and write their dates into baa.yaml; none where there is none.
package rules.agreement_currency.assessments_current

import data.lib

fail contains lib.at(vendor, field, message) if {
	some vendor in input.vendor
	some field, date in evidence(vendor)
	lib.year_old(date)
	message := sprintf("rests on a %s of %s, more than a year ago", [names[field], date])
}

fail contains lib.severity(lib.at(vendor, field, message), severities[field]) if {
	some vendor in input.vendor
	some field, date in evidence(vendor)
	date == "none"
	message := sprintf("has no %s behind it", [names[field]])
}

open contains lib.at(vendor, "", message) if {
	some vendor in input.vendor
	asked := [names[field] | some field, date in evidence(vendor); lib.unsettled(date)]
	count(asked) > 0
	message := sprintf("has no date of a past %s", [concat(", ", asked)])
}

evidence(vendor) := {"penetration_test": vendor.penetration_test, "risk_assessment": vendor.risk_assessment, "hitrust": vendor.hitrust}

names := {"penetration_test": "penetration test", "risk_assessment": "risk assessment", "hitrust": "HITRUST assessment"}

# HITRUST is one way among several to show the same.
severities := {"penetration_test": "medium", "risk_assessment": "medium", "hitrust": "low"}
