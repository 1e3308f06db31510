# METADATA
# scope: package
# title: Only the backup service takes up its role
# description: The role of the backup service may read every store that it backs up; whoever else may take it up may do so, too.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# custom:
#   severity: medium
#   tier: hardening
#   about: grant
#   reads: [effect, kind, principals]
#   remedy:
#     any: Give the backup service a role of its own.
#     aws: |
#       data "aws_iam_policy_document" "backup" {
#         statement {
#           actions = ["sts:AssumeRole"]
#           principals {
#             type        = "Service"
#             identifiers = ["backup.amazonaws.com"]
#           }
#         }
#       }
package rules.access_control.backup_role_confined

import data.lib

fail contains lib.at(grant, "principals", message) if {
	some grant in input.grant
	grant.kind == "trust"
	[grant.root, grant.address] in backup_roles
	others := {principal | some principal in grant.principals; not backs_up(principal)}
	count(others) > 0
	message := sprintf("is the role of the backup service, and lets %s take it up, too", [concat(", ", sort(others))])
}

# Data Lifecycle Manager has roles of its own.
backs_up(principal) if regex.match(`^(backup|backup-storage|dlm|restore-testing\.backup)\.`, principal)

backup_roles contains [selection.root, address] if {
	some selection in input.selection
	some address in selection.refs.role
}

skip contains grant.id if {
	some grant in input.grant
	not [grant.root, grant.address] in backup_roles
}

skip contains grant.id if {
	some grant in input.grant
	grant.kind in {"identity", "resource", "boundary"}
}

skip contains grant.id if {
	some grant in input.grant
	grant.effect == "deny"
}
