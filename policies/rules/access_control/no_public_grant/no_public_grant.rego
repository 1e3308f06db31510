# METADATA
# scope: package
# title: Nobody outside is let in
# description: What anyone on the internet may read, change or decrypt, patients' records among it, has been disclosed.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# custom:
#   severity: critical
#   tier: obligation
#   about: grant
#   reads:
#   - actions
#   - conditions
#   - conditions_from
#   - effect
#   - kind
#   - not_actions
#   - not_principals
#   - "on"
#   - principal_kinds
#   - principals
#   - resources
#   - setting.account
#   - setting.name
#   - setting.on
#   - store.account
#   - store.kind
#   - store.private_only
#   - store.public_blocked
#   weighs: [resources]
#   remedy:
#     any: Name who may do it, or bind the statement to your organisation, accounts or networks.
#     aws_backup_vault_policy, aws_dsql_cluster_policy, aws_dynamodb_resource_policy, aws_efs_file_system_policy, aws_elasticsearch_domain, aws_elasticsearch_domain_policy, aws_glacier_vault, aws_iam_role, aws_kms_external_key, aws_kms_key, aws_kms_key_policy, aws_kms_replica_key, aws_opensearch_domain, aws_opensearch_domain_policy, aws_redshift_resource_policy, aws_redshiftserverless_resource_policy, aws_s3_bucket_policy, aws_s3tables_table_bucket_policy, aws_s3tables_table_policy, aws_s3vectors_vector_bucket_policy, aws_sns_topic, aws_sns_topic_policy: |
#       data "aws_iam_policy_document" "records" {
#         statement {
#           # effect, actions and resources as they are
#           principals {
#             type        = "AWS"
#             identifiers = [aws_iam_role.app.arn]
#           }
#         }
#       }
#     aws_s3_bucket: |
#       acl = "private"   # and no statement for everyone in its policy
#     aws_s3_bucket_acl: |
#       acl = "private"
#     aws_storagegateway_nfs_file_share, aws_storagegateway_smb_file_share: |
#       object_acl = "private"
#     azurerm_storage_container: |
#       container_access_type = "private"
#     google_bigquery_dataset_iam_member, google_bigquery_table_iam_member, google_compute_image_iam_member, google_compute_snapshot_iam_member, google_folder_iam_member, google_healthcare_consent_store_iam_member, google_healthcare_dataset_iam_member, google_healthcare_dicom_store_iam_member, google_healthcare_fhir_store_iam_member, google_healthcare_hl7_v2_store_iam_member, google_kms_crypto_key_iam_member, google_kms_key_ring_iam_member, google_organization_iam_member, google_project_iam_member, google_storage_bucket_iam_member: |
#       member = "serviceAccount:${google_service_account.app.email}"   # not allUsers or allAuthenticatedUsers
#     google_bigquery_dataset_iam_binding, google_bigquery_table_iam_binding, google_compute_image_iam_binding, google_compute_snapshot_iam_binding, google_folder_iam_binding, google_healthcare_consent_store_iam_binding, google_healthcare_dataset_iam_binding, google_healthcare_dicom_store_iam_binding, google_healthcare_fhir_store_iam_binding, google_healthcare_hl7_v2_store_iam_binding, google_kms_crypto_key_iam_binding, google_kms_key_ring_iam_binding, google_organization_iam_binding, google_project_iam_binding, google_storage_bucket_iam_binding: |
#       members = ["serviceAccount:${google_service_account.app.email}"]   # not allUsers or allAuthenticatedUsers
#     google_bigquery_dataset: |
#       access {
#         role          = "READER"
#         user_by_email = google_service_account.app.email   # not special_group = "allAuthenticatedUsers"
#       }
#     google_bigquery_dataset_access: |
#       user_by_email = google_service_account.app.email   # not special_group = "allAuthenticatedUsers"
#     google_storage_bucket_access_control, google_storage_default_object_access_control: |
#       entity = "user-${google_service_account.app.email}"   # not allUsers or allAuthenticatedUsers
#     google_storage_bucket_acl, google_storage_default_object_acl: |
#       role_entity = ["READER:user-${google_service_account.app.email}"]   # not allUsers or allAuthenticatedUsers
#     azurerm_storage_account, azurerm_storage_account_static_website: Keep websites in an account of their own, and records in none that has one.
#     b2_bucket: |
#       bucket_type = "allPrivate"
#     cloudflare_r2_managed_domain: |
#       enabled = false
#     digitalocean_spaces_bucket, linode_object_storage_bucket: |
#       acl = "private"
#     digitalocean_spaces_bucket_object: |
#       acl = "private"
package rules.access_control.no_public_grant

import data.lib

fail contains lib.at(grant, "principals", message(grant)) if {
	some grant in input.grant
	lib.public_principal(grant)
	overruled(grant) == false
	not grant.id in websites
	not grant.id in inside
}

fail contains lib.severity(lib.at(grant, "principals", text), "medium") if {
	some grant in input.grant
	lib.public_principal(grant)
	overruled(grant) == false
	not grant.id in websites
	grant.id in inside
	text := sprintf("%s, in the networks that its account answers", [message(grant)])
}

# It is meant for everyone. The account that it is in should hold nothing else.
fail contains lib.severity(lib.at(grant, "principals", "publishes a website to everyone"), "medium") if {
	some grant in input.grant
	grant.id in websites
	not grant.id in inside
	not grant.id in perhaps_inside
}

open contains lib.at(grant, "on", "publishes a website, and which networks its account answers cannot be known") if {
	some grant in input.grant
	grant.id in websites
	grant.id in perhaps_inside
}

# inside are what is given in stores that answer the networks alone that they name.
inside contains grant.id if {
	some grant in input.grant
	input.facts[grant.on].private_only == true
}

perhaps_inside contains grant.id if {
	some grant in input.grant
	"private_only" in input.facts[grant.on].unknown
}

websites contains grant.id if {
	some grant in input.grant
	lib.public_principal(grant)
	"$web" in grant.resources
}

fail contains lib.severity(lib.at(grant, "principals", text), "medium") if {
	some grant in input.grant
	lib.public_principal(grant)
	overruled(grant) == true
	not grant.id in websites
	text := sprintf("%s; only the block on public access keeps it from taking effect", [message(grant)])
}

message(grant) := sprintf("gives everyone %s", [listed(grant.actions)]) if count(grant.actions) > 0

message(grant) := "gives everyone all but a few rights" if count(grant.not_actions) > 0

listed(actions) := "all rights" if "*" in actions

listed(actions) := concat(", ", actions) if {
	not "*" in actions
	count(actions) < 4
}

listed(actions) := sprintf("%s and %d more", [concat(", ", array.slice(actions, 0, 2)), count(actions) - 2]) if {
	not "*" in actions
	count(actions) > 3
}

# Where a bucket refuses public access as a whole, or its account does for all buckets, public statements have no effect.
overruled(grant) if {
	store := input.facts[grant.on]
	store.concept == "store"
	store.public_blocked == true
} else if {
	store := input.facts[grant.on]
	store.concept == "store"
	store.kind == "object"
	lib.public_access_refused(store)
} else := false

# Whoever is named is not everyone, though the name may not be known.
pass contains grant.id if {
	some grant in input.grant
	grant.not_principals == null
	count(grant.principal_kinds) > 0
	not "principal_kinds" in grant.unknown
	every kind in grant.principal_kinds {
		kind in {"account", "role", "user", "group", "service", "agent", "federated", "identity"}
	}
}

# Azure gives roles to identities of a directory, and never to everyone.
pass contains grant.id if {
	some grant in input.grant
	grant.cloud == "azure"
	grant.kind == "identity"
}

pass contains grant.id if {
	some grant in input.grant
	lib.bound(grant)
}

skip contains grant.id if {
	some grant in input.grant
	grant.effect == "deny"
}

# Identities' own policies have no principals but those identities.
skip contains grant.id if {
	some grant in input.grant
	grant.kind in {"identity", "boundary"}
	grant.cloud == "aws"
}

# A policy that nothing is given yet.
skip contains grant.id if {
	some grant in input.grant
	grant.kind == null
}
