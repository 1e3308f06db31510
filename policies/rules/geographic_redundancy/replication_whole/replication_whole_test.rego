package rules.geographic_redundancy.replication_whole_test

import data.rules.geographic_redundancy.replication_whole as rule

stores := {
	"keyed": {"id": "keyed", "address": "aws_s3_bucket.keyed", "key_manager": "customer", "unknown": []},
	"plain": {"id": "plain", "address": "aws_s3_bucket.plain", "key_manager": "provider", "unknown": []},
	"unsure": {"id": "unsure", "address": "aws_s3_bucket.unsure", "unknown": ["key_manager"]},
}

copy(id, from, fields) := object.union({"id": id, "from": from, "takes_keyed": false, "enabled": true, "unknown": []}, fields)

copies := [
	copy("empty", "keyed", {}),
	copy("whole", "keyed", {"takes_keyed": true}),
	copy("plain", "plain", {}),
	copy("unsure", "unsure", {}),
	copy("off", "keyed", {"enabled": false}),
	copy("database", "keyed", {"takes_keyed": null}),
]

test_fails_where_all_objects_are_left_out if {
	{element.id | some element in rule.fail} - rule.skip == {"empty"} with input as {"copy": copies, "facts": stores}
}

test_open_where_the_key_is_not_known if {
	{element.id | some element in rule.open} == {"unsure"} with input as {"copy": copies, "facts": stores}
}

test_skips_what_is_off_and_what_leaves_nothing_out if {
	rule.skip == {"off", "database"} with input as {"copy": copies, "facts": stores}
}
