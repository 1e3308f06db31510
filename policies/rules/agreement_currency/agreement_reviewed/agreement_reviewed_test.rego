package rules.agreement_currency.agreement_reviewed_test

import data.rules.agreement_currency.agreement_reviewed as rule

vendor(fields) := object.union({"id": "v", "reviewed": null, "signed": null}, fields)

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [vendor(fields)], "today": "2026-11-01"}
}

test_reviewed_within_a_year if {
	heads({"reviewed": "2025-11-01", "signed": "2020-01-01"}) == {"fail": set(), "open": set()}
	heads({"signed": "2026-01-01"}) == {"fail": set(), "open": set()}
	heads({"signed": "2026-01-01", "reviewed": "none"}) == {"fail": set(), "open": set()}
}

test_reviewed_too_long_ago if {
	heads({"reviewed": "2025-10-31"}).fail == {"was last reviewed on 2025-10-31, more than a year ago"}
	heads({"reviewed": "none", "signed": "2020-01-01"}).fail == {"was signed on 2020-01-01, more than a year ago, and never reviewed"}
}

test_not_said_is_open if {
	count(heads({"signed": "2020-01-01"}).open) == 1
	count(heads({"reviewed": "none"}).open) == 1
	count(heads({"reviewed": "2026-12-01", "signed": "2020-01-01"}).open) == 1
}
