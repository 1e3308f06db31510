# METADATA
# scope: package
# title: What is done to the estate is recorded
# description: Without a record of who changed or deleted what, the practice can neither notice a breach nor say which patients to notify.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(1)(ii)(D)
#   description: 45 CFR 164.308(a)(1)(ii)(D)
# custom:
#   severity: high
#   tier: obligation
#   about: estate
#   reads: [clouds, schedules, stores, trail.enabled, trail.management_events, vaults]
#   absent: open
#   remedy:
#     any: Keep an audit trail of management events switched on.
#     aws: |
#       resource "aws_cloudtrail" "clinic" {
#         name                       = "clinic"
#         s3_bucket_name             = aws_s3_bucket.trail.id
#         is_multi_region_trail      = true
#         enable_log_file_validation = true
#       }
package rules.audit_logging.trail_recorded

import data.lib

met contains lib.related(lib.at(estate, "", "is recorded"), recording) if {
	count(recording) > 0
	some estate in input.estate
}

missing contains lib.related(lib.at(estate, "", message), idle) if {
	count(idle) > 0
	message := sprintf("goes unrecorded: %s", [concat("; ", reasons)])
	some estate in input.estate
}

recording contains trail.id if {
	some trail in input.trail
	trail.cloud == "aws"
	trail.enabled == true
	trail.management_events == true
}

idle contains trail.id if {
	some trail in input.trail
	reason(trail)
}

reasons contains reason(trail) if some trail in input.trail

reason(trail) := sprintf("%s is switched off", [trail.address]) if {
	trail.cloud == "aws"
	trail.enabled == false
}

reason(trail) := sprintf("%s leaves management events out", [trail.address]) if {
	trail.cloud == "aws"
	trail.enabled == true
	trail.management_events == false
}

aws_trails contains trail.id if {
	some trail in input.trail
	trail.cloud == "aws"
}

# The trail of an organisation is often declared elsewhere.
open contains lib.at(estate, "", "is recorded by no trail that is declared here") if {
	some estate in input.estate
	count(aws_trails) == 0
}

# Where nothing is kept there is nothing to record.
skip contains estate.id if {
	some estate in input.estate
	estate.stores == 0
	estate.vaults == 0
	estate.schedules == 0
}

# Azure and Google record management operations by themselves, and nobody can turn that off.
pass contains estate.id if {
	some estate in input.estate
	count({cloud | some cloud in estate.clouds} - {"azure", "google"}) == 0
	is_array(estate.clouds)
}
