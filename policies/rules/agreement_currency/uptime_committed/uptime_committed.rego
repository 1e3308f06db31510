# METADATA
# scope: package
# title: Vendors commit to 99.9 % uptime
# description: Backups that cannot be reached on the day of the disaster do not help; 99.9 % still leaves nine hours a year.
# related_resources:
# - ref: agreement:uptime_percent
#   description: agreement term
# custom:
#   severity: low
#   tier: obligation
#   about: vendor
#   reads: [uptime_percent]
#   remedy:
#     any: Agree on at least 99.9 % and on what the vendor pays where it fails.
package rules.agreement_currency.uptime_committed

import data.lib

fail contains lib.at(vendor, "uptime_percent", message) if {
	some vendor in input.vendor
	lib.below(vendor.uptime_percent, 99.9)
	lib.above(vendor.uptime_percent, 0)
	message := sprintf("commits to %v %% uptime, less than the 99.9 %% that a practice should ask for", [vendor.uptime_percent])
}

fail contains lib.at(vendor, "uptime_percent", "commits to no uptime") if {
	some vendor in input.vendor
	vendor.uptime_percent == 0
}

open contains lib.at(vendor, "uptime_percent", "does not say what uptime the vendor commits to") if {
	some vendor in input.vendor
	vendor.uptime_percent == null
}
