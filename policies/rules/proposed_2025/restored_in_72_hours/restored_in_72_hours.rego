# METADATA
# scope: package
# title: Restores take no longer than 72 hours
# description: Critical systems that are down for more than three days are down for patients who cannot wait.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.308(a)(13) (proposed)
# custom:
#   severity: medium
#   profile: proposed-2025
#   about: agreement
#   reads: [rto_hours]
#   remedy:
#     any: Agree on a recovery time objective of at most 72 hours, and write it to recovery.rto_hours in baa.yaml.
package rules.proposed_2025.restored_in_72_hours

import data.lib

fail contains lib.at(agreement, "rto_hours", message) if {
	some agreement in input.agreement
	lib.above(agreement.rto_hours, 72)
	message := sprintf("lets a restore take %s, more than the 72 hours of the proposal", [lib.hours(agreement.rto_hours)])
}

fail contains lib.at(agreement, "rto_hours", "sets no recovery time objective; the proposal asks for 72 hours") if {
	some agreement in input.agreement
	agreement.rto_hours == 0
}

open contains lib.at(agreement, "rto_hours", "does not state a recovery time objective; the proposal asks for 72 hours") if {
	some agreement in input.agreement
	agreement.rto_hours == null
}
