package rules.agreement_currency.assessments_current_test

import data.rules.agreement_currency.assessments_current as rule

vendor(fields) := object.union({"id": "v", "hitrust": null, "penetration_test": null, "risk_assessment": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

current := {"penetration_test": "2026-01-01", "risk_assessment": "2025-11-01", "hitrust": "2026-05-01"}

test_all_current if heads(current) == {"fail": set(), "open": set()}

test_each_that_is_too_old if {
	heads(object.union(current, {"hitrust": "2025-10-31", "penetration_test": "2024-01-01"})).fail == {
		"rests on a HITRUST assessment of 2025-10-31, more than a year ago",
		"rests on a penetration test of 2024-01-01, more than a year ago",
	}
}

test_none if heads(object.union(current, {"risk_assessment": "none"})).fail == {"has no risk assessment behind it"}

test_not_said_is_open if {
	heads({}).open == {"has no date of a past HITRUST assessment, penetration test, risk assessment"}
	heads(object.union(current, {"hitrust": "2027-01-01"})).open == {"has no date of a past HITRUST assessment"}
}
