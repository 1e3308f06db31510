package rules.subcontractors.subcontractors_bound_test

import data.rules.subcontractors.subcontractors_bound as rule

heads(parties, vendor) := found if {
	found := {
		"fail": {[element.field, element.message] | some element in rule.fail},
		"open": {element.message | some element in rule.open},
		"skip": rule.skip,
	} with input as {
		"agreement": [{"id": "a", "vendors": ["V"], "unknown": []}],
		"vendor": [object.union({"id": "v", "subcontractors": []}, vendor)],
		"subcontractor": [object.union({"id": "s", "signed": null, "expires": null}, party) | some party in parties],
		"today": "2026-11-01",
	}
}

test_bound if heads([{"signed": "2026-01-01", "expires": "never"}], {}) == {"fail": set(), "open": set(), "skip": {"a"}}

test_not_bound if {
	heads([{"signed": "none", "expires": "never"}], {}).fail == {["signed", "is not signed"]}
	heads([{"signed": "2026-12-01", "expires": "never"}], {}).fail == {["signed", "is signed only on 2026-12-01"]}
	heads([{"signed": "2024-01-01", "expires": "2026-10-31"}], {}).fail == {["expires", "expired on 2026-10-31"]}
}

test_not_said_is_open if {
	heads([{}], {}).open == {"does not say when it was signed nor when it expires"}
	heads([], {"subcontractors": null}).open == {"does not say which subcontractors can reach records"}
}

test_without_a_list_of_vendors_the_agreement_is_judged if {
	rule.skip == set() with input as {"agreement": [{"id": "a", "unknown": ["vendors"]}]}
}
