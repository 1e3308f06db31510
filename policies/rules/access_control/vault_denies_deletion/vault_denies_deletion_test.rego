package rules.access_control.vault_denies_deletion_test

import data.rules.access_control.vault_denies_deletion as rule

verdicts(vault) := result if {
	result := {"fail": count(rule.fail), "pass": count(rule.pass), "skip": count(rule.skip)} with input.vault as [object.union({"id": "v"}, vault)]
}

test_fails_without_policy_and_lasting_lock if {
	verdicts({"policy_denies_delete": false, "lock_mode": "none"}) == {"fail": 1, "pass": 0, "skip": 0}
	verdicts({"policy_denies_delete": false, "lock_mode": "governance"}) == {"fail": 1, "pass": 0, "skip": 0}
}

test_either_of_them_will_do if {
	verdicts({"policy_denies_delete": false, "lock_mode": "compliance"}) == {"fail": 0, "pass": 1, "skip": 0}
	verdicts({"lock_mode": "compliance", "unknown": ["policy_denies_delete"]}) == {"fail": 0, "pass": 1, "skip": 0}
	verdicts({"policy_denies_delete": true, "unknown": ["lock_mode"]}) == {"fail": 0, "pass": 1, "skip": 0}
}

test_neither_known_is_open if {
	verdicts({"policy_denies_delete": false, "unknown": ["lock_mode"]}) == {"fail": 0, "pass": 0, "skip": 0}
	verdicts({"lock_mode": "none", "unknown": ["policy_denies_delete"]}) == {"fail": 0, "pass": 0, "skip": 0}
}

test_skips_vaults_without_policies if {
	verdicts({"policy_denies_delete": null, "lock_mode": "none"}) == {"fail": 0, "pass": 0, "skip": 1}
}
