# METADATA
# scope: package
# title: Data and its key are in one region
# description: A service of AWS takes keys of its own region alone. S3 says so only when it fails to copy the first object, which nobody watches.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: high
#   tier: obligation
#   about: [store, vault, copy]
#   reads: [enabled, key, key.region, region, to_region]
#   weighs: [enabled, key, region, to_region]
#   remedy:
#     any: Make a key in the region of the data, or a replica of the key there, and name that.
#     aws: |
#       resource "aws_kms_replica_key" "west" {
#         region          = "us-west-2"
#         primary_key_arn = aws_kms_key.records.arn
#       }
package rules.key_management.key_in_region

import data.lib

fail contains misplaced(store, "is encrypted", store.region) if some store in input.store

fail contains misplaced(vault, "is encrypted", vault.region) if some vault in input.vault

fail contains misplaced(copy, "is made", copy.to_region) if {
	some copy in input.copy
	copy.enabled == true
}

misplaced(holder, what, region) := lib.related(lib.at(holder, "key", message), {holder.key | input.facts[holder.key]}) if {
	holder.cloud == "aws"
	place := key_region(holder)
	apart(place, region)
	message := sprintf("%s in %s, by a key in %s", [what, region, place])
}

apart(a, b) if {
	is_string(a)
	is_string(b)
	a != b
}

# key_region is where the key is: a key of this run, or one that is named by its ARN.
key_region(holder) := input.facts[holder.key].region if {
	input.facts[holder.key]
} else := parts[3] if {
	parts := split(holder.key, ":")
	parts[0] == "arn"
	parts[2] == "kms"
}

open contains lib.at(store, "key", perhaps_misplaced(store, "is encrypted", "region")) if some store in input.store

open contains lib.at(vault, "key", perhaps_misplaced(vault, "is encrypted", "region")) if some vault in input.vault

open contains lib.at(copy, "to_region", perhaps_misplaced(copy, "is made", "to_region")) if {
	some copy in input.copy
	copy.enabled == true
}

open contains lib.at(copy, "enabled", message) if {
	some copy in input.copy
	copy.cloud == "aws"
	"enabled" in copy.unknown
	apart(key_region(copy), copy.to_region)
	message := sprintf("is made in %s, by a key in %s, if it is made", [copy.to_region, key_region(copy)])
}

# Where neither region is known, both are what the provider says: they are taken for one.
perhaps_misplaced(holder, what, field) := sprintf("%s in a region that is not known, by a key in %s", [what, region]) if {
	holder.cloud == "aws"
	field in holder.unknown
	region := key_region(holder)
	is_string(region)
} else := sprintf("%s in %s, by a key of which it is not known where it is", [what, region]) if {
	holder.key in vague_keys
	holder.cloud == "aws"
	region := place(holder, field)
	is_string(region)
}

vague_keys contains key.id if {
	some key in input.key
	"region" in key.unknown
}

place(holder, "region") := holder.region

place(copy, "to_region") := copy.to_region

# On Azure and Google a key in the wrong place is refused when it is named.
skip contains store.id if {
	some store in input.store
	store.cloud in {"azure", "google"}
}

skip contains vault.id if {
	some vault in input.vault
	vault.cloud in {"azure", "google"}
}

skip contains copy.id if {
	some copy in input.copy
	copy.cloud in {"azure", "google"}
}

skip contains store.id if {
	some store in input.store
	store.key == null
}

skip contains vault.id if {
	some vault in input.vault
	vault.key == null
}

skip contains copy.id if {
	some copy in input.copy
	copy.key == null
}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
