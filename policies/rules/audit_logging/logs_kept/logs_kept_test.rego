package rules.audit_logging.logs_kept_test

import data.rules.audit_logging.logs_kept as rule

facts := {
	"log": [
		{"id": "short", "evidence": true, "kept_days": 30},
		{"id": "long", "evidence": true, "kept_days": 400},
		{"id": "for ever", "evidence": true, "kept_days": null},
		{"id": "application", "evidence": false, "kept_days": 7},
		{"id": "looked up", "evidence": true, "mode": "data"},
	],
	"trail": [{"id": "lake", "kept_days": 90}, {"id": "trail", "kept_days": null}],
	"store": [
		{"id": "bucket", "role": "log", "expires_days": 90},
		{"id": "records", "role": "primary", "expires_days": 1},
		{"id": "kept", "role": "log", "expires_days": null},
	],
}

agreed(days) := object.union(facts, {"terms": {"logs_days": days}})

test_shorter_than_agreed if {
	found := {element.id | some element in rule.fail} with input as agreed(365)
	found == {"short", "lake", "bucket"}
	skipped := rule.skip with input as agreed(365)
	skipped == {"application", "looked up", "trail", "records"}
}

test_long_enough if {
	count(rule.fail) == 0 with input as agreed(30)
}

test_nothing_agreed if {
	count(rule.fail) == 0 with input as agreed(null)
	count(rule.skip) == 10 with input as agreed(null)
}
