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
