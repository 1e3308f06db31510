# METADATA
# scope: package
# title: Only key administrators can destroy keys
# description: Whoever destroys a key destroys every record and backup encrypted with it, faster than any deletion could.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: high
#   tier: obligation
#   about: grant
#   reads:
#   - account
#   - actions
#   - conditions
#   - conditions_from
#   - effect
#   - kind
#   - not_actions
#   - not_principals
#   - not_resources
#   - on
#   - on_concept
#   - principal_kinds
#   - principals
#   - resources
#   - role
#   - role.leaves_out
#   - scope
#   - sid
#   - key.container
#   - key.protects
#   weighs: [role]
#   remedy:
#     any: Allow workloads the use of the keys they need and nothing else; leave the deletion of keys to key administrators.
#     aws_iam_group_policy, aws_iam_group_policy_attachment, aws_iam_policy, aws_iam_policy_attachment, aws_iam_role, aws_iam_role_policy, aws_iam_role_policy_attachment, aws_iam_user_policy, aws_iam_user_policy_attachment: |
#       data "aws_iam_policy_document" "app" {
#         statement {
#           actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]
#           resources = [aws_kms_key.records.arn]
#         }
#       }
#     aws_kms_external_key, aws_kms_key, aws_kms_key_policy, aws_kms_replica_key: |
#       data "aws_iam_policy_document" "key" {
#         statement {
#           actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]
#           resources = ["*"]
#           principals {
#             type        = "AWS"
#             identifiers = [aws_iam_role.app.arn]
#           }
#         }
#       }
#     azurerm_role_assignment: |
#       role_definition_name = "Key Vault Crypto Service Encryption User"
#     azurerm_key_vault_access_policy: |
#       key_permissions = ["Get", "UnwrapKey", "WrapKey"]
#     azurerm_key_vault: |
#       resource "azurerm_key_vault_access_policy" "app" {
#         key_vault_id    = azurerm_key_vault.records.id
#         tenant_id       = data.azurerm_client_config.current.tenant_id
#         object_id       = azurerm_user_assigned_identity.app.principal_id
#         key_permissions = ["Get", "UnwrapKey", "WrapKey"]
#       }
#     google_folder_iam_binding, google_folder_iam_member, google_kms_crypto_key_iam_binding, google_kms_crypto_key_iam_member, google_kms_key_ring_iam_binding, google_kms_key_ring_iam_member, google_organization_iam_binding, google_organization_iam_member, google_project_iam_binding, google_project_iam_member: |
#       role = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
package rules.key_management.key_destruction_confined

import data.lib

# An identity that may destroy every key, or one that is in use.
fail contains lib.at(grant, "actions", message(grant, holders, "every key")) if {
	some grant in identity_grants
	holders := lib.key_holders(grant)
	count(holders) > 0
	reaches_every_key(grant)
}

fail contains lib.at(grant, "actions", message(grant, holders, concat(" and ", named))) if {
	some grant in identity_grants
	holders := lib.key_holders(grant)
	count(holders) > 0
	named := {address | some address in grant.refs.resources; [grant.root, address] in keys_in_use}
	count(named) > 0
}

# A key in use that lets an identity destroy it.
fail contains lib.at(grant, "actions", message(grant, holders, "this key")) if {
	some grant in input.grant
	lib.gives_key_destruction(grant)
	holders := lib.key_holders(grant)
	count(holders) > 0
	key := input.facts[grant.on]
	key.concept == "key"
	key.protects == true
}

# A role on a container of keys.
fail contains lib.at(grant, "actions", message(grant, holders, sprintf("the keys in %s", [container.address]))) if {
	some grant in input.grant
	lib.gives_key_destruction(grant)
	holders := lib.key_holders(grant)
	count(holders) > 0
	container := input.facts[grant.on]
	container.concept == "key_container"
	container.id in filled
}

message(grant, holders, what) := sprintf(
	"lets %s destroy %s, by %s",
	[concat(" and ", sort(holders)), what, concat(" and ", sort(lib.key_destroyers(grant)))],
)

identity_grants contains grant if {
	some grant in input.grant
	grant.kind == "identity"
	lib.gives_key_destruction(grant)
}

reaches_every_key(grant) if {
	some resource in grant.resources
	lib.every_key(resource)
}

reaches_every_key(grant) if count(grant.not_resources) > 0

# On Google a grant on a project reaches every key in it, whatever the project is called.
reaches_every_key(grant) if {
	grant.cloud == "google"
	grant.scope in {"project", "folder", "organization"}
}

# A role on what holds more than this run shows: a key ring, a group, a subscription, a container elsewhere.
fail contains lib.at(grant, "actions", message(grant, holders, sprintf("every key in %s", [scope_text(grant)]))) if {
	some grant in input.grant
	grant.cloud in {"azure", "google"}
	grant.on in wider_scopes
	lib.gives_key_destruction(grant)
	holders := lib.key_holders(grant)
	count(holders) > 0
}

scope_text(grant) := concat(" and ", grant.refs.on) if {
	count(grant.refs.on) > 0
} else := grant.on

wider_scopes := ({grant.on | some grant in input.grant; is_string(grant.on)} - containers) - (keys | keys_elsewhere)

keys := {key.id | some key in input.key}

keys_elsewhere contains grant.on if {
	some grant in input.grant
	regex.match(`(?i)(/cryptoKeys/|/vaults/[^/]+/keys/|^arn:[^:]*:kms:|^alias/)`, grant.on)
}

keys_in_use contains [key.root, key.address] if {
	some key in input.key
	key.protects == true
}

# A ring of Google's holds more keys than one run makes.
containers contains container.id if {
	some container in input.key_container
	container.cloud == "azure"
}

filled contains key.container if some key in input.key

open contains lib.at(grant, "actions", "lets keys be destroyed, unless its role leaves that out, which cannot be known") if {
	some grant in input.grant
	count(lib.key_destroyers(grant)) > 0
	grant.id in lib.vague_grants
}

open contains lib.at(grant, "actions", "lets keys be destroyed, unless a policy denies it, of which not enough is known") if {
	some grant in input.grant
	grant.id in lib.keys_perhaps_denied
	count(lib.key_holders(grant)) > 0
}

open contains lib.at(grant, "conditions", message) if {
	some grant in input.grant
	count(lib.key_destroyers(grant)) > 0
	count(grant.conditions) > 0
	message := "lets keys be destroyed, under conditions that are not understood"
}

open contains lib.at(grant, "resources", message) if {
	some grant in identity_grants
	grant.cloud == "aws"
	count(lib.key_holders(grant)) > 0
	some resource in grant.resources
	regex.match(`^arn:[^:]*:kms:`, resource)
	message := sprintf("lets %s be destroyed, and whether a record depends on it is not known", [resource])
}

# Keys of this configuration that nothing in it is known to use may serve what is elsewhere.
open contains lib.at(grant, "resources", message) if {
	some grant in identity_grants
	grant.cloud == "aws"
	"resources" in grant.unknown
	count(lib.key_holders(grant)) > 0
	named := {address | some address in grant.refs.resources; [grant.root, address] in keys_here}
	count(named) > 0
	message := sprintf("lets %s be destroyed, and whether a record depends on it is not known", [concat(" and ", sort(named))])
}

keys_here contains [key.root, key.address] if some key in input.key

open contains lib.at(grant, "principals", message) if {
	some grant in identity_grants
	reaches_every_key(grant)
	lib.names_nobody(grant)
	message := "lets whomever it is attached to destroy every key, and this configuration attaches it to nobody"
}

open contains lib.at(grant, "principals", "lets an identity destroy keys that may be a workload") if {
	some grant in identity_grants
	grant.cloud == "azure"
	count(grant.principals) > 0
	some kind in grant.principal_kinds
	kind in {"service", "identity"}
}

# Whether a record depends on the key.
open contains lib.at(grant, "on", "lets a key be destroyed, and whether a record depends on it is not known") if {
	some grant in input.grant
	lib.gives_key_destruction(grant)
	count(lib.key_holders(grant)) > 0
	key := input.facts[grant.on]
	key.concept == "key"
	"protects" in key.unknown
}

open contains lib.at(grant, "on", "lets a key be destroyed that is not in this configuration") if {
	some grant in input.grant
	grant.on in keys_elsewhere
	lib.gives_key_destruction(grant)
	count(lib.key_holders(grant)) > 0
}

pass contains grant.id if {
	some grant in input.grant
	lib.administers_keys(grant)
}

pass contains grant.id if {
	some grant in input.grant
	lib.held_in_check(grant)
}

pass contains grant.id if {
	some grant in input.grant
	lib.key_destruction_entrusted(grant)
}

skip contains grant.id if {
	some grant in input.grant
	lib.spares_keys(grant)
}

# No record depends on the key.
skip contains grant.id if {
	some grant in input.grant
	key := input.facts[grant.on]
	key.concept == "key"
	key.protects == false
}

skip contains grant.id if {
	some grant in input.grant
	grant.on in empty
}

empty := containers - filled
