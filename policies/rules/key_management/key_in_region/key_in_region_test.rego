package rules.key_management.key_in_region_test

import data.rules.key_management.key_in_region as rule

holder(fields) := object.union({"id": "h", "cloud": "aws", "region": "us-east-1", "key": "key/k", "unknown": []}, fields)

failures(concept, fact) := found if {
	found := {element.message | some element in rule.fail} with input as object.union(
		{"store": [], "vault": [], "copy": [], "facts": {"key/k": {"region": "us-west-2"}, "key/u": {"unknown": ["region"]}}},
		{concept: [fact]},
	)
}

test_keys_of_the_run if {
	failures("store", holder({})) == {"is encrypted in us-east-1, by a key in us-west-2"}
	count(failures("store", holder({"region": "us-west-2"}))) == 0
	count(failures("vault", holder({}))) == 1
	count(failures("vault", holder({"key": "key/u"}))) == 0
}

test_keys_named_by_arn if {
	count(failures("store", holder({"key": "arn:aws:kms:eu-west-1:111122223333:key/k"}))) == 1
	count(failures("store", holder({"key": "arn:aws:kms:us-east-1:111122223333:key/k"}))) == 0
	count(failures("store", holder({"key": "alias/clinic"}))) == 0
}

test_copies if {
	copy := {"to_region": "eu-west-1", "enabled": true}
	failures("copy", holder(copy)) == {"is made in eu-west-1, by a key in us-west-2"}
	count(failures("copy", holder(object.union(copy, {"to_region": "us-west-2"})))) == 0
	count(failures("copy", holder(object.union(copy, {"enabled": false})))) == 0
}

test_a_copy_that_goes_nobody_knows_where if {
	copy := holder({"enabled": true, "unknown": ["to_region"]})
	count(rule.open) == 1 with input as {"copy": [copy], "facts": {"key/k": {"region": "us-west-2"}}}
}

test_regions_that_are_not_known if {
	keys := {"key/k": {"region": "us-west-2"}, "key/u": {"unknown": ["region"]}}
	placeless := object.remove(holder({"unknown": ["region"]}), ["region"])
	count(rule.open) == 1 with input as {"store": [placeless], "facts": keys}
	count(rule.open) == 1 with input as {"vault": [holder({"key": "key/u"})], "key": [{"id": "key/u", "unknown": ["region"]}], "facts": keys}
	count(rule.open) == 0 with input as {"store": [object.union(placeless, {"key": "key/u"})], "facts": keys}
	maybe := holder({"to_region": "us-east-1", "unknown": ["enabled"]})
	count(rule.open) == 1 with input as {"copy": [maybe], "facts": keys}
	count(rule.open) == 0 with input as {"copy": [object.union(maybe, {"to_region": "us-west-2"})], "facts": keys}
}

test_left_out if {
	skipped := rule.skip with input as {"store": [holder({"cloud": "azure"})], "vault": [object.union(holder({"key": null}), {"id": "v"})], "copy": []}
	skipped == {"h", "v"}
}
