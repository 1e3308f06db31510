package rules.access_control.public_access_blocked_test

import data.rules.access_control.public_access_blocked as rule

verdicts(stores, settings) := result if {
	result := {
		"fail": {element.id | some element in rule.fail},
		"pass": rule.pass,
		"open": {element.id | some element in rule.open},
	} with input as {"store": stores, "setting": settings}
}

open_bucket := {"id": "b", "kind": "object", "account": "a", "cloud": "aws", "private_only": null, "public_blocked": false}

setting := {"name": "s3-public-access-block", "account": "a", "on": true, "unknown": []}

test_fails_where_it_is_not_refused if {
	stores := [
		open_bucket,
		{"id": "c", "kind": "object", "account": "a", "public_blocked": true},
		{"id": "d", "kind": "object", "account": "a", "public_blocked": null},
		{"id": "e", "kind": "object", "account": "a", "unknown": ["public_blocked"]},
	]
	verdicts(stores, []) == {"fail": {"b"}, "pass": {"c"}, "open": set()}
}

test_private_endpoints_alone if {
	account := object.union(open_bucket, {"cloud": "azure", "private_only": false})
	verdicts([account], []).fail == {"b"}
	verdicts([object.union(account, {"private_only": true})], []) == {"fail": set(), "pass": {"b"}, "open": set()}
	unsure := object.union(object.remove(account, ["private_only"]), {"unknown": ["private_only"]})
	verdicts([unsure], []) == {"fail": set(), "pass": set(), "open": set()}
}

test_the_account_overrules_its_buckets if {
	verdicts([open_bucket], [setting]) == {"fail": set(), "pass": {"b"}, "open": set()}
	verdicts([open_bucket], [object.union(setting, {"account": "z"})]).fail == {"b"}
	verdicts([open_bucket], [object.union(setting, {"on": false})]).fail == {"b"}
	unsure := object.union(object.remove(setting, ["on"]), {"unknown": ["on"]})
	verdicts([open_bucket], [unsure]) == {"fail": set(), "pass": set(), "open": {"b"}}
}

test_skips_other_stores if {
	rule.skip == {"a"} with input.store as [{"id": "a", "kind": "database"}, {"id": "b", "kind": "object"}, {"id": "c", "unknown": ["kind"]}]
}
