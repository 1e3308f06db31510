package lib_test

import data.lib

test_accounts_refusing_public_access if {
	settings := [
		{"name": "s3-public-access-block", "account": "a", "on": true, "unknown": []},
		{"name": "s3-public-access-block", "account": "b", "on": false, "unknown": []},
		{"name": "s3-public-access-block", "account": "c", "unknown": ["on"]},
		{"name": "ebs-encryption-by-default", "account": "d", "on": true, "unknown": []},
	]
	lib.accounts_refusing_public_access == {"a"} with input.setting as settings
	lib.accounts_maybe_refusing == {"c"} with input.setting as settings
}

policy_of(account) := [{"id": "s", "root": ".", "cloud": "google", "name": "s3-public-access-block", "account": account, "on": true, "unknown": []}]

bucket_in(account) := {"root": ".", "cloud": "google", "account": account}

answers(account, settings) := found if {
	store := bucket_in(account)
	found := [lib.public_access_refused(store), lib.public_access_perhaps_refused(store)] with input.setting as settings
}

test_projects_refusing_public_access if {
	answers("clinic", policy_of("clinic")) == [true, false]
	answers("clinic", policy_of("other")) == [false, false]
	answers("clinic", policy_of("organizations/1")) == [true, false]
	answers("provider.google", policy_of("folders/1")) == [true, false]
	answers("provider.google", policy_of("clinic")) == [false, true]
	answers("clinic", policy_of("123456789012")) == [false, true]
	answers("clinic", [object.remove(object.union(policy_of("x")[0], {"unknown": ["account"]}), ["account"])]) == [false, true]
	answers("clinic", []) == [false, false]
}

policy_elsewhere(account) := [object.union(policy, {"root": "org"}) | some policy in policy_of(account)]

test_projects_of_other_roots if {
	answers("clinic", policy_elsewhere("organizations/1")) == [true, false]
	answers("clinic", policy_elsewhere("folders/1")) == [false, true]
	answers("clinic", policy_elsewhere("clinic")) == [true, false]
	answers("provider.google", policy_elsewhere("clinic")) == [false, false]
}
