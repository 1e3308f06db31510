# METADATA
# scope: package
# title: Restores are tested on a schedule
# description: A backup that nobody has ever restored is a hope; the day of the disaster is too late to learn that it does not work.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(D)
#   description: 45 CFR 164.308(a)(7)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# custom:
#   severity: medium
#   tier: obligation
#   about: estate
#   reads: [clouds, schedules, vaults]
#   remedy:
#     any: Restore regularly, and keep the record of it.
#     aws: |
#       resource "aws_backup_restore_testing_plan" "monthly" {
#         name                = "monthly"
#         schedule_expression = "cron(0 8 1 * ? *)"
#
#         recovery_point_selection {
#           algorithm            = "LATEST_WITHIN_WINDOW"
#           include_vaults       = [aws_backup_vault.backups.arn]
#           recovery_point_types = ["SNAPSHOT", "CONTINUOUS"]
#         }
#       }
#
#       resource "aws_backup_restore_testing_selection" "databases" {
#         name                      = "databases"
#         restore_testing_plan_name = aws_backup_restore_testing_plan.monthly.name
#         protected_resource_type   = "RDS"
#         protected_resource_arns   = ["*"]
#         iam_role_arn              = aws_iam_role.restore.arn
#       }
package rules.recovery_testing.restore_test_scheduled

import data.lib

met contains lib.related(lib.at(estate, "", "tests restores on a schedule"), [min(tests)]) if some estate in input.estate

tests contains test.id if some test in input.restore_test

# Only AWS Backup's tests can be written in Terraform.
open contains lib.at(estate, "", "does not show whether restores are tested: outside AWS Backup they are tested by other means than Terraform") if {
	some estate in input.estate
	clouds := estate.clouds
	not "aws" in clouds
}

open contains lib.at(estate, "", "tests no restore, and its backup vaults are declared elsewhere or may not exist") if {
	some estate in input.estate
	"aws" in estate.clouds
	count(aws_vaults) == 0
}

missing contains lib.related(lib.at(estate, "", "tests no restore: nothing shows that what is in its backup vaults can be restored"), [min(aws_vaults)]) if {
	some estate in input.estate
}

aws_vaults contains vault.id if {
	some vault in input.vault
	vault.cloud == "aws"
	lib.declared_here(vault)
}

# Nothing is backed up here.
skip contains estate.id if {
	some estate in input.estate
	estate.vaults == 0
	estate.schedules == 0
}
