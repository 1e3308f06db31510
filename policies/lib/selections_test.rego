package lib_test

test_conditions_must_all_hold if {
	level({}, {"stores": ["*"], "conditions": tag_is("equals", "daily")}) == 2
	level({}, {"conditions": tag_is("equals", "daily")}) == 2
	level({}, {"stores": ["*"], "conditions": tag_is("equals", "weekly")}) == 0
	level({}, {"stores": ["*"], "conditions": tag_is("like", "d*")}) == 2
	level({}, {"stores": ["*"], "conditions": tag_is("not_equals", "daily")}) == 0
	level({}, {"stores": ["*"], "conditions": tag_is("not_like", "w*")}) == 2
	level({"tags": null}, {"stores": ["*"], "conditions": tag_is("not_equals", "no")}) == 2
	level({"tags": null}, {"stores": ["*"], "conditions": tag_is("equals", "daily")}) == 0
	level_unknown("tags", {}, {"stores": ["*"], "conditions": tag_is("equals", "daily")}) == 1
	level({}, {"stores": ["*"], "unknown": ["conditions"]}) == 1
}

# Without its prefix the key of a condition names no tag.
test_conditions_on_no_tag_never_hold if {
	level({}, {"stores": ["*"], "conditions": [on_tag("equals", "backup", "daily")]}) == 0
}

test_by_pattern if {
	covering := ["*", "arn:aws:rds:*:*:db:*", "arn:*:rds:*", "arn:aws:rds:us-east-1:111122223333:db:rec*", "arn:aws:rds:us-east-1:*:db:records"]
	missing := ["arn:aws:rds:*:*:cluster:*", "arn:aws:rds:us-west-2:*:db:*", "arn:aws:dynamodb:*:*:table/*", "arn:aws:rds:*:*:db:other*"]
	every pattern in covering {
		level({}, {"stores": [pattern]}) == 2
	}
	every pattern in missing {
		level({}, {"stores": [pattern]}) == 0
	}
}

test_names_that_cannot_be_known if {
	volume := {"type": "aws_ebs_volume", "arn_resource": "ec2:volume/*"}
	level(volume, {"stores": ["arn:aws:ec2:*:*:volume/*"]}) == 2
	level(volume, {"stores": ["arn:aws:ec2:*:*:volume/vol-0123"]}) == 1
	level(volume, {"stores": ["arn:aws:ec2:*:*:instance/*"]}) == 0
	level_unknown("arn_resource", {}, {"stores": ["arn:aws:rds:*:*:db:*"]}) == 1
	level_unknown("arn_resource", {}, {"tags_any": [{"key": "a", "value": "b"}]}) == 0
}

test_buckets_have_no_region if {
	bucket := {"type": "aws_s3_bucket", "arn_resource": "s3:clinic-records"}
	level(bucket, {"stores": ["arn:aws:s3:::clinic-*"]}) == 2
	level(bucket, {"stores": ["arn:aws:s3:::*"]}) == 2
	level(bucket, {"stores": ["arn:aws:s3:::other"]}) == 0
}

test_volumes_go_with_their_instance if {
	volume := {"type": "aws_ebs_volume", "arn_resource": "ec2:volume/*", "parent": "aws_instance.a", "tags": null}
	level(volume, {"stores": ["arn:aws:ec2:*:*:instance/*"]}) == 2
	level(volume, {"tags_any": [daily]}) == 1
	level(volume, {"stores": ["arn:aws:ec2:*:*:instance/*"], "conditions": tag_is("equals", "daily")}) == 1
}

# Whatever reaches the instance, by its tags too, reaches its disks.
test_disks_go_with_a_known_instance if {
	disk := {"parent": "i", "arn_resource": "ec2:volume/*", "tags": {"snapshot": "hourly"}}
	with_machine(disk, {"tags_any": [daily]}) == 2
	with_machine(disk, {"tags_any": [{"key": "snapshot", "value": "hourly"}]}) == 2
	with_machine(disk, {"stores": ["arn:aws:ec2:*:*:instance/*"], "conditions": tag_is("equals", "daily")}) == 2
	with_machine(disk, {"tags_any": [{"key": "backup", "value": "weekly"}]}) == 0
	with_machine({"parent": "other"}, {"tags_any": [{"key": "snapshot", "value": "hourly"}]}) == 0
}

with_machine(store, selection) := found if found := the_coverage with input as {
	"store": [object.union(base_store, store)],
	"selection": [object.union(base_selection, selection)],
	"protection": [],
	"schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}],
	"facts": {"p": {"id": "p"}, "i": object.union(base_store, {"id": "i", "type": "aws_instance", "arn_resource": "ec2:instance/*"})},
}
