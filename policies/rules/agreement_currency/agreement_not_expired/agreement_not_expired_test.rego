package rules.agreement_currency.agreement_not_expired_test

import data.rules.agreement_currency.agreement_not_expired as rule

vendor(fields) := object.union({"id": "v", "expires": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_running if {
	heads({"expires": "2026-11-01"}) == {"fail": set(), "open": set()}
	heads({"expires": "never"}) == {"fail": set(), "open": set()}
}

test_expired if heads({"expires": "2026-10-31"}).fail == {"expired on 2026-10-31"}

test_not_said_is_open if count(heads({}).open) == 1
