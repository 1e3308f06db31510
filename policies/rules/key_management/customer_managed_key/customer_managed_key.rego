# METADATA
# scope: package
# title: Stores and vaults are encrypted with a customer-managed key
# description: With the provider's own key the practice can neither decide who decrypts its records nor destroy the key when the agreement ends.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# - ref: agreement:keys
#   description: agreement term
# custom:
#   severity: medium
#   tier: obligation
#   about: [store, vault]
#   reads: [account, encrypted, isolated, key, key_manager, kind, parent, region, role, service, setting.account, setting.key_manager, setting.name, setting.region]
#   weighs: [account, parent, region, setting.account, setting.key_manager, setting.region]
#   remedy:
#     any: Name a key of your own, in the region of the store.
#     aws: |
#       kms_key_id = aws_kms_key.backups.arn   # kms_key_arn for a backup vault
#     azure: |
#       # the os_disk of a virtual machine, a managed disk
#       disk_encryption_set_id = azurerm_disk_encryption_set.records.id
#
#       # a storage account
#       customer_managed_key {
#         key_vault_key_id          = azurerm_key_vault_key.records.id
#         user_assigned_identity_id = azurerm_user_assigned_identity.records.id
#       }
#
#       # a SQL server
#       transparent_data_encryption_key_vault_key_id = azurerm_key_vault_key.records.id
#
#       # a Recovery Services vault
#       encryption {
#         key_id                            = azurerm_key_vault_key.backups.id
#         infrastructure_encryption_enabled = true
#       }
#     google: |
#       # a bucket
#       encryption {
#         default_kms_key_name = google_kms_crypto_key.records.id
#       }
#
#       # a disk
#       disk_encryption_key {
#         kms_key_self_link = google_kms_crypto_key.records.id
#       }
#
#       # a SQL instance
#       encryption_key_name = google_kms_crypto_key.records.id
#     google_alloydb_cluster, google_backup_dr_backup_vault: |
#       encryption_config {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_spanner_database: |
#       encryption_config {
#         kms_key_name = google_kms_crypto_key.records.id   # kms_key_names where the instance is in several regions
#       }
#     google_bigquery_dataset: |
#       default_encryption_configuration {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_bigtable_instance: |
#       cluster {
#         kms_key_name = google_kms_crypto_key.records.id   # in every cluster, each with a key of its region
#       }
#     google_firestore_database: |
#       cmek_config {
#         kms_key_name = google_kms_crypto_key.records.id   # decided when the database is made
#       }
#     google_filestore_instance: |
#       kms_key_name = google_kms_crypto_key.records.id
#     google_healthcare_dataset: |
#       encryption_spec {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
#     google_gke_backup_backup_plan: |
#       backup_config {
#         encryption_key {
#           gcp_kms_encryption_key = google_kms_crypto_key.records.id
#         }
#       }
#     google_netapp_storage_pool, google_netapp_backup_vault: |
#       kms_config = google_netapp_kmsconfig.records.id
#     google_compute_region_disk: |
#       disk_encryption_key {
#         kms_key_name = google_kms_crypto_key.records.id
#       }
package rules.key_management.customer_managed_key

import data.lib

fail contains element(store) if {
	some store in input.store
	on_provider_key(store)
	not store.id in skip
}

on_provider_key(store) if {
	store.encrypted == true
	store.key_manager == "provider"
	not store.id in on_default_key
	not store.id in perhaps_on_default_key
}

# An account names a key, region by region, for EBS volumes that name none.
on_default_key contains store.id if {
	some store in input.store
	store.service in {"drs", "ebs", "ec2"}
	store.key == null
	[store.account, lib.region_key(store)] in default_keys
}

default_keys contains [setting.account, lib.region_key(setting)] if {
	some setting in input.setting
	setting.name == "ebs-default-key"
	setting.key_manager == "customer"
}

perhaps_on_default_key contains store.id if {
	some setting in input.setting
	setting.name == "ebs-default-key"
	"key_manager" in setting.unknown
	some store in input.store
	store.service in {"drs", "ebs", "ec2"}
	store.key == null
	[store.account, lib.region_key(store)] == [setting.account, lib.region_key(setting)]
}

open contains lib.at(store, "key", "is encrypted with the default key of its account: who manages that cannot be known") if {
	some store in input.store
	store.encrypted == true
	store.key_manager == "provider"
	store.id in perhaps_on_default_key
}

# The disks of a machine that is found itself are named there: one key serves them all.
skip contains store.id if {
	some store in input.store
	part_of(store)
}

# Encryption in the machine takes in its disks: the customer has the key, and no disk names it.
skip contains store.id if {
	some store in input.store
	on_provider_key(store)
	whole := input.facts[store.parent]
	whole.concept == "store"
	whole.kind == "block"
	whole.key_manager == "customer"
	whole.key == null
}

parts_of[store.parent] contains store if {
	some store in input.store
	part_of(store)
}

part_of(store) if {
	on_provider_key(store)
	whole := input.facts[store.parent]
	whole.concept == "store"
	whole.kind == "block"
	whole.role == "primary"
	on_provider_key(whole)
}

element(store) := lib.at(store, "key", message(store)) if {
	not parts_of[store.id]
} else := lib.related(lib.at(store, "key", text), {disk.id | some disk in parts_of[store.id]}) if {
	disks := sort({disk.address | some disk in parts_of[store.id]})
	text := sprintf("%s, with %s attached to it", [message(store), concat(" and ", disks)])
}

fail contains lib.at(vault, "key", message(vault)) if {
	some vault in input.vault
	vault.key_manager == "provider"
}

message(holder) := "is encrypted with a key that the provider manages" if holder.key == null

message(holder) := sprintf("names the key %s, which the provider manages", [key_name(holder.key)]) if holder.key != null

key_name(key) := input.facts[key].address if {
	input.facts[key].concept == "key"
} else := key

# Providers write their access logs only to stores that use their own key.
skip contains store.id if {
	some store in input.store
	store.role in {"log", "program"}
}

# A cache holds nothing for long, and some of them take no key.
skip contains store.id if {
	some store in input.store
	store.kind == "cache"
}

# The agreement may be content with the provider's keys.
skip contains store.id if {
	input.terms.customer_managed == false
	some store in input.store
}

skip contains vault.id if {
	input.terms.customer_managed == false
	some vault in input.vault
}

# The service takes no key of the customer's.
skip contains store.id if {
	some store in input.store
	store.key_manager == "none"
}

# What is not encrypted at all has no key to judge; encryption-at-rest/store-encrypted says so.
skip contains store.id if {
	some store in input.store
	store.encrypted == false
}

# An isolated vault stands in an account of the provider, and is encrypted with the provider's key for that.
skip contains vault.id if {
	some vault in input.vault
	vault.isolated == true
}
