package rules.agreement_currency.vendor_diligence_test

import data.rules.agreement_currency.vendor_diligence as rule

vendor(fields) := object.union({"id": "v", "diligence": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_looked_into if heads({"diligence": "2025-11-01"}) == {"fail": set(), "open": set()}

test_too_long_ago if {
	heads({"diligence": "2025-10-31"}).fail == {"is with a vendor that was last looked into on 2025-10-31, more than a year ago"}
	heads({"diligence": "none"}).fail == {"is with a vendor that was never looked into"}
}

test_not_said_is_open if {
	count(heads({}).open) == 1
	count(heads({"diligence": "2026-12-01"}).open) == 1
}
