package rules.key_management.key_in_hsm_test

import data.rules.key_management.key_in_hsm as rule

heads(fields, hsm) := found if {
	key := object.union({"id": "k", "manager": "customer", "purpose": "encrypt"}, fields)
	found := {
		"fail": {element.id | some element in rule.fail},
		"open": {element.id | some element in rule.open},
		"skip": rule.skip,
	} with input as {"key": [key], "terms": {"hsm": hsm}}
}

test_in_hardware if heads({"protection": "hsm"}, true) == {"fail": set(), "open": set(), "skip": set()}

test_in_software if heads({"protection": "software"}, true) == {"fail": {"k"}, "open": set(), "skip": set()}

test_elsewhere if heads({"protection": "external"}, true) == {"fail": set(), "open": {"k"}, "skip": set()}

test_skipped if {
	heads({"protection": "software"}, false).skip == {"k"}
	heads({"protection": "software", "manager": "provider"}, true).skip == {"k"}
	heads({"protection": "software", "purpose": "sign"}, true).skip == {"k"}
}
