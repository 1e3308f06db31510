# METADATA
# scope: package
# title: Restore tests restore something
# description: A restore test without a selection runs on time, restores nothing and reports no failure.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(D)
#   description: 45 CFR 164.308(a)(7)(ii)(D)
# custom:
#   severity: high
#   tier: obligation
#   about: restore_test
#   reads: [selects]
#   remedy:
#     any: Say what the test restores.
#     aws: |
#       resource "aws_backup_restore_testing_selection" "databases" {
#         name                      = "databases"
#         restore_testing_plan_name = aws_backup_restore_testing_plan.monthly.name
#         protected_resource_type   = "RDS"
#         protected_resource_arns   = ["*"]
#         iam_role_arn              = aws_iam_role.restore.arn
#       }
package rules.recovery_testing.restore_test_restores_something

import data.lib

fail contains lib.at(test, "selects", "restores nothing: it has no selection") if {
	some test in input.restore_test
	test.selects == false
}
