package rules.backup_frequency.store_in_plan_test

import data.rules.backup_frequency.store_in_plan as rule

store(fields) := object.union(
	{
		"id": "s", "root": ".", "address": "aws_dynamodb_table.s", "type": "aws_dynamodb_table", "cloud": "aws", "kind": "table", "role": "primary",
		"arn_resource": "dynamodb:table/s", "backups": false, "parent": null, "account": "a", "region": "us-east-1", "tags": null,
		"unknown": [],
	},
	fields,
)

nothing := {"selection": [], "protection": [], "schedule": [], "copy": [], "facts": {}}

of(fields, rest) := object.union_n([nothing, rest, {"store": [store(fields)]}])

selection(fields) := object.union(
	{
		"id": "x", "cloud": "aws", "plan": "p", "account": "a", "region": "us-east-1", "stores": [], "except": [], "tags_any": [], "conditions": [],
		"everything": false, "unknown": [],
	},
	fields,
)

daily := {"facts": {"p": {"id": "p"}}, "schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}]}

selected := object.union(daily, {"selection": [selection({"stores": ["s"]})]})

test_met_by_its_own_backups if rule.met == {"s"} with input as of({"backups": true}, {})

test_met_by_a_plan if rule.met == {"s"} with input as of({}, selected)

test_a_plan_whose_schedules_are_off_does_not_count if {
	off := object.union(selected, {"schedule": [{"id": "r", "plan": "p", "enabled": false, "unknown": []}]})
	rule.met == set() with input as of({}, off)
}

test_met_by_replication_of_objects_alone if {
	copy := {"copy": [{"id": "c", "kind": "replica", "from": "s", "enabled": true, "unknown": []}]}
	rule.met == {"s"} with input as of({"kind": "object", "backups": null}, copy)
	rule.met == set() with input as of({}, copy)
	off := {"copy": [{"id": "c", "kind": "replica", "from": "s", "enabled": false, "unknown": []}]}
	rule.met == set() with input as of({"kind": "object", "backups": null}, off)
}

# Tables in S3 are replicated with their history. Keyspaces and S3 Express are in no plan, whatever it selects.
test_services_that_no_plan_takes if {
	copy := {"copy": [{"id": "c", "kind": "replica", "from": "s", "enabled": true, "unknown": []}]}
	outside := {"backups": null, "plannable": false}
	rule.met == {"s"} with input as of(object.union(outside, {"service": "s3-tables"}), copy)
	rule.met == set() with input as of(object.union(outside, {"service": "keyspaces"}), copy)
	every fields in [outside, object.union(outside, {"backups": false})] {
		rule.met == set() with input as of(fields, selected)
		some element in rule.missing with input as of(fields, selected)
		contains(element.message, "takes what is in this service")
	}
}

test_open_where_tags_decide if {
	doubtful := object.union(daily, {"selection": [selection({"tags_any": [{"key": "k", "value": "v"}]})]})
	tagless := object.union(object.remove(store({}), ["tags"]), {"unknown": ["tags"]})
	some element in rule.open with input as object.union_n([nothing, doubtful, {"store": [tagless]}])
	element.id == "s"
	element.related == {"x"}
}

replica(fields) := object.union({"id": "c", "root": ".", "cloud": "aws", "kind": "replica", "enabled": true, "unknown": ["from"], "refs": {}}, fields)

test_open_where_a_replica_may_be_of_it if {
	some element in rule.open with input as of({"kind": "object", "backups": null}, {"copy": [replica({})]})
	element.id == "s"
	rule.open == set() with input as of({}, {"copy": [replica({})]})
}

test_a_replica_of_another_roots_bucket_is_not_of_it if {
	bucket := {"kind": "object", "backups": null}
	made := {"root": "b", "refs": {"from": ["aws_s3_bucket.b"]}}
	rule.open == set() with input as of(bucket, {"copy": [replica(made)]})
	count(rule.open) == 1 with input as of(bucket, {"copy": [replica({"root": "b"})]})
}

test_missing_says_what if {
	messages({}) == {["backups", "has its automated backups off, and no backup plan reaches it"]}
	messages({"backups": null}) == {["", "is in no backup plan"]}
	messages({"backups": null, "kind": "object"}) == {["", "is in no backup plan, and replicated nowhere"]}
}

messages(fields) := {[element.field, element.message] | some element in found} if {
	found := rule.missing with input as of(fields, {})
}

test_buckets_are_a_lesser_fault if {
	some element in rule.missing with input as of({"backups": null, "kind": "object"}, {})
	element.severity == "medium"
}

test_skips_what_others_answer_for if {
	skipped := [{"role": "replica"}, {"role": "backup"}, {"role": "log"}, {"role": "server"}, {"kind": "cache"}, {"mode": "data"}]
	every fields in skipped {
		rule.skip == {"s"} with input as of(fields, {})
	}
	rule.skip == set() with input as of({}, {})
}

test_a_bucket_without_versions_is_left_to_their_rule if {
	rule.skip == {"s"} with input as of({"kind": "object", "backups": null, "versioned": false}, {})
	rule.skip == set() with input as of({"kind": "object", "backups": null, "versioned": true}, {})
	rule.skip == set() with input as of({"kind": "object", "backups": null, "versioned": false, "cloud": "google"}, {})
}

test_met_by_the_backups_of_what_it_is_part_of if {
	whole := {"facts": {"f": {"id": "f", "backups": true, "unknown": []}}}
	rule.met == {"s"} with input as of({"backups": null, "parent": "f"}, whole)
	off := {"facts": {"f": {"id": "f", "backups": false, "unknown": []}}}
	rule.met == set() with input as of({"backups": null, "parent": "f"}, off)
	unsure := {"facts": {"f": {"id": "f", "unknown": ["backups"]}}}
	count(rule.open) == 1 with input as of({"backups": null, "parent": "f"}, unsure)
}
