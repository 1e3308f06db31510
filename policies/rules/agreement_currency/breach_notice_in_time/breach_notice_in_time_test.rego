package rules.agreement_currency.breach_notice_in_time_test

import data.rules.agreement_currency.breach_notice_in_time as rule

vendor(fields) := object.union({"id": "v", "breach_notice_hours": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_in_time if heads({"breach_notice_hours": 48}) == {"fail": set(), "open": set()}

test_late if {
	heads({"breach_notice_hours": 72}).fail == {"promises notice of a breach within 72 hours, later than the 48 hours that a practice should accept"}
	heads({"breach_notice_hours": 2000}).fail == {"promises notice of a breach within 2000 hours, later than the 60 days that the law allows"}
	count(heads({"breach_notice_hours": 0}).fail) == 1
}

test_not_said_is_open if count(heads({}).open) == 1
