# METADATA
# scope: package
# title: Rights are given to permitted accounts alone
# description: Another company's account that may read a store or use its key is a party to the records, and must be bound like the practice itself.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(2)
#   description: 45 CFR 164.308(b)(2)
# - ref: https://www.ecfr.gov/current/title-45/section-164.314#p-164.314(a)(2)(iii)
#   description: 45 CFR 164.314(a)(2)(iii)
# - ref: agreement:accounts
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: grant
#   reads: [account, conditions, conditions_from, effect, kind, not_principals, principal_kinds, principals, principals_from, resources, store.account]
#   remedy:
#     any: Take the account out, or add it to accounts.permitted once it is bound by an agreement.
package rules.subcontractors.grant_to_permitted_account

import data.lib

fail contains lib.at(grant, "principals", message) if {
	some grant in input.grant
	lib.accounts_stated(grant.cloud)
	accounts := foreign(grant)
	count(accounts) > 0
	message := sprintf("lets %s in, not among the permitted accounts (%s)", [concat(", ", accounts), lib.permitted_accounts])
}

open contains lib.at(grant, "principals", message) if {
	some grant in input.grant
	accounts := foreign(grant)
	count(accounts) > 0
	message := sprintf("lets %s in, and the agreement names no permitted accounts", [concat(", ", accounts)])
}

foreign(grant) := {account |
	some account in lib.granted_accounts(grant)
	lib.foreign_account(account, grant.account)
	not account in lib.elb_accounts
	not [grant.cloud, account] in numbered
	not [grant.cloud, account] in peopled
}

# The projects of Google's that records are kept in here are the practice's own, as long as the agreement does not list them.
peopled contains [store.cloud, store.account] if {
	some store in input.store
	store.cloud == "google"
	not lib.accounts_stated("google")
}

numbered contains ["google", account] if {
	some grant in input.grant
	grant.cloud == "google"
	some account in lib.granted_accounts(grant)
	lib.project_number(account)
}

# The number of a project does not tell whose it is, but where the agreement has it.
open contains lib.at(grant, "principals", message) if {
	some grant in input.grant
	count(unnamed(grant)) > 0
	message := sprintf("lets project %s in, and whose that is cannot be told by its number", [concat(", ", unnamed(grant))])
}

unnamed(grant) := {account |
	grant.cloud == "google"
	some account in lib.granted_accounts(grant)
	[grant.cloud, account] in numbered
	lib.foreign_account(account, grant.account)
}

# Organisations are not accounts; the agreement may name them all the same.
open contains lib.at(grant, "conditions", message) if {
	some grant in input.grant
	named := organizations(grant)
	count(named) > 0
	message := sprintf("lets %s in, which the agreement does not name", [concat(", ", named)])
}

organizations(grant) := {organization |
	lib.anyone(grant)
	some condition in grant.conditions
	lower(condition.key) in {"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid"}
	some organization in condition.values
	not lower(organization) in lib.agreed_accounts
}

pass contains grant.id if {
	some grant in input.grant
	lib.named_principals(grant)
	count(foreign(grant)) == 0
	count(unnamed(grant)) == 0
	count(organizations(grant)) == 0
}

# Principals that come from resources of this configuration, or from the account that it is applied in, are the practice's own.
pass contains grant.id if {
	some grant in input.grant
	lib.own_principals(grant)
	count(foreign(grant)) == 0
	count(unnamed(grant)) == 0
	count(organizations(grant)) == 0
}

# Everyone is another matter, judged by no-public-grant.
skip contains grant.id if {
	some grant in input.grant
	lib.public_principal(grant)
}

skip contains grant.id if {
	some grant in input.grant
	grant.effect == "deny"
}

skip contains grant.id if {
	some grant in input.grant
	grant.kind in {"trust", "boundary"}
}

skip contains grant.id if {
	some grant in input.grant
	grant.kind == "identity"
	grant.cloud == "aws"
}

# Azure gives rights to identities of its own directory, but where another one administers it.
skip contains grant.id if {
	some grant in input.grant
	grant.cloud == "azure"
	delegation(grant) == false
}

delegation(grant) if {
	"account" in grant.principal_kinds
} else := false
