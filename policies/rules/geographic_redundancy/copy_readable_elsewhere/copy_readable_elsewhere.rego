# METADATA
# scope: package
# title: Copies elsewhere can be read without the first region
# description: When a region fails, its keys fail with it; a backup that reached another region under such a key is there, and cannot be restored.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(C)
#   description: 45 CFR 164.308(a)(7)(ii)(C)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [copy.enabled, copy.from, copy.from_region, copy.key, copy.kind, copy.plan, copy.region, copy.to, copy.to_region, key, key.ring, key_container.region, key_manager, key_region, kind, parent, protection.plan, protection.store, region]
#   weighs: [key_region, copy.enabled, copy.from, copy.from_region, copy.key, copy.kind, copy.plan, copy.region, copy.to, copy.to_region, protection.plan, protection.store]
#   remedy:
#     any: Encrypt with a key that is kept in more than one region, or keep a replica in another region under a key of that region.
#     google: |
#       resource "google_kms_key_ring" "disks" {
#         name     = "disks"
#         location = "us"   # for disks; a multi-region that takes in theirs
#       }
#     google_sql_database_instance: |
#       resource "google_sql_database_instance" "west" {   # its keys are of its own region: a replica elsewhere has another
#         region               = "us-west1"
#         database_version     = google_sql_database_instance.records.database_version
#         master_instance_name = google_sql_database_instance.records.name
#         encryption_key_name  = google_kms_crypto_key.west.id
#       }
package rules.geographic_redundancy.copy_readable_elsewhere

import data.lib

# On Google backups of disks and databases keep the key that their source has, wherever they are put. On AWS a copy is encrypted with a key
# of the place that it lands in, and on Azure keys are copied to the pair of their region.
fail contains lib.at(store, "key", message) if {
	some store in input.store
	store.id in abroad
	bound(store)
	message := sprintf("has backups in %s that nobody can read without %s: the key is in that region alone", [lib.region_text(min(landings[store.id]), store.cloud), lib.region_text(store.region, store.cloud)])
}

# bound holds where the key is in the region of the store and nowhere else.
bound(store) if {
	store.cloud == "google"
	store.kind in {"block", "database"}
	store.key_manager == "customer"
	lib.canonical(lib.key_place(store)) == lib.canonical(store.region)
}

# landings are the places elsewhere that backups of a store are put in under its own key.
landings[copy.from] contains copy.to_region if {
	some copy in input.copy
	copy.plan == null
	inherits(copy)
}

landings[store] contains copy.to_region if {
	some copy in input.copy
	inherits(copy)
	some store in stores_of[copy.plan]
}

inherits(copy) if {
	copy.cloud == "google"
	copy.kind == "recovery-point"
	copy.key == null
	is_string(copy.to_region)
	lib.leaves_region(copy)
}

stores_of[protection.plan] contains protection.store if some protection in input.protection

# abroad are the stores with backups elsewhere and no replica there, which has a key of its own.
abroad := {id | some id, _ in landings} - replicated

replicated contains copy.from if {
	some copy in input.copy
	copy.kind == "replica"
	lib.leaves_region(copy)
}

skip contains store.id if {
	some store in input.store
	not store.id in abroad
}

skip contains store.id if {
	some store in input.store
	store.cloud in {"aws", "azure"}
}

skip contains store.id if {
	some store in input.store
	store.key_manager in {"provider", "none", "parent"}
}

skip contains store.id if {
	some store in input.store
	store.kind in {"object", "file", "table", "warehouse", "cache", "search", "queue"}
}

# A key of which it is not known where it is.
open contains lib.at(store, "key", message) if {
	some store in input.store
	store.id in abroad
	store.key_manager == "customer"
	not store.id in placed
	message := "has backups in another region, and whether its key is only in its own cannot be told"
}

placed contains store.id if {
	some store in input.store
	lib.key_place(store)
}
