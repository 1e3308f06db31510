package lib

# The schedules of one plan work together: what the best of them does, the plan does.

# plan_of is what the schedule or copy belongs to; one that belongs to nothing stands for itself.
plan_of(fact) := fact.plan if {
	is_string(fact.plan)
} else := fact.id

# schedules_of are the schedules of a plan that are on, by the plan.
schedules_of[plan] contains schedule if {
	some schedule in input.schedule
	plan := plan_of(schedule)
	schedule.enabled == true
}

# plan_gaps are the hours between two backups, by the plan, where they are known: those of the most frequent schedule, or fewer where
# several schedules take turns.
plan_gaps := {plan: gap |
	some plan, schedules in schedules_of
	gaps := [schedule.gap_hours | some schedule in schedules; is_number(schedule.gap_hours)]
	count(gaps) == count(schedules)
	gap := joint_gap(schedules, gaps)
}

# A schedule that leaves two weeks free leaves a week of every other one as it is.
joint_gap(_, gaps) := min(gaps) if count(often(gaps)) < 2

joint_gap(schedules, gaps) := weekly_gap(union(minutes)) if {
	count(often(gaps)) > 1
	minutes := {weekly_minutes(schedule.cron) | some schedule in schedules}
	count([schedule | some schedule in schedules; weekly_minutes(schedule.cron)]) == count(often(gaps))
}

often(gaps) := [gap | some gap in gaps; gap < 336]
