package rules.subcontractors.share_with_permitted_account_test

import data.rules.subcontractors.share_with_permitted_account as rule

share(fields) := object.union({"id": "s", "cloud": "aws", "concept": "share", "type": "aws_snapshot_create_volume_permission", "what": null, "accounts": []}, fields)

verdicts(fact, accounts) := result if {
	result := {
		"fail": {object.get(element, "severity", "critical") | some element in rule.fail},
		"open": count(rule.open),
		"skip": count(rule.skip),
	} with input as document(fact, accounts)
}

document(fact, accounts) := {
	"share": [given | given := fact; given.concept == "share"],
	"snapshot": [given | given := fact; given.concept == "snapshot"],
	"facts": {"s": fact, "snapshot/x": {"id": "snapshot/x", "concept": "snapshot"}},
	"terms": {"accounts": accounts, "account_clouds": [cloud | some cloud in ["aws", "google"]; count(accounts) > 0]},
}

agreed := ["111122223333"]

test_everyone_is_critical if {
	verdicts(share({"accounts": ["all"]}), agreed).fail == {"critical"}
	verdicts(share({"accounts": ["all"]}), []).fail == {"critical"}
	verdicts({"id": "s", "cloud": "aws", "concept": "snapshot", "shared_with": ["all"]}, []).fail == {"critical"}
}

test_accounts_outside_the_agreement_are_high if {
	verdicts(share({"accounts": ["444455556666"]}), agreed).fail == {"high"}
	verdicts(share({"accounts": ["111122223333"]}), agreed) == {"fail": set(), "open": 0, "skip": 0}
	verdicts(share({"accounts": ["arn:aws:iam::444455556666:role/r"]}), agreed).fail == {"high"}
	verdicts({"id": "s", "cloud": "aws", "concept": "snapshot", "shared_with": ["444455556666"]}, agreed).fail == {"high"}
}

test_an_agreement_without_accounts_leaves_it_open if {
	verdicts(share({"accounts": ["444455556666"]}), []) == {"fail": set(), "open": 1, "skip": 0}
}

test_organizations_are_open_unless_named if {
	organization := "arn:aws:organizations::111122223333:organization/o-1"
	verdicts(share({"accounts": [organization]}), agreed) == {"fail": set(), "open": 1, "skip": 0}
	verdicts(share({"accounts": [organization]}), [organization]) == {"fail": set(), "open": 0, "skip": 0}
}

test_skips_what_holds_no_records if {
	verdicts(share({"what": "aws_subnet.a"}), agreed).skip == 1
	verdicts(share({"what": "module.network[0].aws_subnet.a[0]"}), agreed).skip == 1
	verdicts(share({"what": "snapshot/x"}), agreed).skip == 0
	verdicts(share({"what": "arn:aws:rds:us-east-1:1:cluster:c"}), agreed).skip == 0
	verdicts(share({"type": "aws_ram_resource_share"}), agreed).skip == 1
}

test_directories_of_azure if {
	verdicts(share({"cloud": "azure", "accounts": ["b4c1f0de"]}), ["0e2c6ac5"]).open == 1
	verdicts(share({"cloud": "azure", "accounts": ["0e2c6ac5"]}), ["0e2c6ac5"]) == {"fail": set(), "open": 0, "skip": 0}
	verdicts(share({"cloud": "azure", "accounts": ["all"]}), ["0e2c6ac5"]).fail == {"critical"}
}

test_accounts_of_other_vendors if {
	verdicts(share({"cloud": "snowflake", "accounts": ["PARTNER.MAIN"]}), ["clinic.second"]).open == 1
	verdicts(share({"cloud": "snowflake", "accounts": ["CLINIC.SECOND"]}), ["clinic.second"]) == {"fail": set(), "open": 0, "skip": 0}
}
