package rules.agreement_currency.breach_notice_within_a_day_test

import data.rules.agreement_currency.breach_notice_within_a_day as rule

vendor(fields) := object.union({"id": "v", "breach_notice_hours": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_within_a_day if heads({"breach_notice_hours": 24}) == {"fail": set(), "open": set()}

test_within_two if heads({"breach_notice_hours": 36}).fail == {"promises notice of a breach within 36 hours; 24 hours are recommended"}

test_not_said_is_open if count(heads({}).open) == 1

test_later_is_skipped if {
	every hours in [0, 49] {
		rule.skip == {"v"} with input as {"vendor": [vendor({"breach_notice_hours": hours})]}
	}
}
