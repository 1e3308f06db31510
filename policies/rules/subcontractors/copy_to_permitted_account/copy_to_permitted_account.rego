# METADATA
# scope: package
# title: Copies stay in permitted accounts
# description: Whoever holds the account that a copy lands in holds the records, and must be bound by an agreement of the same strength.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(2)
#   description: 45 CFR 164.308(b)(2)
# - ref: https://www.ecfr.gov/current/title-45/section-164.502#p-164.502(e)(1)(ii)
#   description: 45 CFR 164.502(e)(1)(ii)
# - ref: agreement:accounts
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: copy
#   reads: [account, enabled, to, to_account]
#   remedy:
#     any: Copy to an account of accounts.permitted, or add the account there once it is bound by an agreement.
#     aws_backup_plan: |
#       rule {
#         copy_action {
#           destination_vault_arn = "arn:aws:backup:us-west-2:111122223333:backup-vault:clinic"
#         }
#       }
#     aws_s3_bucket_replication_configuration: |
#       rule {
#         destination {
#           account = "111122223333"
#           bucket  = aws_s3_bucket.replica.arn
#         }
#       }
#     snowflake_external_volume: |
#       storage_location {
#         storage_location_name = "main"
#         storage_provider      = "S3"
#         storage_base_url      = "s3://clinic-lake/"
#         storage_aws_role_arn  = "arn:aws:iam::111122223333:role/lake"
#       }
package rules.subcontractors.copy_to_permitted_account

import data.lib

fail contains lib.at(copy, "to_account", message) if {
	some copy in input.copy
	lib.accounts_stated(copy.cloud)
	message := sprintf("goes to account %s, not one of the permitted accounts (%s)", [foreign(copy), lib.permitted_accounts])
}

open contains lib.at(copy, "to_account", message) if {
	some copy in input.copy
	message := sprintf("goes to account %s, and the agreement names no permitted accounts", [foreign(copy)])
}

foreign(copy) := account if {
	account := copy.to_account
	is_string(account)
	lib.foreign_account(account, copy.account)
}

# The name of a bucket does not tell whose it is.
open contains lib.at(copy, "to", message) if {
	some copy in input.copy
	copy.to_account == null
	startswith(copy.to, "arn:")
	message := sprintf("goes to %s, which is not declared here: whose account it is in cannot be told", [copy.to])
}

# What this configuration declares is the practice's own.
pass contains copy.id if {
	some copy in input.copy
	input.facts[copy.to]
}

pass contains copy.id if {
	some copy in input.copy
	"to_account" in copy.unknown
	lib.own_account(copy.refs.to_account)
}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
