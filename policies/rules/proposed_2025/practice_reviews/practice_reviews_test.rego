package rules.proposed_2025.practice_reviews_test

import data.rules.proposed_2025.practice_reviews as rule

heads(fields) := found if {
	practice := {"id": "p", "asset_inventory": null, "compliance_audit": null, "penetration_test": null, "vulnerability_scan": null}
	found := {
		"fail": {[element.field, element.message] | some element in rule.fail},
		"open": {element.message | some element in rule.open},
	} with input as {"practice": [object.union(practice, fields)], "today": "2026-11-01"}
}

recent := {
	"asset_inventory": "2025-11-01", "compliance_audit": "2026-01-01",
	"penetration_test": "2026-01-01", "vulnerability_scan": "2026-05-01",
}

test_all_recent if heads(recent) == {"fail": set(), "open": set()}

test_too_long_ago if {
	heads(object.union(recent, {"vulnerability_scan": "2026-04-30", "compliance_audit": "2025-10-31", "asset_inventory": "none"})).fail == {
		["vulnerability_scan", "last had a scan for vulnerabilities on 2026-04-30, more than 6 months ago"],
		["compliance_audit", "last had an audit of its compliance on 2025-10-31, more than 12 months ago"],
		["asset_inventory", "never had a review of its inventory"],
	}
}

test_not_said_is_open if {
	heads(object.remove(recent, ["penetration_test"])).open == {"has no date of a penetration test"}
	count(heads({}).open) == 1
}
