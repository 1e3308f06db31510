# METADATA
# scope: package
# title: Nobody becomes a role that can destroy backups without a second factor
# description: A stolen password is how most intruders come in; a second factor keeps it from being enough to destroy what patients' records are restored from.
# related_resources:
# - ref: https://www.federalregister.gov/documents/2025/01/06/2024-30983/hipaa-security-rule-to-strengthen-the-cybersecurity-of-electronic-protected-health-information
#   description: 45 CFR 164.312(f)(2)(ii) (proposed)
# custom:
#   severity: medium
#   profile: proposed-2025
#   about: grant
#   reads: [actions, conditions, effect, kind, not_actions, not_resources, "on", on_concept, principal_kinds, protection.store, resources, role, role.leaves_out, schedule.vault, scope, store.backups, store.kind, store.lock_mode, store.name, store.role, vault.group, vault.lock_mode]
#   remedy:
#     aws: |
#       condition {
#         test     = "Bool"
#         variable = "aws:MultiFactorAuthPresent"
#         values   = ["true"]
#       }
package rules.proposed_2025.second_factor

import data.lib

fail contains lib.related(lib.at(grant, "conditions", "lets people become a role that can destroy backups, and asks for no second factor"), [min(means)]) if {
	some grant in input.grant
	some kind in grant.principal_kinds
	kind in people
	lib.unconditional(grant)
	means := destroying[[grant.root, grant.address]]
}

# Every condition that is not understood may keep people out.
pass contains grant.id if {
	some grant in input.grant
	some condition in grant.conditions
	lib.mfa(condition)
}

open contains lib.at(grant, "conditions", "lets people become a role that can destroy backups; whether its conditions come to a second factor cannot be told") if {
	some grant in input.grant
	some kind in grant.principal_kinds
	kind in people
}

# Users of AWS, and whoever an account lets in. Those who come from an identity provider show their second factor there.
people := {"account", "user"}

# Vendors show an external id, programs are roles or services.
automation(grant) if {
	some condition in grant.conditions
	lower(condition.key) == "sts:externalid"
}

automation(grant) if {
	some condition in grant.conditions
	lower(condition.key) == "aws:principalarn"
	every value in condition.values {
		contains(value, ":role/")
	}
}

# destroying holds the statements by which a role can destroy backups, by the role.
destroying[[grant.root, address]] contains grant.id if {
	some grant in input.grant
	grant.kind == "identity"
	grant.effect == "allow"
	actions := lib.reached_destruction(grant)
	count(actions) > 0
	not grant.id in narrowed
	some address in lib.identity_addresses(grant)
	lib.not_taken_back(grant, address, actions)
}

narrowed contains grant.id if {
	some grant in input.grant
	lib.narrowed_destruction(grant)
}

narrowed contains grant.id if {
	some grant in input.grant
	"conditions" in grant.unknown
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
	grant.kind == "trust"
	not destroying[[grant.root, grant.address]]
}

skip contains grant.id if {
	some grant in input.grant
	not "principal_kinds" in grant.unknown
	count({kind | some kind in grant.principal_kinds; kind in people}) == 0
}

skip contains grant.id if {
	some grant in input.grant
	automation(grant)
}
