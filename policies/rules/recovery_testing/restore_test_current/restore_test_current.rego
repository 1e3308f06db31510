# METADATA
# scope: package
# title: A restore was tried within a year
# description: A backup that nobody has ever restored is a hope, whatever the plan says.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(D)
#   description: 45 CFR 164.308(a)(7)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(8)
#   description: 45 CFR 164.308(a)(8)
# custom:
#   severity: medium
#   tier: obligation
#   about: practice
#   reads: [restore_test]
#   remedy:
#     any: Restore a backup, hold the time that it took against the recovery time objective, keep the record, and write the date into baa.yaml.
package rules.recovery_testing.restore_test_current

import data.lib

fail contains lib.at(practice, "restore_test", message) if {
	some practice in input.practice
	lib.year_old(practice.restore_test)
	message := sprintf("last tried a restore on %s, more than a year ago", [practice.restore_test])
}

fail contains lib.at(practice, "restore_test", "never tried a restore") if {
	some practice in input.practice
	practice.restore_test == "none"
}

open contains lib.at(practice, "restore_test", "has no date of a past test of a restore") if {
	some practice in input.practice
	lib.unsettled(practice.restore_test)
}
