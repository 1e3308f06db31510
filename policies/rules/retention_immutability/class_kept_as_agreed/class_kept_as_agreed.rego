# METADATA
# scope: package
# title: Classes of data are kept as long as agreed for them
# description: Images and legal records are asked for long after the rest; a plan that keeps the rest for long enough does not keep those.
# related_resources:
# - ref: agreement:data_classes
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [account, arn_resource, backups, copy.enabled, copy.kept_days, copy.kind, copy.plan, kept_days, parent, plannable, protection.plan, protection.store, region, role, schedule.enabled, schedule.kept_days, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, tags]
#   needs: classes
#   remedy:
#     any: Keep the backups of the store for as long as the class of its data asks for.
package rules.retention_immutability.class_kept_as_agreed

import data.lib

fail contains lib.at(store, "tags", message) if {
	some store in input.store
	days := asked[store.id]
	some [_, 2] in reaching[store.id]
	lib.perhaps_selected(store) == false
	every pair in reaching[store.id] {
		lib.below(longest[pair[0]], days)
	}
	short(store.kept_days, days)
	most := max({longest[plan] | some [plan, _] in reaching[store.id]})
	message := sprintf("has its backups kept for %s at most; the agreement asks for %s for its class of data", [lib.days(most), lib.days(days)])
}

fail contains lib.at(store, "kept_days", message) if {
	some store in input.store
	days := asked[store.id]
	count(reaching[store.id]) == 0
	lib.perhaps_selected(store) == false
	store.backups == true
	lib.below(store.kept_days, days)
	message := sprintf("keeps its automated backups for %s; the agreement asks for %s for its class of data", [lib.days(store.kept_days), lib.days(days)])
}

pass contains store.id if {
	some store in input.store
	days := asked[store.id]
	some [plan, 2] in reaching[store.id]
	some point in points_of[plan]
	long_enough(point, days)
}

pass contains store.id if {
	some store in input.store
	lib.at_least(store.kept_days, asked[store.id])
}

open contains lib.at(store, "tags", "may be of a class of data that is kept longer: its tags are not known") if {
	some store in input.store
	store.id in perhaps
}

open contains lib.at(store, "tags", message) if {
	some store in input.store
	message := sprintf("is of a class of data that the agreement wants kept for %s; how long its backups are kept cannot be told", [lib.days(asked[store.id])])
}

perhaps contains store.id if {
	some store in input.store
	not asked[store.id]
	lib.perhaps_classed(store, "retention_min_days")
}

asked := {store.id: lib.class_retention(store) | some store in input.store}

reaching := {store.id: lib.plans_reaching(store) |
	some store in input.store
	asked[store.id]
}

points_of[plan] contains schedule if {
	some schedule in input.schedule
	plan := lib.plan_of(schedule)
	schedule.enabled == true
}

points_of[copy.plan] contains copy if {
	some copy in input.copy
	copy.kind == "recovery-point"
	copy.enabled == true
}

# longest is what a plan keeps longest, where all that it keeps is known and has an end.
longest := {plan: max([point.kept_days | some point in points]) |
	some plan, points in points_of
	not plan in lib.vague_plans
	not plan in vague_copies
	every point in points {
		is_number(point.kept_days)
	}
}

vague_copies contains copy.plan if {
	some copy in input.copy
	"enabled" in copy.unknown
}

long_enough(point, _) if point.kept_days == null

long_enough(point, days) if lib.at_least(point.kept_days, days)

short(kept, _) if kept == null

short(kept, days) if lib.below(kept, days)

# Whether there are backups at all is another rule's question.
skip contains store.id if {
	some store in input.store
	asked[store.id]
	count(reaching[store.id]) == 0
	store.backups in {false, null}
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
