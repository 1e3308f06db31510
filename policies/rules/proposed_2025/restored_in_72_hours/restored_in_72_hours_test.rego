package rules.proposed_2025.restored_in_72_hours_test

import data.rules.proposed_2025.restored_in_72_hours as rule

heads(hours) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"agreement": [{"id": "a", "rto_hours": hours}]}
}

test_within_72_hours if heads(72) == {"fail": set(), "open": set()}

test_longer if heads(73).fail == {"lets a restore take 73 hours, more than the 72 hours of the proposal"}

test_none if count(heads(0).fail) == 1

test_not_said_is_open if {
	heads(null) == {"fail": set(), "open": {"does not state a recovery time objective; the proposal asks for 72 hours"}}
}
