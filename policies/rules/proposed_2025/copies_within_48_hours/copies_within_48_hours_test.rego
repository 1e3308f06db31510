package rules.proposed_2025.copies_within_48_hours_test

import data.rules.proposed_2025.copies_within_48_hours as rule

heads(hours) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"agreement": [{"id": "a", "rpo_hours": hours}]}
}

test_within_48_hours if heads(48) == {"fail": set(), "open": set()}

test_older if {
	heads(49) == {"fail": {"lets records of 49 hours be lost, more than the 48 hours of the proposal"}, "open": set()}
}

test_not_said_is_open if {
	heads(null) == {"fail": set(), "open": {"does not state a recovery point objective; the proposal asks for 48 hours"}}
}
