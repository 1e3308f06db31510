package rules.agreement_currency.risk_assessment_current_test

import data.rules.agreement_currency.risk_assessment_current as rule

practice := {"id": "p", "risk_assessment": null}

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"practice": [object.union(practice, fields)], "today": "2026-11-01"}
}

test_within_a_year if heads({"risk_assessment": "2025-11-01"}) == {"fail": set(), "open": set()}

test_too_long_ago if {
	heads({"risk_assessment": "2025-10-31"}).fail == {"last assessed its risks on 2025-10-31, more than a year ago"}
	heads({"risk_assessment": "none"}).fail == {"never assessed its risks"}
}

test_not_said_is_open if {
	count(heads({}).open) == 1
	count(heads({"risk_assessment": "2026-12-01"}).open) == 1
}
