package rules.recovery_testing.restore_test_current_test

import data.rules.recovery_testing.restore_test_current as rule

practice := {"id": "p", "restore_test": null}

heads(fields) := found if {
	found := {
		"fail": {element.message | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"practice": [object.union(practice, fields)], "today": "2026-11-01"}
}

test_within_a_year if heads({"restore_test": "2025-11-01"}) == {"fail": set(), "open": set()}

test_too_long_ago if {
	heads({"restore_test": "2025-10-31"}).fail == {"last tried a restore on 2025-10-31, more than a year ago"}
	heads({"restore_test": "none"}).fail == {"never tried a restore"}
}

test_not_said_is_open if {
	count(heads({}).open) == 1
	count(heads({"restore_test": "2026-12-01"}).open) == 1
}
