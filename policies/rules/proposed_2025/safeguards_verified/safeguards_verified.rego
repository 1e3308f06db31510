# METADATA
# scope: package
# title: Business associates confirm their safeguards every year
# description: A signature says what a vendor promised; a written confirmation by somebody who looked says what it does.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.308(b)(1) (proposed)
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.308(b)(2) (proposed)
# custom:
#   severity: medium
#   profile: proposed-2025
#   about: [agreement, vendor, subcontractor]
#   reads: [vendors, verified]
#   remedy:
#     any: Obtain from the vendor once a year a written analysis of its technical safeguards and a certification that it is accurate, and write the date to verified in baa.yaml; likewise for its subcontractors, who confirm to the vendor.
package rules.proposed_2025.safeguards_verified

import data.lib

fail contains lib.at(party, "verified", message) if {
	some party in input.vendor
	message := outdated(party)
}

fail contains lib.at(party, "verified", message) if {
	some party in input.subcontractor
	message := outdated(party)
}

outdated(party) := sprintf("rests on safeguards that were last confirmed on %s, more than a year ago", [party.verified]) if {
	lib.year_old(party.verified)
}

outdated(party) := "rests on safeguards that nobody confirmed in writing" if party.verified == "none"

open contains lib.at(party, "verified", "has no date of a past written confirmation of the safeguards") if {
	some party in input.vendor
	lib.unsettled(party.verified)
}

open contains lib.at(party, "verified", "has no date of a past written confirmation of the safeguards") if {
	some party in input.subcontractor
	lib.unsettled(party.verified)
}

skip contains agreement.id if {
	some agreement in input.agreement
	is_array(agreement.vendors)
}
