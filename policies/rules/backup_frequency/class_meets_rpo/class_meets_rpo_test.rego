package rules.backup_frequency.class_meets_rpo_test

import data.rules.backup_frequency.class_meets_rpo as rule

store(fields) := object.union(
	{"id": "s", "parent": null, "tags": {"class": "imaging"}, "account": "a", "region": "r", "cloud": "azure", "role": "primary", "backups": null, "gap_hours": null, "unknown": []},
	fields,
)

heads(fields, gap) := found if {
	found := {
		"fail": {element.message | some element in rule.fail}, "pass": rule.pass,
		"open": {element.id | some element in rule.open}, "skip": rule.skip,
	} with input as {
		"store": [store(fields)], "selection": [], "protection": [{"store": "s", "plan": "p", "unknown": []}],
		"schedule": [{"id": "c", "plan": "p", "enabled": true, "gap_hours": gap, "cron": null, "unknown": []}], "facts": {"p": {}},
		"terms": {"classes": [{"tag_key": "class", "tag_value": "imaging", "rpo_hours": 4}]},
	}
}

test_too_rare if {
	found := heads({}, 24)
	found.fail == {"is backed up every 24 hours at best; the agreement allows 4 hours for its class of data"}
	found.pass == set()
	found.skip == set()
}

test_often_enough if {
	found := heads({}, 4)
	found.fail == set()
	found.pass == {"s"}
}

test_automated_backups_are_enough if {
	found := heads({"backups": true}, 24)
	found.fail == set()
	found.pass == {"s"}
}

test_own_backups_by_a_calendar_may_be_too_rare if {
	found := heads({"id": "other", "backups": true, "gap_hours": 24}, 4)
	found.fail == {"makes its own backups every 24 hours at best; the agreement allows 4 hours for its class of data"}
	found.pass == set()
	found.skip == set()
}

test_own_backups_by_a_calendar_may_be_enough if {
	found := heads({"id": "other", "backups": true, "gap_hours": 4}, 4)
	found.fail == set()
	found.pass == {"other"}
}

test_a_gap_that_is_not_known_is_open if {
	found := heads({}, null)
	found.fail == set()
	found.open == {"s"}
}

test_other_classes_are_skipped if heads({"tags": {"class": "notes"}}, 24).skip == {"s"}

test_what_nothing_backs_up_is_skipped if heads({"id": "other"}, 24).skip == {"other"}
