# METADATA
# scope: package
# title: Stores, vaults and logs are where the agreement permits
# description: Records that leave the agreed places come under other laws, and the practice has promised that they would not.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: high
#   tier: obligation
#   about: [store, vault, log]
#   reads: [account, parent, redundancy, region]
#   weighs: [parent, redundancy]
#   remedy:
#     any: Create it in a permitted region, or add the region to places.permitted where the agreement allows it.
#     aws: |
#       provider "aws" {
#         region = "us-east-1"
#       }
#     azure: |
#       location = "eastus"
#
#       # where the pair of the region is outside
#       account_replication_type = "ZRS"   # storage_mode_type or redundancy = "ZoneRedundant" for a vault
#     google: |
#       location = "us-central1"   # region for databases
package rules.data_location.permitted_region

import data.lib

fail contains outside(store) if some store in input.store

fail contains outside(vault) if some vault in input.vault

# What was asked for, of whom, is in the log, and the records themselves are not.
fail contains lib.severity(outside(log), "medium") if some log in input.log

outside(place) := lib.at(place, "region", message) if {
	lib.outside(place.region, place.cloud)
	message := sprintf("is in %s, outside the permitted places (%s)", [lib.region_text(place.region, place.cloud), lib.permitted_places(place.cloud)])
}

# Geo-redundant storage on Azure is copied to the pair of its region, whatever else is written.
fail contains paired(store, "keeps a copy") if {
	some store in input.store
	store.redundancy == "geo"
}

fail contains paired(vault, "keeps a copy") if {
	some vault in input.vault
	vault.redundancy == "geo"
}

open contains paired(store, "may keep a copy") if {
	some store in input.store
	"redundancy" in store.unknown
}

open contains paired(vault, "may keep a copy") if {
	some vault in input.vault
	"redundancy" in vault.unknown
}

paired(holder, keeps) := lib.at(holder, "redundancy", message) if {
	region := lib.region_of(holder)
	not lib.outside(region, holder.cloud)
	pair := lib.pair(region, holder.cloud)
	lib.outside(pair, holder.cloud)
	message := sprintf("%s in %s, the pair of %s, outside the permitted places (%s)", [keeps, lib.region_text(pair, holder.cloud), region, lib.permitted_places(holder.cloud)])
}

open contains unplaced(store) if some store in input.store

open contains unplaced(vault) if some vault in input.vault

open contains unplaced(log) if some log in input.log

unplaced(place) := lib.at(place, "region", message) if {
	lib.unplaced(place.region, place.cloud)
	message := sprintf("is in %s, of which it is not known where it lies", [place.region])
}

# What is beside its parent moves with it: a replica, a volume, the disk of a machine.
skip contains store.id if {
	some store in input.store
	parent := input.facts[store.parent]
	parent.concept == "store"
	parent.account == store.account
	together(parent, store)
}

together(parent, store) if parent.region == store.region

together(parent, store) if {
	"region" in parent.unknown
	"region" in store.unknown
}
