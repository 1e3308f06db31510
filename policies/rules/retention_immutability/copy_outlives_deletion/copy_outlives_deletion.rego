# METADATA
# scope: package
# title: Copies keep what is deleted at the source
# description: A copy that follows every deletion is no help against one, by an intruder or by mistake; what was deleted in the night is gone from both by the morning.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: copy
#   reads: [enabled, mirrors_deletion, store.lock_mode, store.versioned, to, vault.lock_mode]
#   remedy:
#     any: Let the copy keep what is deleted at the source, or keep earlier versions where it lands.
#     google_storage_transfer_job: |
#       transfer_spec {   # or replication_spec
#         transfer_options {
#           delete_objects_unique_in_sink = false   # or versioning { enabled = true } on the bucket that it copies to
#         }
#       }
#     aws_datasync_task: |
#       options {
#         preserve_deleted_files = "PRESERVE"   # or versions on the bucket that it copies to
#       }
package rules.retention_immutability.copy_outlives_deletion

import data.lib

fail contains lib.at(copy, "mirrors_deletion", message) if {
	some copy in input.copy
	copy.mirrors_deletion == true
	store := input.facts[copy.to]
	forgetful(store)
	message := sprintf("deletes from %s what is deleted at the source, and no earlier version is kept there", [store.address])
}

forgetful(store) if {
	store.versioned == false
	store.lock_mode == "none"
}

open contains lib.at(copy, "mirrors_deletion", message) if {
	some copy in input.copy
	copy.mirrors_deletion == true
	some field in ["versioned", "lock_mode"]
	store := input.facts[copy.to]
	field in store.unknown
	not store.id in keepers
	message := sprintf("deletes from %s what is deleted at the source, and whether earlier versions are kept there is not known", [store.address])
}

keepers contains store.id if {
	some store in input.store
	store.versioned == true
}

keepers contains store.id if {
	some store in input.store
	store.lock_mode in {"governance", "compliance"}
}

open contains lib.at(copy, "mirrors_deletion", message) if {
	some copy in input.copy
	copy.mirrors_deletion == true
	copy.to in elsewhere
	message := sprintf("deletes from %s what is deleted at the source, and whether earlier versions are kept there is not known", [copy.to])
}

elsewhere := {copy.to | some copy in input.copy; is_string(copy.to)} - {store.id | some store in input.store}

pass contains copy.id if {
	some copy in input.copy
	copy.mirrors_deletion == false
}

# Copies of this kind never delete, or leave the version that was deleted.
skip contains copy.id if {
	some copy in input.copy
	copy.mirrors_deletion == null
}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
