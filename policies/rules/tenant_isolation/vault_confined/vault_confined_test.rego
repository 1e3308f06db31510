package rules.tenant_isolation.vault_confined_test

import data.rules.tenant_isolation.vault_confined as rule

vaults := [
	{"id": "a", "unconfined": true},
	{"id": "b", "unconfined": false},
	{"id": "c", "unconfined": null},
	{"id": "d", "unknown": ["unconfined"]},
]

test_fails_without_bounds if {
	{element.id | some element in rule.fail} == {"a"} with input.vault as vaults
	rule.skip == {"c"} with input.vault as vaults
}
