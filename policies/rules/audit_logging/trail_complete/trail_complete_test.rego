package rules.audit_logging.trail_complete_test

import data.rules.audit_logging.trail_complete as rule

trail(id, fields) := object.union({"id": id, "account": "a", "all_regions": false, "enabled": true, "management_events": true, "unknown": []}, fields)

verdicts(trails) := result if {
	result := {
		"fail": {element.id | some element in rule.fail},
		"pass": rule.pass,
		"open": {element.id | some element in rule.open},
		"skip": rule.skip,
	} with input.trail as trails
}

test_one_region_fails if verdicts([trail("t", {})]) == {"fail": {"t"}, "pass": set(), "open": set(), "skip": set()}

test_another_trail_makes_up_for_it if {
	verdicts([trail("t", {}), trail("u", {"all_regions": true})]) == {"fail": set(), "pass": {"t", "u"}, "open": set(), "skip": set()}
}

test_only_one_that_works_and_is_of_the_account if {
	verdicts([trail("t", {}), trail("u", {"all_regions": true, "enabled": false})]).fail == {"t"}
	verdicts([trail("t", {}), trail("u", {"all_regions": true, "management_events": false})]).fail == {"t"}
	verdicts([trail("t", {}), trail("u", {"all_regions": true, "account": "b"})]).fail == {"t"}
}

test_one_that_may_work_leaves_it_open if {
	unsure := object.union(object.remove(trail("u", {}), ["all_regions"]), {"unknown": ["all_regions"]})
	verdicts([trail("t", {}), unsure]) == {"fail": set(), "pass": set(), "open": {"t"}, "skip": set()}
	verdicts([trail("t", {}), object.union(unsure, {"enabled": false})]).fail == {"t"}
}

test_skips_what_the_estate_is_judged_for if {
	verdicts([trail("t", {"enabled": false}), trail("u", {"management_events": false})]).skip == {"t", "u"}
}
