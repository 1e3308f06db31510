package rules.encryption_at_rest.store_encrypted_test

import data.rules.encryption_at_rest.store_encrypted as rule

test_fails_where_off if {
	rule.fail == {{"id": "a", "field": "encrypted", "message": "is not encrypted at rest"}} with input.store as [
		{"id": "a", "encrypted": false},
		{"id": "b", "encrypted": true},
	]
}

test_says_nothing_of_what_is_not_set_or_unknown if {
	stores := [{"id": "a", "encrypted": null}, {"id": "b", "unknown": ["encrypted"]}]
	count(rule.fail) == 0 with input.store as stores
	rule.pass == {"a"} with input.store as stores
}

volume := {"id": "v", "service": "ebs", "encrypted": false, "account": "a", "region": "us-east-1", "unknown": []}

setting := {"name": "ebs-encryption-by-default", "on": true, "account": "a", "region": "us-east-1", "unknown": []}

verdict(volumes, settings) := heads if {
	heads := {"fail": count(rule.fail), "pass": count(rule.pass), "open": count(rule.open)} with input as {"store": volumes, "setting": settings}
}

test_volumes_encrypted_by_default_pass if verdict([volume], [setting]) == {"fail": 0, "pass": 1, "open": 0}

test_defaults_of_elsewhere_do_not_count if {
	failed := {"fail": 1, "pass": 0, "open": 0}
	verdict([volume], []) == failed
	verdict([volume], [object.union(setting, {"on": false})]) == failed
	verdict([volume], [object.union(setting, {"region": "us-west-2"})]) == failed
	verdict([volume], [object.union(setting, {"account": "b"})]) == failed
	verdict([object.union(volume, {"service": "rds"})], [setting]) == failed
}

test_what_cannot_be_known_of_the_default_is_open if {
	unsure := {"fail": 0, "pass": 0, "open": 1}
	verdict([volume], [object.union(object.remove(setting, ["on"]), {"unknown": ["on"]})]) == unsure
	verdict([object.union(object.remove(volume, ["region"]), {"unknown": ["region"]})], [setting]) == unsure
}
