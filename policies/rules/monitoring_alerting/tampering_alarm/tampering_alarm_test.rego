package rules.monitoring_alerting.tampering_alarm_test

import data.rules.monitoring_alerting.tampering_alarm as rule

vault(fields) := object.union(
	{"id": "v", "root": ".", "cloud": "aws", "account": "a", "region": "us-east-1", "lock_mode": "none", "key_manager": "provider", "unknown": []},
	fields,
)

watching(events) := {
	"id": "n", "root": ".", "cloud": "aws", "account": "a", "region": "us-east-1", "vault": null, "enabled": true, "sends": true,
	"watches": events, "unknown": [],
}

heads(fields, events) := found if {
	found := {
		"met": count(rule.met),
		"open": count(rule.open),
		"skip": count(rule.skip),
		"missing": {element.message | some element in rule.missing},
	} with input as {"vault": [vault(fields)], "alarm": [watching(events)]}
}

test_everything_is_watched if {
	heads({}, ["backup-deleted", "lock-changed"]).met == 1
	heads({"lock_mode": "governance", "key_manager": "customer"}, ["backup-deleted", "lock-changed", "key-deleted"]).met == 1
	heads({"cloud": "azure"}, ["backup-deleted", "lock-changed"]).met == 0
}

test_says_what_nobody_is_told if {
	heads({}, ["backup-deleted"]).missing == {"has no alarm that tells when its lock or policy is changed"}
	heads({"key_manager": "customer"}, []).missing == {"has no alarm that tells when its backups are deleted, or its lock or policy is changed, or its key is destroyed"}
	heads({"cloud": "google"}, []).missing == {"has no alarm that tells when its backups are deleted"}
	heads({}, ["backup-deleted"]).met == 0
}

test_a_lock_that_nobody_lifts if {
	heads({"lock_mode": "compliance"}, []).skip == 1
	heads({"lock_mode": "compliance", "key_manager": "customer"}, []).missing == {"has no alarm that tells when its key is destroyed"}
	heads({"lock_mode": "compliance", "key_manager": "customer"}, ["key-deleted"]).met == 1
}

test_unknown_locks if {
	facts := {"vault": [object.remove(vault({"unknown": ["lock_mode"]}), ["lock_mode"])], "alarm": []}
	count(rule.open) == 1 with input as facts
	count(rule.met) + count(rule.skip) == 0 with input as facts
}

test_unknown_regions if {
	adrift := object.remove(object.union(watching(["backup-deleted", "lock-changed"]), {"unknown": ["region"]}), ["region"])
	count(rule.open) == 1 with input as {"vault": [vault({})], "alarm": [adrift]}
}
