package rules.access_control.own_identity_test

import data.rules.access_control.own_identity as rule

verdicts(store) := result if {
	result := {"fail": count(rule.fail), "skip": count(rule.skip)} with input.store as [object.union({"id": "s", "role": "primary"}, store)]
}

test_keys_and_passwords if verdicts({"iam_auth": false}) == {"fail": 1, "skip": 0}

test_identities if verdicts({"iam_auth": true}) == {"fail": 0, "skip": 0}

test_unknown_is_left_open if verdicts({"unknown": ["iam_auth"]}) == {"fail": 0, "skip": 0}

test_skips if {
	verdicts({"iam_auth": null}) == {"fail": 0, "skip": 1}
	verdicts({"iam_auth": false, "role": "replica"}).skip == 1
}
