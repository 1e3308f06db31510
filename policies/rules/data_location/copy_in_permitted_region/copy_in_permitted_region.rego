# METADATA
# scope: package
# title: Copies land where the agreement permits
# description: A copy is as much the patients' record as the original, and leaves the agreed places more easily.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: high
#   tier: obligation
#   about: copy
#   reads: [enabled, to, to_region]
#   remedy:
#     any: Copy to a permitted region, or add the region to places.permitted where the agreement allows it.
#     aws: |
#       copy_action {
#         destination_vault_arn = "arn:aws:backup:us-west-2:111122223333:backup-vault:copies"
#       }
#     google: |
#       snapshot_properties {
#         storage_locations = ["us"]
#       }
#     google_compute_snapshot, google_compute_image: |
#       storage_locations = ["us"]
#     google_sql_database_instance: |
#       settings {
#         backup_configuration {
#           location = "us"
#         }
#       }
#     google_filestore_backup: |
#       location = "us-west1"
package rules.data_location.copy_in_permitted_region

import data.lib

fail contains lib.at(copy, "to_region", message) if {
	some copy in input.copy
	lib.outside(copy.to_region, copy.cloud)
	message := sprintf("copies to %s, outside the permitted places (%s)", [lib.region_text(copy.to_region, copy.cloud), lib.permitted_places(copy.cloud)])
}

open contains lib.at(copy, "to_region", message) if {
	some copy in input.copy
	lib.unplaced(copy.to_region, copy.cloud)
	message := sprintf("copies to %s, of which it is not known where it lies", [copy.to_region])
}

# Where a copy lands is enough, whatever it lands in is called.
pass contains copy.id if {
	some copy in input.copy
	lib.permitted(copy.to_region, copy.cloud)
}

# A store or vault of this run is judged itself by where it is.
skip contains copy.id if {
	some copy in input.copy
	input.facts[copy.to].id
}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
