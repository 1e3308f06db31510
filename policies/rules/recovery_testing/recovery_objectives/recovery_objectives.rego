# METADATA
# scope: package
# title: Recovery objectives are agreed
# description: How much may be lost and how long a restore may take is what backups are planned by; without it nobody can say that they are enough.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# - ref: agreement:recovery
#   description: agreement term
# custom:
#   severity: medium
#   tier: obligation
#   about: agreement
#   reads: [rpo_hours, rto_hours]
#   remedy:
#     any: Agree on a recovery point objective and a recovery time objective, and write them to recovery in baa.yaml.
package rules.recovery_testing.recovery_objectives

import data.lib

fail contains lib.at(agreement, "rto_hours", "sets no recovery time objective") if {
	some agreement in input.agreement
	agreement.rto_hours == 0
}

open contains lib.at(agreement, "rpo_hours", "does not state a recovery point objective; baalint judges by 24 hours") if {
	some agreement in input.agreement
	agreement.rpo_hours == null
}

open contains lib.at(agreement, "rto_hours", "does not state a recovery time objective") if {
	some agreement in input.agreement
	agreement.rto_hours == null
}
