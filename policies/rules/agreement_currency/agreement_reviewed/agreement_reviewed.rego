# METADATA
# scope: package
# title: Agreements are reviewed every year
# description: Services, subcontractors and the law change; an agreement that nobody looks at describes another estate.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(8)
#   description: 45 CFR 164.308(a)(8)
# - ref: https://www.ecfr.gov/current/title-45/section-164.316#p-164.316(b)(2)(iii)
#   description: 45 CFR 164.316(b)(2)(iii)
# custom:
#   severity: medium
#   tier: obligation
#   about: vendor
#   reads: [reviewed, signed]
#   remedy:
#     any: Review the agreement every year, and write the date into baa.yaml.
package rules.agreement_currency.agreement_reviewed

import data.lib

fail contains lib.at(vendor, "reviewed", message) if {
	some vendor in input.vendor
	not vendor.id in recent
	lib.year_old(vendor.reviewed)
	message := sprintf("was last reviewed on %s, more than a year ago", [vendor.reviewed])
}

fail contains lib.at(vendor, "reviewed", message) if {
	some vendor in input.vendor
	vendor.reviewed == "none"
	lib.year_old(vendor.signed)
	message := sprintf("was signed on %s, more than a year ago, and never reviewed", [vendor.signed])
}

open contains lib.at(vendor, "reviewed", "has no date of its last review: when was it reviewed?") if {
	some vendor in input.vendor
	not vendor.id in recent
	vendor.reviewed == null
}

open contains lib.at(vendor, "reviewed", "was never reviewed, and has no date of its signature") if {
	some vendor in input.vendor
	vendor.reviewed == "none"
	vendor.signed in {null, "none"}
}

open contains lib.at(vendor, "reviewed", message) if {
	some vendor in input.vendor
	lib.to_come(vendor.reviewed)
	message := sprintf("was reviewed on %s, later than the day of this judgement: when was it reviewed before?", [vendor.reviewed])
}

# What was signed within a year was read within a year.
recent contains vendor.id if {
	some vendor in input.vendor
	lib.within_year(vendor.signed)
}
