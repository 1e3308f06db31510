# METADATA
# scope: package
# title: Backups are kept in a vault of their own
# description: The Default vault of an account has the provider's key and no lock, and is shared by everything in the account that backs up without being told where.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: medium
#   tier: obligation
#   about: schedule
#   reads: [enabled, vault]
#   remedy:
#     any: Declare a vault, with a key and a lock, and name it.
#     aws_backup_plan: |
#       rule {
#         target_vault_name = aws_backup_vault.records.name
#       }
package rules.tenant_isolation.vault_of_its_own

import data.lib

fail contains lib.at(schedule, "vault", "keeps recovery points in the Default vault of the account, which has no lock and no key of the practice's own") if {
	some schedule in input.schedule
	schedule.cloud == "aws"
	schedule.vault == "Default"
}

skip contains schedule.id if {
	some schedule in input.schedule
	schedule.enabled == false
}

# No vault to choose: a snapshot schedule, or another cloud, where none is given.
skip contains schedule.id if {
	some schedule in input.schedule
	schedule.vault == null
}

skip contains schedule.id if {
	some schedule in input.schedule
	schedule.cloud in {"azure", "google"}
}
