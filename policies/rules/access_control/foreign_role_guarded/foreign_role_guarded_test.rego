package rules.access_control.foreign_role_guarded_test

import data.rules.access_control.foreign_role_guarded as rule

verdicts(fields) := result if {
	result := {"fail": count(rule.fail), "open": count(rule.open), "pass": count(rule.pass), "skip": count(rule.skip)} with input as {
		"terms": {"accounts": ["777788889999"]},
		"grant": [object.union(
			{
				"id": "g", "cloud": "aws", "account": "111122223333", "kind": "trust", "effect": "allow", "principal_kinds": ["account"],
				"principals": ["arn:aws:iam::444455556666:root"], "principals_from": null, "conditions": null, "unknown": [], "refs": {},
			},
			fields,
		)],
	}
}

test_another_account if {
	verdicts({}) == {"fail": 1, "open": 1, "pass": 0, "skip": 0}
	verdicts({"account": "provider.aws"}) == {"fail": 0, "open": 1, "pass": 0, "skip": 0}
}

test_asked_for_more if {
	verdicts({"conditions": [{"operator": "StringEquals", "key": "sts:ExternalId", "values": ["clinic"]}]}) == {"fail": 0, "open": 0, "pass": 1, "skip": 0}
}

test_ones_own if {
	verdicts({"principals": ["arn:aws:iam::111122223333:root"]}).pass == 1
	verdicts({"principals": ["777788889999"]}).pass == 1
	verdicts({"principals": ["ec2.amazonaws.com"], "principal_kinds": ["service"]}).pass == 1
	verdicts({"principals": [], "unknown": ["principals"], "principal_kinds": ["role"], "refs": {"principals": ["aws_iam_role.a"]}}).pass > 0
}

test_other_grants if {
	verdicts({"kind": "resource"}).skip == 1
	verdicts({"effect": "deny"}).skip == 1
	verdicts({"cloud": "google"}).skip == 1
}
