package rules.proposed_2025.restored_every_month_test

import data.rules.proposed_2025.restored_every_month as rule

verdicts(date, gaps) := found if {
	found := {
		"fail": {element.id | some element in rule.fail},
		"pass": rule.pass,
		"skip": rule.skip,
	} with input as {
		"today": "2026-11-01",
		"practice": [{"id": "p", "restore_test": date}],
		"restore_test": [{"id": sprintf("t%d", [i]), "gap_hours": gap} | some i, gap in gaps],
	}
}

test_by_hand if {
	verdicts("2026-10-01", []) == {"fail": set(), "pass": set(), "skip": set()}
	verdicts("2026-09-30", []) == {"fail": {"p"}, "pass": set(), "skip": set()}
}

test_what_the_obligation_reports_is_left_to_it if {
	every date in ["none", null, "2027-01-01", "2025-10-31"] {
		verdicts(date, []).skip == {"p"}
	}
}

test_on_schedule if {
	verdicts(null, [744]) == {"fail": set(), "pass": {"t0"}, "skip": {"p"}}
	verdicts(null, [745]) == {"fail": {"t0"}, "pass": set(), "skip": {"p"}}
	verdicts(null, [2208, 168]) == {"fail": set(), "pass": {"t0", "t1"}, "skip": {"p"}}
}

test_by_hand_beside_a_rare_schedule if verdicts("2026-10-15", [2208]) == {"fail": set(), "pass": {"t0"}, "skip": {"p"}}
