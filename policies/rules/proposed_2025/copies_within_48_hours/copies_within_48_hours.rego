# METADATA
# scope: package
# title: Copies are at most 48 hours older than the records
# description: What was written since the last copy is lost with the store; two days of visits and results cannot be asked for again.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.312(i) (proposed)
# custom:
#   severity: medium
#   profile: proposed-2025
#   about: agreement
#   reads: [rpo_hours]
#   remedy:
#     any: Agree on a recovery point objective of at most 48 hours, and write it to recovery.rpo_hours in baa.yaml; schedules are held against it.
package rules.proposed_2025.copies_within_48_hours

import data.lib

fail contains lib.at(agreement, "rpo_hours", message) if {
	some agreement in input.agreement
	lib.above(agreement.rpo_hours, 48)
	message := sprintf("lets records of %s be lost, more than the 48 hours of the proposal", [lib.hours(agreement.rpo_hours)])
}

open contains lib.at(agreement, "rpo_hours", "does not state a recovery point objective; the proposal asks for 48 hours") if {
	some agreement in input.agreement
	agreement.rpo_hours == null
}
