package rules.geographic_redundancy.own_backups_leave_region_test

import data.rules.geographic_redundancy.own_backups_leave_region as rule

places := {"azure": {"eastus": {"country": "US", "countries": ["US"], "complete": true}}}

base := {
	"id": "db", "cloud": "azure", "root": ".", "concept": "store", "unknown": [], "refs": {}, "region": "eastus",
	"role": "primary", "parent": null, "backups": true, "backup_redundancy": "local",
}

copy := {
	"id": "c", "cloud": "azure", "root": ".", "unknown": [], "refs": {}, "kind": "replica", "enabled": true, "plan": null,
	"from": "db", "from_region": "eastus", "to_region": "westus",
}

estate(fact, copies, protections) := {
	"store": [object.union(base, fact)], "copy": copies, "protection": protections, "regions": places,
	"facts": {"server": {"id": "server", "concept": "store", "region": "eastus", "unknown": [], "backup_redundancy": "zone"}},
}

test_one_region if {
	message := "keeps its automated backups in eastus (US) alone, and is copied nowhere else"
	rule.fail == {{"id": "db", "field": "backup_redundancy", "message": message}} with input as estate({}, [], [])
	count(rule.fail) == 1 with input as estate({"backup_redundancy": "zone"}, [], [])
	count(rule.fail) == 0 with input as estate({"backup_redundancy": "geo"}, [], [])
}

test_server_decides if {
	count(rule.fail) == 1 with input as estate({"backup_redundancy": null, "parent": "server", "region": null}, [], [])
}

test_replica_elsewhere if {
	count(rule.fail | rule.open) == 0 with input as estate({}, [copy], [])
	count(rule.fail | rule.open) == 0 with input as estate({"parent": "server"}, [object.union(copy, {"from": "server"})], [])
}

test_replica_beside_it if {
	count(rule.fail) == 1 with input as estate({}, [object.union(copy, {"to_region": "East US"})], [])
}

test_replica_nobody_knows_where if {
	vague := object.union(object.remove(copy, ["to_region"]), {"unknown": ["to_region"]})
	count(rule.fail) == 0 with input as estate({}, [vague], [])
	count(rule.open) == 1 with input as estate({}, [vague], [])
}

test_plans_are_judged_themselves if {
	rule.skip == {"db"} with input as estate({}, [], [{"id": "p", "store": "db"}])
}

test_automated_backups_are_replicated if {
	backups := object.union(copy, {"kind": "recovery-point"})
	count(rule.fail | rule.open) == 0 with input as estate({}, [backups], [])
	rule.pass == {"db"} with input as estate({}, [backups], [])
	count(rule.fail) == 1 with input as estate({}, [object.union(backups, {"plan": "p"})], [])
}

test_plan_reaches_it if {
	reached := object.union(estate({"account": "a", "plannable": null}, [], []), {
		"selection": [{
			"id": "s", "plan": "p", "account": "a", "region": "eastus", "everything": true,
			"stores": [], "except": [], "conditions": [], "tags_any": [], "unknown": [],
		}],
		"schedule": [{"plan": "p", "enabled": true, "unknown": []}],
	})
	rule.skip == {"db"} with input as reached
	count(rule.fail) == 0 with input as reached
}

test_mirrored_within_the_region if {
	bucket := {"backups": null, "backup_redundancy": "zone", "kind": "object", "service": "s3", "account": "a", "plannable": null}
	beside := object.union(copy, {"to_region": "eastus"})
	message := "is replicated in eastus (US) alone, and is copied nowhere else"
	rule.fail == {{"id": "db", "field": "backup_redundancy", "message": message}} with input as estate(bucket, [beside], [])
	count(rule.fail | rule.skip) == 0 with input as estate(bucket, [copy], [])
	rule.skip == {"db"} with input as estate(bucket, [object.union(beside, {"enabled": false})], [])
}

test_not_judged if {
	rule.skip == {"db"} with input as estate({"backup_redundancy": null}, [], [])
	rule.skip == {"db"} with input as estate({"backups": null}, [], [])
	rule.skip == {"db"} with input as estate({"role": "replica"}, [], [])
}
