package rules.data_disposal.backups_outlive_protection_test

import data.rules.data_disposal.backups_outlive_protection as rule

estate(fact, vault) := {
	"protection": [object.union({"id": "p", "unknown": [], "vault": "v", "keeps_backups": false}, fact)],
	"vault": [object.union({"id": "v", "concept": "vault", "unknown": [], "lock_mode": "none", "soft_delete_days": 0}, vault)],
	"facts": {"v": object.union({"id": "v", "concept": "vault", "unknown": [], "lock_mode": "none", "soft_delete_days": 0}, vault)},
}

message := "takes its backups with it when Terraform removes or replaces it"

test_taken_along if {
	rule.fail == {{"id": "p", "field": "keeps_backups", "message": message}} with input as estate({}, {})
}

test_soft_delete_brings_them_back if {
	expected := {{"id": "p", "field": "keeps_backups", "message": message, "severity": "low"}}
	rule.fail == expected with input as estate({}, {"soft_delete_days": 14})
}

test_locked_vault if {
	count(rule.fail) == 0 with input as estate({}, {"lock_mode": "compliance"})
	count(rule.fail) == 1 with input as estate({}, {"lock_mode": "governance"})
}

test_kept if {
	count(rule.fail) == 0 with input as estate({"keeps_backups": true}, {})
	rule.skip == {"p"} with input as estate({"keeps_backups": null}, {})
}

test_vault_of_somewhere_else if {
	count(rule.fail) == 1 with input as estate({"vault": "backups"}, {})
}
