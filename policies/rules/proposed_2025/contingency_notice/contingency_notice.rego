# METADATA
# scope: package
# title: Vendors tell within 24 hours that they turned to their contingency plan
# description: A vendor that works by its contingency plan may not be able to restore anything; a practice that learns of it late makes its own plans late.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.314(a)(2)(i)(D) (proposed)
# custom:
#   severity: medium
#   profile: proposed-2025
#   about: vendor
#   reads: [contingency_notice_hours]
#   remedy:
#     any: Agree on notice within 24 hours after the vendor turns to its contingency plan, and write it to contingency_notice_hours in baa.yaml.
package rules.proposed_2025.contingency_notice

import data.lib

fail contains lib.at(vendor, "contingency_notice_hours", message) if {
	some vendor in input.vendor
	lib.above(vendor.contingency_notice_hours, 24)
	message := sprintf("promises notice of a contingency within %s, more than the 24 hours of the proposal", [lib.hours(vendor.contingency_notice_hours)])
}

fail contains lib.at(vendor, "contingency_notice_hours", "promises no notice when the vendor turns to its contingency plan") if {
	some vendor in input.vendor
	vendor.contingency_notice_hours == 0
}

open contains lib.at(vendor, "contingency_notice_hours", message) if {
	some vendor in input.vendor
	vendor.contingency_notice_hours == null
	message := "does not say how soon the vendor tells that it turned to its contingency plan: within how many hours?"
}
