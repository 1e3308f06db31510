package rules.recovery_testing.restore_test_scheduled_test

import data.rules.recovery_testing.restore_test_scheduled as rule

vault := {"id": "v", "cloud": "aws", "address": "aws_backup_vault.v"}

of(vaults, tests) := {
	"estate": [{"id": "estate/estate", "vaults": count(vaults), "schedules": 0, "clouds": [vault.cloud | some vault in vaults]}],
	"vault": vaults,
	"restore_test": tests,
}

test_met if {
	some element in rule.met with input as of([vault], [{"id": "t"}])
	element.id == "estate/estate"
	element.related == ["t"]
}

test_missing_names_a_vault if {
	rule.met == set() with input as of([vault], [])
	rule.open == set() with input as of([vault], [])
	some element in rule.missing with input as of([vault], [])
	element.related == ["v"]
}

test_open_outside_aws if {
	count(rule.open) == 1 with input as of([{"id": "v", "cloud": "azure", "address": "azurerm_recovery_services_vault.v"}], [])
	count(rule.open) == 1 with input as of([{"id": "v", "cloud": "aws", "mode": "data"}], [])
}

test_says_why_it_is_open if {
	some other in rule.open with input as of([{"id": "v", "cloud": "azure", "address": "azurerm_recovery_services_vault.v"}], [])
	startswith(other.message, "does not show")
	some element in rule.open with input as of([{"id": "v", "cloud": "aws", "mode": "data"}], [])
	element.message == "tests no restore, and its backup vaults are declared elsewhere or may not exist"
}

test_skips_where_nothing_is_backed_up if {
	rule.skip == {"estate/estate"} with input as of([], [])
	rule.skip == set() with input as of([vault], [])
}
