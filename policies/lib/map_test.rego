package lib_test

import data.lib

map_fact(concept, id, fields) := object.union(
	{"id": id, "concept": concept, "address": id, "root": ".", "cloud": "aws", "account": "1", "region": "us-east-1", "unknown": [], "refs": {}, "tags": null},
	fields,
)

map_bucket(id, fields) := map_fact("store", id, object.union({"role": "primary", "kind": "object", "backups": null, "parent": null, "mode": "managed"}, fields))

map_regions := {
	"aws": {
		"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
		"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
	},
	"azure": {"eastus": {"country": "US", "countries": ["US"], "complete": true, "pair": "westus"}},
	"groups": {},
}

map_estate(facts) := {
	"facts": {f.id: f | some f in facts}, "regions": map_regions, "terms": {"regions": ["US"], "vendor_regions": {}, "classes": []},
	"store": [f | some f in facts; f.concept == "store"], "vault": [f | some f in facts; f.concept == "vault"],
	"plan": [f | some f in facts; f.concept == "plan"], "schedule": [f | some f in facts; f.concept == "schedule"],
	"selection": [f | some f in facts; f.concept == "selection"], "protection": [f | some f in facts; f.concept == "protection"],
	"copy": [f | some f in facts; f.concept == "copy"], "restore_test": [f | some f in facts; f.concept == "restore_test"],
}

map_nodes_of(facts) := found if {
	found := {node.id: node | some node in lib.map_nodes} with input as map_estate(facts)
}

map_arrows_of(facts) := found if {
	found := lib.map_arrows with input as map_estate(facts)
}

test_map_where_nodes_are if {
	found := map_nodes_of([
		map_bucket("here", {}), map_bucket("away", {"region": "eu-west-1"}), map_bucket("nowhere", {"region": null}),
		map_fact("vault", "v", {}), map_fact("plan", "p", {"region": null}),
		map_fact("schedule", "s", {"plan": "p", "vault": "v", "enabled": true, "gap_hours": 24}),
	])
	[found.here.standing, found.away.standing, found.nowhere.standing] == ["permitted", "outside", "unknown"]
	[found.here.country, found.away.country, found.nowhere.country] == ["US", "IE", null]
	found.p.region == "us-east-1"
}

test_map_what_is_protected if {
	found := map_nodes_of([
		map_bucket("bare", {}), map_bucket("own", {"backups": true}), map_bucket("vague", {"unknown": ["backups"]}),
		map_bucket("copied", {}), map_fact("copy", "c", {"kind": "replica", "from": "copied", "enabled": true, "plan": null, "to_region": "eu-west-1", "to": null}),
		map_bucket("db", {"kind": "database"}), map_fact("copy", "r", {"kind": "replica", "from": "db", "enabled": true, "plan": null, "to_region": "eu-west-1", "to": null}),
		map_bucket("log", {"role": "log"}), map_bucket("read", {"mode": "data"}),
		map_bucket("member", {"parent": "own"}),
	])
	[found[id].protected | some id in ["bare", "own", "vague", "copied", "db", "member"]] == ["no", "yes", "perhaps", "yes", "no", "yes"]
	not found.log.protected
	not found.read.protected
}

test_map_backups if {
	found := map_arrows_of([
		map_bucket("b", {}), map_fact("plan", "p", {}), map_fact("vault", "v", {}),
		map_fact("schedule", "s", {"plan": "p", "vault": "v", "enabled": true, "gap_hours": 24}),
		map_fact("protection", "x", {"plan": "p", "store": "b", "vault": null}),
	])
	found == {
		{"kind": "backup", "from": "b", "to": "p", "sure": true},
		{"kind": "backup", "from": "p", "to": "v", "sure": true},
	}
}

test_map_copies if {
	found := map_arrows_of([
		map_fact("vault", "v", {}), map_fact("vault", "w", {"region": "eu-west-1"}),
		map_fact("copy", "c", {"kind": "recovery-point", "from": "v", "to": "w", "to_region": "eu-west-1", "plan": "p", "enabled": true, "to_account": "2"}),
		map_fact("copy", "off", {"kind": "recovery-point", "from": "v", "to": "w", "to_region": "eu-west-1", "plan": "p", "enabled": false}),
	])
	found == {{
		"kind": "copy", "from": "v", "to": "w", "sure": true, "cloud": "aws", "region": "eu-west-1", "country": "IE", "account": "2",
		"standing": "outside",
	}}
}

test_map_pairs if {
	found := map_arrows_of([map_fact("vault", "v", {"cloud": "azure", "region": "eastus", "redundancy": "geo"})])
	{[arrow.kind, arrow.from, arrow.region, arrow.standing] | some arrow in found} == {["pair", "v", "westus", "unknown"]}
}

test_map_restore_tests if {
	vaults := [map_fact("vault", "v", {}), map_fact("vault", "far", {"region": "eu-west-1"})]
	all := map_arrows_of(array.concat(vaults, [map_fact("restore_test", "t", {"vaults": ["*"]})]))
	{arrow.from | some arrow in all} == {"v"}
	one := map_arrows_of(array.concat(vaults, [map_fact("restore_test", "t", {"vaults": ["far"]})]))
	{arrow.from | some arrow in one} == {"far"}
}
