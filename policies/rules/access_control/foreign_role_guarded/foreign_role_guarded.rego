# METADATA
# scope: package
# title: Roles for other accounts ask for more than the account
# description: Another company acts for many customers; without an id that it keeps for this one alone, any of them may have it act on these records.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(d)
#   description: 45 CFR 164.312(d)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# custom:
#   severity: medium
#   tier: hardening
#   about: grant
#   reads: [account, conditions, effect, kind, principal_kinds, principals, principals_from]
#   remedy:
#     any: Ask for an external id that the other party keeps for you alone, or for a second factor where people take up the role.
#     aws: |
#       data "aws_iam_policy_document" "trust" {
#         statement {
#           actions = ["sts:AssumeRole"]
#           principals {
#             type        = "AWS"
#             identifiers = ["111122223333"]
#           }
#           condition {
#             test     = "StringEquals"
#             variable = "sts:ExternalId"
#             values   = [var.external_id]
#           }
#         }
#       }
package rules.access_control.foreign_role_guarded

import data.lib

fail contains lib.at(grant, "principals", message) if {
	some grant in input.grant
	of_role(grant)
	lib.unconditional(grant)
	regex.match(`^\d{12}$`, grant.account)
	accounts := foreign(grant)
	count(accounts) > 0
	message := sprintf("lets %s take it up, and asks for no external id and no second factor", [concat(", ", accounts)])
}

# The account that the configuration is applied in may be the one that is named.
open contains lib.at(grant, "principals", message) if {
	some grant in input.grant
	of_role(grant)
	lib.unconditional(grant)
	accounts := foreign(grant)
	count(accounts) > 0
	message := sprintf("lets %s take it up, which may be its own account or another one, and asks for no external id", [concat(", ", accounts)])
}

of_role(grant) if {
	grant.kind == "trust"
	grant.effect == "allow"
	grant.cloud == "aws"
}

foreign(grant) := {account |
	some principal in grant.principals
	account := lib.account_of(principal)
	lib.foreign_account(account, grant.account)
}

pass contains grant.id if {
	some grant in input.grant
	count(grant.conditions) > 0
}

# Services and federations are no other account, whatever they are called.
pass contains grant.id if {
	some grant in input.grant
	not "principal_kinds" in grant.unknown
	count(grant.principal_kinds) > 0
	every kind in grant.principal_kinds {
		kind in {"agent", "federated", "service"}
	}
}

# Whose principals are not known by account are services, federations, or the practice's own.
pass contains grant.id if {
	some grant in input.grant
	lib.own_principals(grant)
	count(foreign(grant)) == 0
}

pass contains grant.id if {
	some grant in input.grant
	lib.named_principals(grant)
	count(foreign(grant)) == 0
}

skip contains grant.id if {
	some grant in input.grant
	grant.kind in {"identity", "resource", "boundary"}
}

skip contains grant.id if {
	some grant in input.grant
	grant.effect == "deny"
}

skip contains grant.id if {
	some grant in input.grant
	grant.cloud in {"azure", "google"}
}

skip contains grant.id if {
	some grant in input.grant
	grant.kind == null
}
