package lib_test

import data.lib

gaps(schedules) := found if found := lib.plan_gaps with input.schedule as schedules

every_hours(id, hours) := {"id": id, "plan": "p", "enabled": true, "gap_hours": hours, "cron": null}

test_the_most_frequent_counts if {
	gaps([every_hours("a", 24), every_hours("b", 744)]) == {"p": 24}
	gaps([object.union(every_hours("a", 24), {"enabled": false}), every_hours("b", 744)]) == {"p": 744}
	gaps([object.union(every_hours("a", 24), {"plan": null})]) == {"a": 24}
}

weekdays := object.union(every_hours("a", 48), {"cron": "cron(0 5 ? * MON-SAT *)"})

test_several_take_turns if {
	gaps([weekdays, object.union(every_hours("b", 168), {"cron": "cron(0 5 ? * SUN *)"})]) == {"p": 24}
	gaps([weekdays, every_hours("b", 744)]) == {"p": 48}
}

test_what_is_not_known_is_not_settled if {
	gaps([weekdays, every_hours("b", 168)]) == {}
	gaps([weekdays, {"id": "b", "plan": "p", "enabled": true, "unknown": ["gap_hours"]}]) == {}
}
