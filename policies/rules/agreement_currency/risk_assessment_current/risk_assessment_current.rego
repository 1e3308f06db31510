# METADATA
# scope: package
# title: The practice assesses its risks every year
# description: Backups protect against what somebody thought of; a risk assessment is when somebody thinks.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(1)(ii)(A)
#   description: 45 CFR 164.308(a)(1)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(8)
#   description: 45 CFR 164.308(a)(8)
# custom:
#   severity: medium
#   tier: obligation
#   about: practice
#   reads: [risk_assessment]
#   remedy:
#     any: Assess the risks to records and their backups every year, keep the result, and write the date into baa.yaml.
package rules.agreement_currency.risk_assessment_current

import data.lib

fail contains lib.at(practice, "risk_assessment", message) if {
	some practice in input.practice
	lib.year_old(practice.risk_assessment)
	message := sprintf("last assessed its risks on %s, more than a year ago", [practice.risk_assessment])
}

fail contains lib.at(practice, "risk_assessment", "never assessed its risks") if {
	some practice in input.practice
	practice.risk_assessment == "none"
}

open contains lib.at(practice, "risk_assessment", "has no date of a past risk assessment") if {
	some practice in input.practice
	lib.unsettled(practice.risk_assessment)
}
