# METADATA
# scope: package
# title: The audit trail covers every region
# description: Intruders work where nobody looks; a trail of one region says nothing of the copies and keys they delete in another.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# custom:
#   severity: medium
#   tier: obligation
#   about: trail
#   reads: [account, all_regions, enabled, management_events]
#   remedy:
#     any: Record all regions in one trail.
#     aws_cloudtrail: |
#       is_multi_region_trail = true
#     aws_cloudtrail_event_data_store: |
#       multi_region_enabled = true
package rules.audit_logging.trail_complete

import data.lib

fail contains lib.at(trail, "all_regions", "records a single region") if {
	some trail in input.trail
	trail.all_regions == false
	account := trail.account
	not account in covered
	not account in maybe_covered
}

# Accounts with a trail that records all regions: what their other trails leave out is not lost.
covered contains trail.account if {
	some trail in input.trail
	trail.all_regions == true
	trail.enabled == true
	trail.management_events == true
}

maybe_covered contains trail.account if {
	some trail in input.trail
	maybe_all_regions(trail)
	maybe_enabled(trail)
	maybe_management(trail)
}

maybe_all_regions(trail) if trail.all_regions == true

maybe_all_regions(trail) if "all_regions" in trail.unknown

maybe_enabled(trail) if trail.enabled == true

maybe_enabled(trail) if "enabled" in trail.unknown

maybe_management(trail) if trail.management_events == true

maybe_management(trail) if "management_events" in trail.unknown

pass contains trail.id if {
	some trail in input.trail
	trail.account in covered
}

open contains lib.at(trail, "all_regions", "records a single region, and whether another trail records all cannot be told") if {
	some trail in input.trail
	trail.all_regions == false
	account := trail.account
	account in maybe_covered
	not account in covered
}

# A trail that is off, or leaves management events out, is judged with the estate.
skip contains trail.id if {
	some trail in input.trail
	trail.enabled == false
}

skip contains trail.id if {
	some trail in input.trail
	trail.management_events == false
}
