package rules.proposed_2025.safeguards_verified_test

import data.rules.proposed_2025.safeguards_verified as rule

heads(verified) := found if {
	found := {
		"fail": {[element.id, element.message] | some element in rule.fail},
		"open": {element.id | some element in rule.open},
	} with input as {
		"agreement": [{"id": "a", "vendors": ["V"]}],
		"vendor": [{"id": "v", "verified": verified}],
		"subcontractor": [{"id": "s", "verified": verified}],
		"today": "2026-11-01",
	}
}

test_within_a_year if heads("2025-11-01") == {"fail": set(), "open": set()}

test_too_long_ago if {
	message := "rests on safeguards that were last confirmed on 2025-10-31, more than a year ago"
	heads("2025-10-31").fail == {["v", message], ["s", message]}
	count(heads("none").fail) == 2
}

test_not_said_is_open if {
	heads(null) == {"fail": set(), "open": {"v", "s"}}
	heads("2026-12-01").open == {"v", "s"}
}

test_without_a_list_of_vendors_the_agreement_is_judged if {
	rule.skip == {"a"} with input as {"agreement": [{"id": "a", "vendors": ["V"]}]}
	rule.skip == set() with input as {"agreement": [{"id": "a", "unknown": ["vendors"]}]}
}
