package rules.agreement_currency.agreement_signed_test

import data.rules.agreement_currency.agreement_signed as rule

vendor(fields) := object.union({"id": "v", "signed": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_signed if heads({"signed": "2026-10-31"}) == {"fail": set(), "open": set()}

test_signed_today if heads({"signed": "2026-11-01"}) == {"fail": set(), "open": set()}

test_not_signed if {
	heads({"signed": "none"}).fail == {"is not signed"}
	heads({"signed": "2026-11-02"}).fail == {"is signed only on 2026-11-02"}
}

test_not_said_is_open if count(heads({}).open) == 1
