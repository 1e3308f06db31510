package rules.agreement_currency.incident_support_test

import data.rules.agreement_currency.incident_support as rule

vendor(fields) := object.union({"id": "v", "forensic_support": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_support if heads({"forensic_support": true}) == {"fail": set(), "open": set()}

test_no_support if count(heads({"forensic_support": false}).fail) == 1

test_not_said_is_open if count(heads({}).open) == 1
