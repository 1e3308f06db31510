# METADATA
# scope: package
# title: Backups are shared with permitted accounts alone
# description: A shared snapshot can be copied and read by its receiver without a trace; a public one by anybody.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(2)
#   description: 45 CFR 164.308(b)(2)
# - ref: https://www.ecfr.gov/current/title-45/section-164.502#p-164.502(e)(1)(ii)
#   description: 45 CFR 164.502(e)(1)(ii)
# - ref: agreement:accounts
#   description: agreement term
# custom:
#   severity: critical
#   tier: obligation
#   about: [share, snapshot]
#   reads: [accounts, shared_with, what]
#   remedy:
#     any: Share with accounts of accounts.permitted alone, or add the account there once it is bound by an agreement.
#     aws_db_cluster_snapshot, aws_db_snapshot, aws_db_snapshot_copy, aws_rds_cluster_snapshot_copy: |
#       shared_accounts = ["111122223333"]
#     aws_ami_launch_permission: |
#       account_id = "111122223333"   # not group = "all"
#     aws_snapshot_create_volume_permission: |
#       account_id = "111122223333"
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           share_rule {
#             target_accounts = ["111122223333"]
#           }
#         }
#       }
#     aws_ram_resource_share: |
#       allow_external_principals = false
#     aws_redshift_data_share_authorization: |
#       consumer_identifier = "111122223333"
#     aws_redshift_endpoint_authorization: |
#       account = "111122223333"
#     azurerm_shared_image_gallery: |
#       sharing {
#         permission = "Private"
#       }
#     azurerm_storage_account: |
#       network_rules {
#         private_link_access {
#           endpoint_resource_id = azurerm_synapse_workspace.clinic.id   # of this directory, where no other is named
#         }
#       }
#     azurerm_storage_account_network_rules: |
#       private_link_access {
#         endpoint_resource_id = azurerm_synapse_workspace.clinic.id   # of this directory, where no other is named
#       }
package rules.subcontractors.share_with_permitted_account

import data.lib

fail contains given(id, "is shared with everyone") if {
	some id, _ in receivers
	"all" in receivers[id]
}

fail contains lib.severity(given(id, message), "high") if {
	some id, accounts in foreign
	lib.accounts_stated(input.facts[id].cloud)
	message := sprintf("is shared with %s, not among the permitted accounts (%s)", [concat(", ", accounts), lib.permitted_accounts])
}

open contains given(id, message) if {
	some id, accounts in foreign
	message := sprintf("is shared with %s, and the agreement names no permitted accounts", [concat(", ", accounts)])
}

open contains given(id, message) if {
	some id, _ in receivers
	some receiver in receivers[id]
	organization(receiver)
	not lower(receiver) in lib.agreed_accounts
	message := sprintf("is shared with %s, which the agreement does not name", [receiver])
}

given(id, message) := lib.at(input.facts[id], fields[input.facts[id].concept], message)

fields := {"share": "accounts", "snapshot": "shared_with"}

receivers[share.id] contains receiver if {
	some share in input.share
	some receiver in share.accounts
}

receivers[snapshot.id] contains receiver if {
	some snapshot in input.snapshot
	some receiver in snapshot.shared_with
}

foreign[id] contains account if {
	some id, _ in receivers
	some receiver in receivers[id]
	not organization(receiver)
	account := account_of(receiver, input.facts[id].cloud)
	lib.foreign_account(account, "")
}

# On Azure the id of a directory; vendors beside the clouds have names for accounts.
account_of(receiver, cloud) := receiver if {
	not cloud in {"aws", "google"}
	receiver != "all"
} else := lib.account_of(receiver)

organization(receiver) if contains(receiver, ":organizations:")

# What is shared holds no records: a subnet, a gateway, or nothing at all.
skip contains share.id if {
	some share in input.share
	what := share.what
	regex.match(`^(data\.|module\.[^.]+\.)*[a-z]\w*\.`, what)
	not input.facts[what]
}

skip contains share.id if {
	some share in input.share
	share.type == "aws_ram_resource_share"
	share.what == null
}

skip contains snapshot.id if {
	some snapshot in input.snapshot
	lib.declared_elsewhere(snapshot)
}
