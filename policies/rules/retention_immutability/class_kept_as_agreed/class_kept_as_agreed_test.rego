package rules.retention_immutability.class_kept_as_agreed_test

import data.rules.retention_immutability.class_kept_as_agreed as rule

store(fields) := object.union(
	{"id": "s", "parent": null, "tags": {"class": "imaging"}, "account": "a", "region": "r", "cloud": "azure", "role": "primary", "backups": null, "kept_days": null, "unknown": []},
	fields,
)

heads(fields, kept) := found if {
	found := {
		"fail": {element.message | some element in rule.fail}, "pass": rule.pass,
		"open": {element.id | some element in rule.open}, "skip": rule.skip,
	} with input as {
		"store": [store(fields)], "selection": [], "protection": [{"store": "s", "plan": "p", "unknown": []}],
		"schedule": [object.union({"id": "c", "plan": "p", "enabled": true, "unknown": []}, kept)], "facts": {"p": {}}, "copy": [],
		"terms": {"classes": [{"tag_key": "class", "tag_value": "imaging", "retention_min_days": 365}]},
	}
}

test_too_short if {
	found := heads({}, {"kept_days": 30})
	found.fail == {"has its backups kept for 30 days at most; the agreement asks for 365 days for its class of data"}
	found.pass == set()
	found.skip == set()
}

test_long_enough if {
	every days in [365, null] {
		found := heads({}, {"kept_days": days})
		found.fail == set()
		found.pass == {"s"}
	}
}

test_what_is_not_known_is_open if {
	found := heads({}, {})
	found.fail == set()
	found.open == {"s"}
}

test_automated_backups if {
	found := heads({"id": "alone", "backups": true, "kept_days": 7}, {"kept_days": 30})
	found.fail == {"keeps its automated backups for 7 days; the agreement asks for 365 days for its class of data"}
	heads({"backups": true, "kept_days": 400}, {"kept_days": 30}).fail == set()
}

test_other_classes_are_skipped if heads({"tags": {"class": "notes"}}, {"kept_days": 30}).skip == {"s"}

test_what_nothing_backs_up_is_skipped if heads({"id": "other"}, {"kept_days": 30}).skip == {"other"}
