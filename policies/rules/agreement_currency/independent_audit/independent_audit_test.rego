package rules.agreement_currency.independent_audit_test

import data.rules.agreement_currency.independent_audit as rule

vendor(fields) := object.union({"id": "v", "iso27001": null, "soc2_type2": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_one_of_them_is_enough if {
	heads({"soc2_type2": "2025-11-01"}) == {"fail": set(), "open": set()}
	heads({"iso27001": "2026-03-01", "soc2_type2": "2020-01-01"}) == {"fail": set(), "open": set()}
	heads({"iso27001": "2026-03-01", "soc2_type2": "none"}) == {"fail": set(), "open": set()}
}

test_too_old if {
	heads({"soc2_type2": "2025-10-31"}).fail == {"rests on an audit of 2025-10-31, more than a year ago"}
	heads({"soc2_type2": "none", "iso27001": "2024-01-01"}).fail == {"rests on an audit of 2024-01-01, more than a year ago"}
}

test_none_at_all if count(heads({"soc2_type2": "none", "iso27001": "none"}).fail) == 1

test_not_said_is_open if {
	count(heads({}).open) == 1
	count(heads({"soc2_type2": "none"}).open) == 1
	count(heads({"soc2_type2": "2026-12-31"}).open) == 1
}
