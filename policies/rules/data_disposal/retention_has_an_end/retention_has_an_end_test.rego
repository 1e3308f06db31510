package rules.data_disposal.retention_has_an_end_test

import data.rules.data_disposal.retention_has_an_end as rule

point(fields) := object.union({"id": "a", "plan": "p", "kind": "recovery-point", "cloud": "aws", "enabled": true, "kept_days": 400}, fields)

of(schedules, copies, most) := {"schedule": schedules, "copy": copies, "terms": {"retention_max_days": most}}

messages(fields) := {element.message | some element in found} if found := rule.fail with input as of([point(fields)], [], 365)

test_fails_where_kept_too_long if {
	messages({}) == {"keeps recovery points for 400 days, more than the 365 days that the agreement allows"}
	messages({"kept_days": null}) == {"keeps recovery points for ever, the agreement allows 365 days"}
	messages({"kept_days": 365}) == set()
}

test_copies_too if {
	{element.id | some element in rule.fail} == {"a"} with input as of([], [point({})], 365)
}

test_nothing_to_say_without_a_maximum if {
	rule.skip == {"a"} with input as of([point({"kept_days": null})], [], null)
	rule.fail == set() with input as of([point({"kept_days": null})], [], null)
}

test_skips if {
	every fields in [{"kind": "replica"}, {"plan": null}, {"enabled": false}, {"cloud": "google"}] {
		rule.skip == {"a"} with input as of([], [point(fields)], 365)
	}
	rule.skip == set() with input as of([point({})], [], 365)
}
