# METADATA
# scope: package
# title: A restore is tried every month
# description: Backups break without a word; a month is as long as anyone should believe in one that nobody has read.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.312(i) (proposed)
# custom:
#   severity: low
#   profile: proposed-2025
#   about: [practice, restore_test]
#   reads: [gap_hours, restore_test]
#   remedy:
#     any: Restore a sample of the backups every month, keep the record, and write the date to practice.restore_test in baa.yaml.
#     aws: |
#       schedule_expression = "cron(0 8 1 * ? *)"
package rules.proposed_2025.restored_every_month

import data.lib

fail contains lib.at(test, "gap_hours", message) if {
	some test in input.restore_test
	lib.above(test.gap_hours, month)
	not tried
	message := sprintf("lets up to %s pass between two restores; the proposal asks for one a month", [lib.hours(test.gap_hours)])
}

fail contains lib.at(practice, "restore_test", message) if {
	some practice in input.practice
	lib.months_old(practice.restore_test, 1)
	message := sprintf("last tried a restore on %s, more than a month ago", [practice.restore_test])
}

# The longest month.
month := 31 * 24

# tried holds where restores are known to be tried every month, by whatever means.
tried if {
	some test in input.restore_test
	lib.at_most(test.gap_hours, month)
}

tried if {
	some practice in input.practice
	lib.within_months(practice.restore_test, 1)
}

pass contains test.id if {
	some test in input.restore_test
	tried
}

# Tests that a schedule starts answer for the practice; what was never tried, or not for a year, is another rule's finding.
skip contains practice.id if {
	some practice in input.practice
	count(input.restore_test) > 0
}

skip contains practice.id if {
	some practice in input.practice
	practice.restore_test == "none"
}

skip contains practice.id if {
	some practice in input.practice
	lib.unsettled(practice.restore_test)
}

skip contains practice.id if {
	some practice in input.practice
	lib.year_old(practice.restore_test)
}
