package rules.agreement_currency.responsibilities_divided_test

import data.rules.agreement_currency.responsibilities_divided as rule

vendor(fields) := object.union({"id": "v", "responsibilities": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_divided if heads({"responsibilities": ["patching: vendor"]}) == {"fail": set(), "open": set()}

test_not_divided if count(heads({"responsibilities": []}).fail) == 1

test_not_said_is_open if count(heads({}).open) == 1
