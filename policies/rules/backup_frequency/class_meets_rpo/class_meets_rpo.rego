# METADATA
# scope: package
# title: Classes of data are backed up as often as agreed for them
# description: The agreement lets some data be lost for less time than the rest; a plan that is good enough for the rest is not for those.
# related_resources:
# - ref: agreement:data_classes
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [account, arn_resource, backups, gap_hours, parent, plannable, protection.plan, protection.store, region, role, schedule.cron, schedule.enabled, schedule.gap_hours, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, tags]
#   needs: classes
#   remedy:
#     any: Back up the store with a plan as frequent as the class of its data asks for, or continuously.
package rules.backup_frequency.class_meets_rpo

import data.lib

fail contains lib.at(store, "tags", message) if {
	some store in input.store
	rpo := asked[store.id]
	some [_, 2] in reaching[store.id]
	lib.perhaps_selected(store) == false
	every pair in reaching[store.id] {
		not pair[0] in lib.vague_plans
		lib.above(lib.plan_gaps[pair[0]], rpo)
	}
	rare_by_itself(store, rpo)
	least := min({lib.plan_gaps[plan] | some [plan, _] in reaching[store.id]} | {gap | gap := store.gap_hours; is_number(gap)})
	message := sprintf("is backed up every %s at best; the agreement allows %s for its class of data", [lib.hours(least), lib.hours(rpo)])
}

fail contains lib.at(store, "gap_hours", message) if {
	some store in input.store
	rpo := asked[store.id]
	count(reaching[store.id]) == 0
	lib.perhaps_selected(store) == false
	lib.above(store.gap_hours, rpo)
	message := sprintf("makes its own backups every %s at best; the agreement allows %s for its class of data", [lib.hours(store.gap_hours), lib.hours(rpo)])
}

pass contains store.id if {
	some store in input.store
	rpo := asked[store.id]
	some [plan, 2] in reaching[store.id]
	lib.at_most(lib.plan_gaps[plan], rpo)
}

# Automated backups restore to any moment of late, unless they are made by a calendar.
pass contains store.id if {
	some store in input.store
	asked[store.id]
	store.backups == true
	store.gap_hours == null
}

pass contains store.id if {
	some store in input.store
	rpo := asked[store.id]
	lib.at_most(store.gap_hours, rpo)
}

# rare_by_itself holds for a store that makes no backups by itself, or too seldom.
rare_by_itself(store, _) if {
	store.backups in {false, null}
	store.gap_hours == null
}

rare_by_itself(store, rpo) if lib.above(store.gap_hours, rpo)

open contains lib.at(store, "tags", "may be of a class of data that is backed up more often: its tags are not known") if {
	some store in input.store
	store.id in perhaps
}

open contains lib.at(store, "tags", message) if {
	some store in input.store
	message := sprintf("is of a class of data for which the agreement allows %s between two backups; how often it is backed up cannot be told", [lib.hours(asked[store.id])])
}

perhaps contains store.id if {
	some store in input.store
	not asked[store.id]
	lib.perhaps_classed(store, "rpo_hours")
}

asked := {store.id: lib.class_rpo(store) | some store in input.store}

reaching := {store.id: lib.plans_reaching(store) |
	some store in input.store
	asked[store.id]
}

# What no plan reaches is another rule's finding.
skip contains store.id if {
	some store in input.store
	asked[store.id]
	store.gap_hours == null
	count(reaching[store.id]) == 0
}

skip contains store.id if {
	some store in input.store
	not asked[store.id]
	not store.id in perhaps
}

skip contains store.id if {
	some store in input.store
	store.role in {"replica", "backup", "log", "program", "server"}
}
