package lib_test

import data.lib

recovery_copy(fields) := object.union(
	{
		"id": "c", "cloud": "aws", "kind": "recovery-point", "enabled": true, "plan": "p", "region": "us-east-1", "account": "own",
		"to": null, "to_account": null, "unknown": [],
	},
	fields,
)

regions := {"aws": {
	"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
	"us-west-2": {"country": "US", "countries": ["US"], "complete": true},
	"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
}}

test_leaves_region if {
	lib.leaves_region(recovery_copy({"to_region": "us-west-2"}))
	lib.leaves_region(recovery_copy({"to_region": "us"}))
	lib.leaves_region(recovery_copy({"plan": null, "from_region": "us-east-1", "to_region": "us-west-2"}))
	not lib.leaves_region(recovery_copy({"to_region": "us-east-1"}))
	not lib.leaves_region(recovery_copy({"to_region": "us-west-2", "enabled": false}))
	not lib.leaves_region(recovery_copy({"to_region": null}))
	not lib.leaves_region(recovery_copy({"unknown": ["to_region"]}))
	not lib.leaves_region(recovery_copy({"plan": null, "from_region": null, "to_region": "us-west-2"}))
}

test_stays_in_region if {
	lib.stays_in_region(recovery_copy({"to_region": "us-east-1"}))
	lib.stays_in_region(recovery_copy({"region": "East US", "to_region": "eastus"}))
	not lib.stays_in_region(recovery_copy({"to_region": "us-west-2"}))
	not lib.stays_in_region(recovery_copy({"kind": "replica", "to_region": "us-east-1"}))
	not lib.stays_in_region(recovery_copy({"to_region": "us-east-1", "to_account": "444455556666"}))
}

into(vault) := {"facts": {"v": object.union(
	{"id": "v", "concept": "vault", "account": "own", "isolated": false, "unknown": []},
	vault,
)}}

test_stays_in_an_ordinary_vault_of_the_same_account if {
	near := recovery_copy({"to": "v", "to_region": "us-east-1"})
	lib.stays_in_region(near) with input as into({})
	not lib.stays_in_region(near) with input as into({"isolated": true})
	not lib.stays_in_region(near) with input as into({"account": "other"})
	not lib.stays_in_region(recovery_copy({"to": "elsewhere", "to_region": "us-east-1"})) with input as into({})
}

test_plans_by_their_copies if {
	copies := {"terms": {"regions": ["US"]}, "regions": regions, "copy": [
		recovery_copy({"plan": "near", "to_region": "us-east-1"}),
		recovery_copy({"plan": "far", "to_region": "us-east-1"}),
		recovery_copy({"plan": "far", "to_region": "us-west-2"}),
		recovery_copy({"plan": null, "from_region": "us-east-1", "to_region": "us-west-2"}),
		recovery_copy({"plan": "unclear", "unknown": ["to_region"]}),
	]}
	lib.far_plans == {"far"} with input as copies
	lib.near_plans == {"near"} with input as copies
}

# A copy that leaves the region for a forbidden place is no better than none.
test_plans_whose_far_copy_is_forbidden if {
	copies := {"terms": {"regions": ["US"]}, "regions": regions, "copy": [
		recovery_copy({"to_region": "us-east-1"}),
		recovery_copy({"to_region": "eu-west-1"}),
	]}
	lib.safe_plans == set() with input as copies
	lib.near_plans == {"p"} with input as copies
}

test_database_starts_where_its_server_is if {
	copy := recovery_copy({"cloud": "azure", "kind": "replica", "plan": null, "from": "db", "from_region": null, "to": "twin", "to_region": null})
	facts := {
		"db": {"id": "db", "concept": "store", "parent": "east"}, "twin": {"id": "twin", "concept": "store", "parent": "west"},
		"east": {"id": "east", "concept": "store", "region": "eastus"}, "west": {"id": "west", "concept": "store", "region": "westus"},
	}
	lib.leaves_region(copy) with input as {"facts": facts}
	not lib.leaves_region(object.union(copy, {"to": "db"})) with input as {"facts": facts}
}

test_vague_replication if {
	replica := {"cloud": "aws", "kind": "replica", "root": "here", "refs": {}, "unknown": ["from"]}
	lib.vague_replication == {["here", "aws"], [lib.elsewhere, "aws"]} with input.copy as [replica]
	lib.vague_replication == set() with input.copy as [object.union(replica, {"unknown": []}), object.union(replica, {"kind": "recovery-point"})]
}

test_perhaps_replicated if {
	replica := {"cloud": "aws", "kind": "replica", "root": "here", "refs": {"from": ["aws_s3_bucket.b"]}, "unknown": ["from"]}
	lib.perhaps_replicated({"root": "here", "cloud": "aws"}) with input.copy as [replica]
	not lib.perhaps_replicated({"root": "there", "cloud": "aws"}) with input.copy as [replica]
	lib.perhaps_replicated({"root": "there", "cloud": "aws"}) with input.copy as [object.union(replica, {"refs": {"from": []}})]
}

test_replicated if {
	replica := {"from": "s", "kind": "replica", "enabled": true}
	lib.replicated == {"s"} with input.copy as [replica, {"from": "t", "kind": "replica", "enabled": false}, {"from": "u", "kind": "recovery-point", "enabled": true}]
	lib.replica_keeps_deleted({"kind": "object"})
	lib.replica_keeps_deleted({"kind": "table", "service": "s3-tables"})
	not lib.replica_keeps_deleted({"kind": "database", "service": "rds"})
}
