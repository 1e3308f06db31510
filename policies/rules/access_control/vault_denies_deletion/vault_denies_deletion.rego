# METADATA
# scope: package
# title: Vault policies deny the deletion of recovery points
# description: Without a lock that nobody can lift, a vault's own policy is what stands between a stolen administrator's session and the last copies of the records.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# custom:
#   severity: medium
#   tier: hardening
#   about: vault
#   reads: [lock_mode, policy_denies_delete]
#   remedy:
#     any: Deny everyone the deletion of recovery points in the vault's policy, but for a break-glass role.
#     aws_backup_vault: |
#       # a vault has one policy: where there is one, add the statement to it
#       data "aws_iam_policy_document" "vault" {
#         statement {
#           effect    = "Deny"
#           actions   = ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:DeleteBackupVaultAccessPolicy"]
#           resources = ["*"]
#           principals {
#             type        = "*"
#             identifiers = ["*"]
#           }
#         }
#       }
#
#       resource "aws_backup_vault_policy" "backups" {
#         backup_vault_name = aws_backup_vault.backups.name
#         policy            = data.aws_iam_policy_document.vault.json
#       }
package rules.access_control.vault_denies_deletion

import data.lib

fail contains lib.at(vault, "policy_denies_delete", message) if {
	some vault in input.vault
	vault.policy_denies_delete == false
	vault.lock_mode in {"none", "governance"}
	message := "has no policy that denies the deletion of its recovery points"
}

pass contains vault.id if {
	some vault in input.vault
	vault.policy_denies_delete == true
}

# Nobody can lift a compliance lock.
pass contains vault.id if {
	some vault in input.vault
	vault.lock_mode == "compliance"
}

# Azure's and Google's vaults have no policies of their own.
skip contains vault.id if {
	some vault in input.vault
	vault.policy_denies_delete == null
}
