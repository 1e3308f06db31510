package rules.tenant_isolation.firewall_closed_test

import data.rules.tenant_isolation.firewall_closed as rule

store(fields) := object.union({"id": "s", "kind": "database", "public": false, "parent": null, "firewalls": [], "networks": null, "unknown": []}, fields)

firewalls := [
	{"id": "shut", "address": "aws_security_group.shut", "open": false, "open_web": false, "unknown": []},
	{"id": "wide", "address": "aws_security_group.wide", "open": true, "open_web": false, "unknown": []},
	{"id": "vague", "address": "aws_security_group.vague", "open_web": false, "unknown": ["open"]},
]

verdicts(fields) := result if {
	result := {"fail": count(rule.fail), "open": count(rule.open), "skip": count(rule.skip)} with input as {
		"store": [store(fields)], "firewall": firewalls, "facts": {firewall.id: firewall | some firewall in firewalls},
	}
}

test_open_to_all if {
	verdicts({"firewalls": ["shut", "wide"]}) == {"fail": 1, "open": 0, "skip": 0}
	verdicts({"firewalls": ["shut"]}) == {"fail": 0, "open": 0, "skip": 0}
}

test_not_known if {
	verdicts({"firewalls": ["vague"]}) == {"fail": 0, "open": 1, "skip": 0}
	verdicts({"firewalls": ["sg-1"]}) == {"fail": 0, "open": 1, "skip": 0}
	verdicts({"unknown": ["firewalls"]}) == {"fail": 0, "open": 0, "skip": 0}
}

test_left_to_others if {
	verdicts({"firewalls": ["wide"], "public": true}).skip == 1
	verdicts({"firewalls": null}).skip == 1
	verdicts({}).skip == 1
}

test_subnet_of_unknown_firewall if {
	found := rule.open with input as {"store": [store({"firewalls": null, "networks": ["net"]})], "facts": {"net": {"address": "x.net", "unknown": ["firewalls"], "firewalls": []}}}
	{element.message | some element in found} == {"stands in x.net, of which it is not known what firewall it has"}
}
