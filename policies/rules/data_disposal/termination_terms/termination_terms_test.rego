package rules.data_disposal.termination_terms_test

import data.rules.data_disposal.termination_terms as rule

heads(vendor) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
		"skip": rule.skip,
	} with input as {"agreement": [{"id": "a", "vendors": ["V"], "unknown": []}], "vendor": [object.union({"id": "v", "disposal": null, "disposal_days": null, "disposal_certificate": null}, vendor)]}
}

agreed := {"disposal": "destroy", "disposal_days": 30, "disposal_certificate": true}

test_agreed if heads(agreed) == {"fail": set(), "open": set(), "skip": {"a"}}

test_nothing_agreed if heads({"disposal": "none"}).fail == {"says nothing of what becomes of records at its end"}

test_no_certificate if {
	heads(object.union(agreed, {"disposal_certificate": false})).fail == {"promises no certificate that records are destroyed"}
	heads(object.union(agreed, {"disposal": "return", "disposal_certificate": false})).fail == set()
}

test_not_said_is_open if {
	count(heads({}).open) == 1
	count(heads({"disposal": "return"}).open) == 1
}
