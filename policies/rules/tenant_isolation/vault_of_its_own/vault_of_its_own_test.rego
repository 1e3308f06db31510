package rules.tenant_isolation.vault_of_its_own_test

import data.rules.tenant_isolation.vault_of_its_own as rule

schedules := [
	{"id": "default", "cloud": "aws", "enabled": true, "vault": "Default"},
	{"id": "own", "cloud": "aws", "enabled": true, "vault": "vault/aws_backup_vault.records"},
	{"id": "off", "cloud": "aws", "enabled": false, "vault": "Default"},
	{"id": "snapshots", "cloud": "aws", "enabled": true, "vault": null},
	{"id": "azure", "cloud": "azure", "enabled": true, "vault": "Default"},
]

test_fails_in_the_default_vault if {
	{element.id | some element in rule.fail} - rule.skip == {"default"} with input.schedule as schedules
}

test_skips_what_has_no_such_vault if {
	rule.skip == {"off", "snapshots", "azure"} with input.schedule as schedules
}
