package rules.recovery_testing.recovery_objectives_test

import data.rules.recovery_testing.recovery_objectives as rule

heads(agreement) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"agreement": [object.union({"id": "a", "rpo_hours": null, "rto_hours": null}, agreement)]}
}

test_stated if heads({"rpo_hours": 24, "rto_hours": 8}) == {"fail": set(), "open": set()}

test_none if heads({"rpo_hours": 24, "rto_hours": 0}).fail == {"sets no recovery time objective"}

test_not_said_is_open if {
	count(heads({}).open) == 2
	count(heads({"rpo_hours": 24}).open) == 1
}
