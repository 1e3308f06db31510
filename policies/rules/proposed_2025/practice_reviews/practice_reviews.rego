# METADATA
# scope: package
# title: The practice reviews and tests itself as often as proposed
# description: What was reviewed once and never again describes a practice that is no longer there.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.308(a)(1) (proposed)
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.308(a)(14) (proposed)
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.312(h) (proposed)
# custom:
#   severity: low
#   profile: proposed-2025
#   about: practice
#   reads: [asset_inventory, compliance_audit, penetration_test, vulnerability_scan]
#   remedy:
#     any: Review the inventory of systems, audit compliance and test for penetration once a year, scan for vulnerabilities every six months, and write the dates to practice in baa.yaml.
package rules.proposed_2025.practice_reviews

import data.lib

fail contains lib.at(practice, field, message) if {
	some practice in input.practice
	some field, date in evidence(practice)
	lib.months_old(date, months[field])
	message := sprintf("last had %s on %s, more than %d months ago", [names[field], date, months[field]])
}

fail contains lib.at(practice, field, message) if {
	some practice in input.practice
	some field, date in evidence(practice)
	date == "none"
	message := sprintf("never had %s", [names[field]])
}

open contains lib.at(practice, "", message) if {
	some practice in input.practice
	asked := [names[field] | some field, date in evidence(practice); lib.unsettled(date)]
	count(asked) > 0
	message := sprintf("has no date of %s", [concat(", ", asked)])
}

evidence(practice) := {
	"asset_inventory": practice.asset_inventory,
	"compliance_audit": practice.compliance_audit,
	"penetration_test": practice.penetration_test,
	"vulnerability_scan": practice.vulnerability_scan,
}

names := {
	"asset_inventory": "a review of its inventory",
	"compliance_audit": "an audit of its compliance",
	"penetration_test": "a penetration test",
	"vulnerability_scan": "a scan for vulnerabilities",
}

months := {"asset_inventory": 12, "compliance_audit": 12, "penetration_test": 12, "vulnerability_scan": 6}
