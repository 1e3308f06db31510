# METADATA
# scope: package
# title: Records are in the accounts of the agreement
# description: AWS accepts its agreement account by account, and in an account without one nobody has promised anything about the records.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.502#p-164.502(e)
#   description: 45 CFR 164.502(e)
# - ref: agreement:accounts
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: [store, vault]
#   reads: [account]
#   remedy:
#     any: Name the account in the agreement, or build in one that it names, and let the provider refuse any other.
#     aws: |
#       provider "aws" {
#         allowed_account_ids = ["111122223333"]
#       }
#     azure: |
#       provider "azurerm" {
#         features {}
#         subscription_id = "6f0c7a52-3f1b-4e0a-9a55-0d1c7c2f8e11"
#       }
package rules.eligible_services.account_in_agreement

import data.lib

# One verdict an account and root, at one of what is in it.
fail contains lib.related(lib.at(input.facts[id], "", message), ids - {id}) if {
	some [_, account], ids in held
	known_account(account)
	lib.foreign_account(account, "")
	id := min(ids)
	message := sprintf("is in account %s, not one of the permitted accounts (%s)", [account, lib.permitted_accounts])
}

open contains lib.related(lib.at(input.facts[id], "", message), ids - {id}) if {
	some [_, account], ids in held
	not known_account(account)
	id := min(ids)
	message := "is in whatever account the credentials of the day are of: no setting of the provider says which"
}

held[[fact.root, fact.account]] contains fact.id if {
	some fact in input.store
	judged(fact)
}

held[[fact.root, fact.account]] contains fact.id if {
	some fact in input.vault
	judged(fact)
}

judged(fact) if {
	lib.accounts_stated(fact.cloud)
	fact.cloud in {"aws", "azure"}
	is_string(fact.account)
	lib.declared_here(fact)
}

# known_account holds for what names an account, and not the configuration of a provider.
known_account(account) if regex.match(`^(\d{12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`, account)

speaking := {min(ids) | some ids in held}

skip contains store.id if {
	some store in input.store
	not store.id in speaking
}

skip contains vault.id if {
	some vault in input.vault
	not vault.id in speaking
}
