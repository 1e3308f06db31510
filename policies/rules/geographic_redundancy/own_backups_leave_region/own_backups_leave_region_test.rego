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
	rule.missing == {{"id": "db", "field": "backup_redundancy", "message": message}} with input as estate({}, [], [])
	count(rule.missing) == 1 with input as estate({"backup_redundancy": "zone"}, [], [])
	count(rule.met | rule.open) == 0 with input as estate({}, [], [])
	rule.met == {"db"} with input as estate({"backup_redundancy": "geo"}, [], [])
}

test_server_decides if {
	on := {"backup_redundancy": null, "parent": "server", "region": null}
	count(rule.missing) == 1 with input as estate(on, [], [])
	rule.met == {"db"} with input as object.union(estate(on, [], []), {"facts": {"server": {"backup_redundancy": "geo"}}})
}

test_replica_elsewhere if {
	rule.met == {"db"} with input as estate({}, [copy], [])
	rule.met == {"db"} with input as estate({"parent": "server"}, [object.union(copy, {"from": "server"})], [])
}

test_replica_beside_it if {
	count(rule.met | rule.open) == 0 with input as estate({}, [object.union(copy, {"to_region": "East US"})], [])
	count(rule.met | rule.open) == 0 with input as estate({}, [object.union(copy, {"enabled": false})], [])
}

hidden(fact, field) := object.union(object.remove(fact, [field]), {"unknown": [field]})

test_replica_nobody_knows_where if {
	every field in ["to_region", "from_region", "enabled", "kind", "from"] {
		count(rule.met) == 0 with input as estate({}, [hidden(copy, field)], [])
		count(rule.open) == 1 with input as estate({}, [hidden(copy, field)], [])
	}
	count(rule.open) == 0 with input as estate({}, [object.union(hidden(copy, "from"), {"to_region": "eastus"})], [])
	count(rule.open) == 0 with input as estate({}, [object.union(hidden(copy, "from"), {"plan": "p"})], [])
	count(rule.open) == 0 with input as estate({}, [object.union(hidden(copy, "from"), {"cloud": "aws"})], [])
}

test_perhaps_part_of_what_is_copied if {
	estate_with := estate({"cloud": "azure"}, [object.union(copy, {"from": "server"})], [])
	on := object.union(estate_with, {"store": [hidden(base, "parent")], "facts": {"server": {"id": "server", "cloud": "azure"}}})
	count(rule.open) == 1 with input as on
}

test_plans_are_judged_themselves if {
	rule.skip == {"db"} with input as estate({}, [], [{"id": "p", "store": "db"}])
}

test_automated_backups_are_replicated if {
	backups := object.union(copy, {"kind": "recovery-point"})
	rule.met == {"db"} with input as estate({}, [backups], [])
	count(rule.met | rule.open) == 0 with input as estate({}, [object.union(backups, {"plan": "p"})], [])
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
}

test_mirrored_within_the_region if {
	bucket := {"backups": null, "backup_redundancy": "zone", "kind": "object", "service": "s3", "account": "a", "plannable": null}
	beside := object.union(copy, {"to_region": "eastus"})
	message := "is replicated in eastus (US) alone, and is copied nowhere else"
	rule.missing == {{"id": "db", "field": "backup_redundancy", "message": message}} with input as estate(bucket, [beside], [])
	count(rule.skip) == 0 with input as estate(bucket, [beside], [])
	rule.met == {"db"} with input as estate(bucket, [copy], [])
	rule.skip == {"db"} with input as estate(bucket, [object.union(beside, {"enabled": false})], [])
}

test_not_judged if {
	rule.skip == {"db"} with input as estate({"backup_redundancy": null}, [], [])
	rule.skip == {"db"} with input as estate({"backups": null}, [], [])
	rule.skip == {"db"} with input as estate({"role": "replica"}, [], [])
}
