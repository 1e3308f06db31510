package rules.backup_frequency.service_opted_in_test

import data.rules.backup_frequency.service_opted_in as rule

store(service, fields) := object.union(
	{
		"id": service, "root": ".", "address": service, "type": "aws_x", "cloud": "aws", "service": service, "arn_resource": "x:y", "parent": null,
		"account": "a", "region": "us-east-1", "tags": null, "unknown": [],
	},
	fields,
)

setting(name, on) := {"id": name, "name": name, "on": on, "account": "a", "region": "us-east-1", "unknown": []}

estate(stores, named, settings) := {
	"store": stores, "setting": settings, "protection": [],
	"selection": [{
		"id": "x", "cloud": "aws", "plan": "p", "account": "a", "region": "us-east-1", "stores": named, "except": [], "tags_any": [], "conditions": [],
		"everything": false, "unknown": [],
	}],
	"schedule": [{"id": "r", "plan": "p", "enabled": true, "unknown": []}],
	"facts": {"p": {"id": "p"}},
}

failed := {element.id | some element in rule.fail}

test_fails_where_a_plan_selects_what_is_off if {
	failed == {"backup-opt-in:EFS"} with input as estate([store("efs", {})], ["*"], [setting("backup-opt-in:EFS", false), setting("backup-opt-in:S3", false)])
	failed == {"backup-opt-in:Storage Gateway"} with input as estate(
		[store("storage-gateway", {})], ["*"],
		[setting("backup-opt-in:Storage Gateway", false)],
	)
}

test_a_store_that_is_named_is_backed_up_all_the_same if {
	failed == set() with input as estate([store("efs", {})], ["efs"], [setting("backup-opt-in:EFS", false)])
	failed == {"backup-opt-in:Aurora"} with input as estate([store("aurora", {})], ["aurora"], [setting("backup-opt-in:Aurora", false)])
}

test_other_regions_have_settings_of_their_own if {
	failed == set() with input as estate([store("efs", {"region": "us-west-2"})], ["*"], [setting("backup-opt-in:EFS", false)])
}

test_skips_other_settings if {
	rule.skip == {"s3-public-access-block"} with input as estate([], [], [setting("s3-public-access-block", false)])
}
