# METADATA
# scope: package
# title: Workloads cannot destroy backups
# description: Whoever breaks into an application acts with its rights; where those reach the backups, patients' records are lost with the originals.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: grant
#   reads:
#   - account
#   - actions
#   - conditions
#   - effect
#   - group.member_kinds
#   - kind
#   - not_actions
#   - not_principals
#   - not_resources
#   - "on"
#   - on_concept
#   - principal_kinds
#   - principals
#   - protection.store
#   - resources
#   - role
#   - role.leaves_out
#   - schedule.vault
#   - scope
#   - store.backups
#   - store.kind
#   - store.lock_mode
#   - store.name
#   - store.role
#   - store.service
#   - vault.group
#   - vault.lock_mode
#   weighs: [role]
#   remedy:
#     any: Give the workload the rights it needs and no others, on its own resources.
#     aws_iam_group_policy, aws_iam_group_policy_attachment, aws_iam_policy, aws_iam_policy_attachment, aws_iam_role, aws_iam_role_policy, aws_iam_role_policy_attachment, aws_iam_user_policy, aws_iam_user_policy_attachment: |
#       data "aws_iam_policy_document" "app" {
#         statement {
#           effect    = "Deny"
#           actions   = ["backup:Delete*", "backup:PutBackupVault*", "backup:UpdateRecoveryPointLifecycle", "ec2:DeleteSnapshot", "rds:DeleteDB*"]
#           resources = ["*"]
#         }
#       }
#     aws_backup_vault_policy: |
#       data "aws_iam_policy_document" "backups" {
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
#     aws_s3_bucket_policy: |
#       data "aws_iam_policy_document" "copies" {
#         statement {
#           actions   = ["s3:GetObject", "s3:PutObject"]   # not s3:Delete*, s3:PutLifecycleConfiguration or s3:*
#           resources = ["${aws_s3_bucket.copies.arn}/*"]
#           principals {
#             type        = "AWS"
#             identifiers = [aws_iam_role.app.arn]
#           }
#         }
#       }
#     azurerm_role_assignment: |
#       scope                = azurerm_resource_group.app.id   # not a subscription, nor what holds backups
#       role_definition_name = "Reader"                        # not Owner, Contributor, Backup Contributor or User Access Administrator
#     b2_application_key: |
#       capabilities = ["listBuckets", "listFiles", "readFiles", "writeFiles"]   # not deleteFiles; a lifecycle rule ends old versions
#     google_folder_iam_binding, google_folder_iam_member, google_organization_iam_binding, google_organization_iam_member, google_project_iam_binding, google_project_iam_member: |
#       role = "roles/cloudsql.client"   # not owner, editor or an admin role
#     google_storage_bucket_iam_binding, google_storage_bucket_iam_member: |
#       role = "roles/storage.objectCreator"   # not roles/storage.admin or roles/storage.objectAdmin
package rules.access_control.recovery_point_deletion_confined

import data.lib

# How an identity can destroy backups at will by a statement; what is undefined would be worked out for every head anew.
given(grant) := actions if {
	attached(grant)
	grant.effect == "allow"
	not "conditions" in grant.unknown
	actions := lib.reached_destruction(grant)
	not grant.id in narrowed
} else := set()

# On Google rights on a bucket or a plan are given there.
attached(grant) if grant.kind == "identity"

attached(grant) if {
	grant.kind == "resource"
	grant.cloud == "google"
}

narrowed contains grant.id if {
	some grant in input.grant
	count(grant.conditions) > 0
	lib.narrowed_destruction(grant)
}

fail contains lib.severity(lib.at(grant, "actions", message), lib.destruction_severity(left)) if {
	some grant in input.grant
	actions := given(grant)
	count(actions) > 0
	some address in lib.identity_addresses(grant)
	some runner in lib.trusted[[grant.root, address]]
	runner != ""
	left := lib.not_taken_back(grant, address, actions - lib.perhaps_beyond_reach)
	message := sprintf("lets the workload %s (%s) destroy backups: it allows %s", [address, runner, listed(left)])
}

fail contains lib.severity(lib.at(grant, "actions", message), "medium") if {
	some grant in input.grant
	actions := given(grant)
	count(actions) > 0
	some address in lib.identity_addresses(grant)
	lib.person(address)
	left := lib.not_taken_back(grant, address, actions - lib.perhaps_beyond_reach)
	message := sprintf("lets %s destroy backups without multi-factor authentication: it allows %s", [address, listed(left)])
}

# On Azure and Google.
fail contains lib.severity(lib.at(grant, "actions", message), lib.destruction_severity(actions)) if {
	some grant in input.grant
	actions := given(grant)
	count(actions) > 0
	unhindered(grant, actions)
	not grant.id in lib.vague_grants
	not grant.id in lib.perhaps_sealed
	lib.workload_member(grant)
	not grant.id in denied
	not grant.id in perhaps_denied
	message := what_workload_may(grant, actions)
}

# unhindered holds where no condition keeps a workload from it. On Azure conditions are about what is in storage accounts and about which
# roles may be given, and about nothing else.
unhindered(grant, _) if lib.no_conditions(grant)

unhindered(grant, actions) if {
	grant.cloud == "azure"
	some action in actions
	not lib.becomes_another(action)
	not lower(action) in lib.azure_account_roles
}

# Deny policies of Google's come before every role.
denied contains grant.id if {
	some grant in input.grant
	grant.cloud == "google"
	lib.denied_on_google(grant, given(grant))
}

perhaps_denied contains grant.id if {
	some grant in input.grant
	grant.cloud == "google"
	lib.perhaps_denied_on_google(grant, given(grant))
}

what_workload_may(grant, actions) := sprintf("lets a workload destroy backups: it gives %s", [listed(destroying)]) if {
	destroying := {action | some action in actions; not lib.becomes_another(action)}
	count(destroying) > 0
} else := sprintf("lets a workload give itself any role, and destroy backups so: it gives %s", [listed(actions)]) if {
	grant.cloud == "azure"
} else := sprintf("lets a workload act as every other service account, or give itself any role, and destroy backups so: it gives %s", [listed(actions)])

listed(actions) := first(actions) if count(actions) == 1

listed(actions) := sprintf("%s and %d more", [first(actions), count(actions) - 1]) if count(actions) > 1

first(actions) := "backup:DeleteRecoveryPoint" if "backup:DeleteRecoveryPoint" in actions

first(actions) := min(actions) if not "backup:DeleteRecoveryPoint" in actions

# People who administer the estate, and services that make backups.
pass contains grant.id if {
	some grant in input.grant
	count(given(grant)) > 0
	lib.entrusted(grant)
}

entrusted contains grant.id if {
	some grant in input.grant
	grant.cloud == "azure"
	lib.perhaps_on_group_of_vault(grant)
	lib.entrusted(grant)
}

pass contains grant.id if {
	some grant in input.grant
	attached(grant)
	lib.spares_backups(grant)
}

pass contains id if some id in denied

pass contains id if some id in narrowed

open contains lib.at(grant, doubt.field, message) if {
	some grant in input.grant
	actions := given(grant)
	count(actions) > 0
	doubt := doubt_about(grant)
	message := sprintf("can destroy backups (%s), %s", [listed(actions), doubt.text])
}

# On the resource group of a vault, perhaps.
open contains lib.at(grant, "scope", message) if {
	some grant in input.grant
	attached(grant)
	grant.effect == "allow"
	lib.perhaps_on_group_of_vault(grant)
	not grant.id in entrusted
	actions := lib.covered_destruction(grant)
	count(actions) > 0
	message := sprintf("can destroy backups (%s), if this is the resource group of a vault, which cannot be known", [listed(actions)])
}

doubt_about(grant) := {"field": "conditions", "text": "under conditions that are not understood"} if {
	grant.cloud == "google"
	count(grant.conditions) > 0
} else := {"field": "actions", "text": "unless its role leaves that out, which cannot be known"} if {
	grant.id in lib.vague_grants
} else := {"field": "actions", "text": "unless every vault that it reaches is locked for good, which cannot be known"} if {
	grant.id in lib.perhaps_sealed
} else := {"field": "actions", "text": "unless every vault is locked for good, which cannot be known"} if {
	grant.cloud == "aws"
	count(given(grant) - lib.perhaps_beyond_reach) == 0
} else := {"field": "conditions", "text": "under conditions that are not understood"} if {
	lib.workload_member(grant)
	count(grant.conditions) > 0
} else := {"field": "actions", "text": "unless a policy denies it, of which not enough is known"} if {
	grant.id in perhaps_denied
} else := {"field": "principals", "text": "and whether a workload bears it cannot be told"}

skip contains grant.id if {
	some grant in input.grant
	grant.kind in {"trust", "boundary"}
}

# Elsewhere the right is given to who acts; on Google on most that is acted on, too.
skip contains grant.id if {
	some grant in input.grant
	grant.kind == "resource"
	grant.cloud in {"aws", "azure"}
}

skip contains grant.id if {
	some grant in input.grant
	grant.kind == "resource"
	grant.on_concept in {"key", "key_container", "channel", "trail", null}
}

skip contains grant.id if {
	some grant in input.grant
	grant.effect == "deny"
}
