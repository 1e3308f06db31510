package rules.agreement_currency.uptime_committed_test

import data.rules.agreement_currency.uptime_committed as rule

vendor(fields) := object.union({"id": "v", "uptime_percent": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_enough if heads({"uptime_percent": 99.9}) == {"fail": set(), "open": set()}

test_too_little if {
	heads({"uptime_percent": 99.5}).fail == {"commits to 99.5 % uptime, less than the 99.9 % that a practice should ask for"}
	heads({"uptime_percent": 0}).fail == {"commits to no uptime"}
}

test_not_said_is_open if count(heads({}).open) == 1
