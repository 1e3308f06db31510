# METADATA
# scope: package
# title: Breaches are reported within 48 hours
# description: The practice has 60 days to tell patients and the regulator, counted from the day it could have known; a vendor that uses them up itself leaves none.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.410
#   description: 45 CFR 164.410
# - ref: agreement:breach_notice_hours
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: vendor
#   reads: [breach_notice_hours]
#   remedy:
#     any: Agree on notice within 48 hours of discovery, better within 24.
package rules.agreement_currency.breach_notice_in_time

import data.lib

fail contains lib.severity(lib.at(vendor, "breach_notice_hours", message), "medium") if {
	some vendor in input.vendor
	lib.above(vendor.breach_notice_hours, 48)
	lib.at_most(vendor.breach_notice_hours, 1440)
	message := sprintf("promises notice of a breach within %s, later than the 48 hours that a practice should accept", [lib.hours(vendor.breach_notice_hours)])
}

fail contains lib.at(vendor, "breach_notice_hours", message) if {
	some vendor in input.vendor
	lib.above(vendor.breach_notice_hours, 1440)
	message := sprintf("promises notice of a breach within %s, later than the 60 days that the law allows", [lib.hours(vendor.breach_notice_hours)])
}

fail contains lib.severity(lib.at(vendor, "breach_notice_hours", "promises no notice of a breach sooner than the 60 days that the law allows"), "medium") if {
	some vendor in input.vendor
	vendor.breach_notice_hours == 0
}

open contains lib.at(vendor, "breach_notice_hours", "does not say how soon a breach is reported: within how many hours?") if {
	some vendor in input.vendor
	vendor.breach_notice_hours == null
}
