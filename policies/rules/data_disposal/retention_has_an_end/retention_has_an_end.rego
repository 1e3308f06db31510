# METADATA
# scope: package
# title: Backups end when the agreement says
# description: Records that outlive the agreed time can still be breached, and must be found and destroyed when the agreement ends.
# related_resources:
# - ref: agreement:retention_maximum_days
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.310#p-164.310(d)(2)(i)
#   description: 45 CFR 164.310(d)(2)(i)
# custom:
#   severity: low
#   tier: obligation
#   about: [schedule, copy]
#   reads: [enabled, kept_days, kind, plan]
#   remedy:
#     any: Let recovery points expire within the time that the agreement allows.
#     aws: |
#       lifecycle {
#         delete_after = 365
#       }
#     azure: |
#       retention_yearly {
#         count    = 1
#         weekdays = ["Sunday"]
#         weeks    = ["First"]
#         months   = ["January"]
#       }
#     google: |
#       retention_policy {
#         max_retention_days = 365
#       }
package rules.data_disposal.retention_has_an_end

import data.lib

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	lib.above(point.kept_days, input.terms.retention_max_days)
	message := sprintf("keeps recovery points for %s, more than the %s that the agreement allows", [lib.days(point.kept_days), lib.days(input.terms.retention_max_days)])
}

fail contains lib.at(point, "kept_days", message) if {
	some point in points
	point.kept_days == null
	message := sprintf("keeps recovery points for ever, the agreement allows %s", [lib.days(input.terms.retention_max_days)])
}

points contains schedule if some schedule in input.schedule

points contains copy if some copy in input.copy

# The agreement sets no maximum.
skip contains point.id if {
	some point in points
	input.terms.retention_max_days == null
}

skip contains point.id if {
	some point in points
	point.enabled == false
}

# Live copies have no retention, and those that belong to no plan were made once.
skip contains copy.id if {
	some copy in input.copy
	copy.kind in {"replica", "move", "export"}
}

skip contains copy.id if {
	some copy in input.copy
	copy.plan == null
}

# Google has no copies of snapshots: the schedule says where they lie, and for how long.
skip contains copy.id if {
	some copy in input.copy
	copy.cloud == "google"
}
