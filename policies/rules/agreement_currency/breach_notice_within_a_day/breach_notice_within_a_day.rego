# METADATA
# scope: package
# title: Breaches are reported within 24 hours
# description: Every hour that the vendor waits is an hour in which the practice cannot act; within a day is what is recommended.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.410
#   description: 45 CFR 164.410
# - ref: agreement:breach_notice_hours
#   description: agreement term
# custom:
#   severity: low
#   tier: hardening
#   about: vendor
#   reads: [breach_notice_hours]
#   remedy:
#     any: Agree on notice within 24 hours of discovery.
package rules.agreement_currency.breach_notice_within_a_day

import data.lib

fail contains lib.at(vendor, "breach_notice_hours", message) if {
	some vendor in input.vendor
	lib.above(vendor.breach_notice_hours, 24)
	lib.at_most(vendor.breach_notice_hours, 48)
	message := sprintf("promises notice of a breach within %s; 24 hours are recommended", [lib.hours(vendor.breach_notice_hours)])
}

open contains lib.at(vendor, "breach_notice_hours", "does not say how soon a breach is reported: within how many hours?") if {
	some vendor in input.vendor
	vendor.breach_notice_hours == null
}

# Later than 48 hours is another rule's finding.
skip contains vendor.id if {
	some vendor in input.vendor
	lib.above(vendor.breach_notice_hours, 48)
}

skip contains vendor.id if {
	some vendor in input.vendor
	vendor.breach_notice_hours == 0
}
