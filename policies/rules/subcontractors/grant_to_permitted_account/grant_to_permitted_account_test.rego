package rules.subcontractors.grant_to_permitted_account_test

import data.rules.subcontractors.grant_to_permitted_account as rule

statement(fields) := object.union(
	{
		"id": "g", "cloud": "aws", "account": "provider.aws", "kind": "resource", "effect": "allow", "principals": [],
		"principal_kinds": ["role"], "not_principals": null, "conditions": null, "resources": null, "unknown": [], "refs": {}, "principals_from": null,
	},
	fields,
)

verdicts(fields, accounts) := result if {
	result := {"fail": count(rule.fail), "pass": count(rule.pass), "open": count(rule.open), "skip": count(rule.skip)} with input as {
		"grant": [statement(fields)],
		"terms": {"accounts": accounts, "account_clouds": [cloud | some cloud in ["aws", "google"]; count(accounts) > 0]},
	}
}

vendor := {"principals": ["arn:aws:iam::444455556666:role/r"]}

agreed := ["111122223333"]

test_accounts_outside_the_agreement_fail if {
	verdicts(vendor, agreed) == {"fail": 1, "pass": 0, "open": 1, "skip": 0}
	verdicts(vendor, ["444455556666"]) == {"fail": 0, "pass": 1, "open": 0, "skip": 0}
	verdicts(object.union(vendor, {"account": "444455556666"}), agreed).fail == 0
}

test_an_agreement_without_accounts_leaves_it_open if {
	verdicts(vendor, []) == {"fail": 0, "pass": 0, "open": 1, "skip": 0}
}

test_load_balancers_are_the_providers if {
	verdicts({"principals": ["arn:aws:iam::127311923021:root"]}, agreed) == {"fail": 0, "pass": 1, "open": 0, "skip": 0}
}

test_own_principals_pass_unnamed if {
	unnamed := {"principals": [], "principal_kinds": ["identity"], "unknown": ["principals", "resources"], "refs": {"principals": ["aws_iam_role.r"]}}
	verdicts(unnamed, agreed).pass == 1
	verdicts(object.union(unnamed, {"refs": {"principals": []}}), agreed).pass == 0
	verdicts(object.union(unnamed, vendor), agreed) == {"fail": 1, "pass": 0, "open": 1, "skip": 0}
}

bound(key, values) := {"principals": ["*"], "principal_kinds": ["anyone"], "conditions": [{"operator": "StringEquals", "key": key, "values": values}]}

test_conditions_name_accounts if {
	verdicts(bound("aws:PrincipalAccount", ["444455556666"]), agreed).fail == 1
	verdicts(bound("aws:PrincipalAccount", ["111122223333"]), agreed) == {"fail": 0, "pass": 1, "open": 0, "skip": 0}
	verdicts(bound("aws:SourceVpce", ["vpce-1"]), agreed).pass == 1
}

test_organizations_are_open_unless_named if {
	verdicts(bound("aws:PrincipalOrgID", ["o-1"]), agreed) == {"fail": 0, "pass": 0, "open": 1, "skip": 0}
	verdicts(bound("aws:PrincipalOrgID", ["o-1"]), ["o-1"]) == {"fail": 0, "pass": 1, "open": 0, "skip": 0}
}

test_projects_of_google if {
	member := {"cloud": "google", "kind": "identity", "principals": ["serviceAccount:a@vendor.iam.gserviceaccount.com"], "principal_kinds": ["service"], "resources": ["clinic"]}
	verdicts(member, ["clinic"]).fail == 1
	verdicts(member, ["vendor"]).fail == 0
}

test_skips if {
	verdicts({"principals": ["*"], "principal_kinds": ["anyone"]}, agreed).skip == 1
	verdicts(object.union(vendor, {"effect": "deny"}), agreed).skip == 1
	verdicts(object.union(vendor, {"kind": "trust"}), agreed).skip == 1
	verdicts(object.union(vendor, {"kind": "identity"}), agreed).skip == 1
}

test_another_directory if {
	grant := {
		"id": "g", "cloud": "azure", "kind": "identity", "effect": "allow", "account": "own", "unknown": [], "refs": {},
		"principals": ["b3c7d1f0"], "principal_kinds": ["account"], "actions": ["Backup Contributor"], "resources": [], "conditions": [],
	}
	terms := {"accounts": ["7d2f7f0e"], "account_clouds": ["azure"]}
	count(rule.fail) == 1 with input as {"grant": [grant], "terms": terms}
	count(rule.skip) == 0 with input as {"grant": [grant], "terms": terms}
	count(rule.fail) == 0 with input as {"grant": [grant], "terms": object.union(terms, {"accounts": ["B3C7D1F0"]})}
	rule.skip == {"g"} with input as {"grant": [object.union(grant, {"principal_kinds": ["service"]})], "terms": terms}
}
