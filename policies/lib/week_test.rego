package lib_test

import data.lib

gap(expressions) := lib.weekly_gap(union({lib.weekly_minutes(expression) | some expression in expressions}))

test_weekly_gap if {
	gap(["cron(0 5 * * ? *)"]) == 24
	gap(["cron(0 5 ? * * *)"]) == 24
	gap(["cron(0 5 ? * MON-FRI *)"]) == 72
	gap(["cron(0 5 ? * 2-6 *)"]) == 72
	gap(["cron(0 5 ? * SUN *)"]) == 168
	gap(["cron(0 5 ? * FRI-MON *)"]) == 96
	gap(["cron(0 1,13 ? * * *)"]) == 12
	gap(["cron(30 * ? * * *)"]) == 1
}

test_schedules_take_turns if {
	gap(["cron(0 5 ? * MON-SAT *)", "cron(0 5 ? * SUN *)"]) == 24
	gap(["cron(0 5 ? * MON-FRI *)", "cron(0 5 ? * SUN *)"]) == 48
}

test_other_expressions_are_not_read if {
	every expression in ["rate(1 day)", "cron(0 5 1 * ? *)", "cron(0 5 ? * 6L *)", "cron(0/15 5 ? * * *)", "daily 23:00", "cron(0 5 ? 1 MON *)", "0 5 * * *"] {
		not lib.weekly_minutes(expression)
	}
}
