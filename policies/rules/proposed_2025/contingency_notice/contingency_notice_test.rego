package rules.proposed_2025.contingency_notice_test

import data.rules.proposed_2025.contingency_notice as rule

heads(hours) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"vendor": [{"id": "v", "contingency_notice_hours": hours}]}
}

test_within_a_day if heads(24) == {"fail": set(), "open": set()}

test_later if {
	heads(36) == {"fail": {"promises notice of a contingency within 36 hours, more than the 24 hours of the proposal"}, "open": set()}
}

test_none if heads(0).fail == {"promises no notice when the vendor turns to its contingency plan"}

test_not_said_is_open if {
	count(heads(null).open) == 1
	heads(null).fail == set()
}
