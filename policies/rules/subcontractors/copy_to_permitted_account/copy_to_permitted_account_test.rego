package rules.subcontractors.copy_to_permitted_account_test

import data.rules.subcontractors.copy_to_permitted_account as rule

copy(fields) := object.union({"id": "c", "cloud": "aws", "account": "provider.aws", "enabled": true, "to": null, "to_account": null, "unknown": []}, fields)

verdicts(fields, accounts) := result if {
	result := {"fail": count(rule.fail), "pass": count(rule.pass), "open": count(rule.open), "skip": count(rule.skip)} with input as {
		"copy": [copy(fields)],
		"facts": {"vault/v": {"id": "vault/v"}},
		"terms": {"accounts": accounts, "account_clouds": [cloud | some cloud in ["aws", "google"]; count(accounts) > 0]},
	}
}

vendor := {"to": "arn:aws:backup:us-west-2:444455556666:backup-vault:v", "to_account": "444455556666"}

test_accounts_outside_the_agreement_fail if {
	verdicts(vendor, ["111122223333"]).fail == 1
	verdicts(vendor, ["111122223333", "444455556666"]).fail == 0
	verdicts(object.union(vendor, {"account": "444455556666"}), ["111122223333"]).fail == 0
}

test_an_agreement_without_accounts_leaves_it_open if {
	verdicts(vendor, []) == {"fail": 0, "pass": 0, "open": 1, "skip": 0}
}

test_buckets_of_elsewhere_are_open if {
	verdicts({"to": "arn:aws:s3:::copies"}, ["111122223333"]) == {"fail": 0, "pass": 0, "open": 1, "skip": 0}
	verdicts({}, ["111122223333"]) == {"fail": 0, "pass": 0, "open": 0, "skip": 0}
}

test_what_is_declared_here_passes if verdicts({"to": "vault/v"}, ["111122223333"]).pass == 1

test_copies_that_are_off_are_skipped if verdicts(object.union(vendor, {"enabled": false}), ["111122223333"]).skip == 1
