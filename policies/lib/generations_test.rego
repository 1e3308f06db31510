package lib_test

import data.lib

generation(plan, stores, fields) := object.union(
	{
		"id": plan, "cloud": "aws", "plan": plan, "account": "provider.aws", "region": "us-east-1", "stores": stores, "except": [], "tags_any": [],
		"conditions": [], "everything": false, "unknown": [],
	},
	fields,
)

kept_store := {
	"id": "s", "cloud": "aws", "address": "aws_db_instance.s", "type": "aws_db_instance", "arn_resource": "rds:db:records", "parent": null,
	"account": "provider.aws", "region": "us-east-1", "tags": {"backup": "weekly"}, "unknown": [],
}

generations(selections) := {
	"store": [kept_store], "protection": [], "selection": selections, "facts": {"s": kept_store},
	"schedule": [
		{"id": "1", "root": ".", "cloud": "aws", "plan": "daily", "enabled": true, "unknown": []},
		{"id": "2", "root": ".", "cloud": "aws", "plan": "weekly", "enabled": true, "unknown": []},
	],
}

tagged_as(value) := {"tags_any": [{"key": "backup", "value": value}]}

alike(selections, spared) if lib.selected_alike("weekly", {"daily"}, spared) with input as generations(selections)

alone(selections, spared) := names if names := lib.left_alone("weekly", {"daily"}, spared) with input as generations(selections)

test_selected_alike if {
	alike([generation("daily", ["s", "t"], {}), generation("weekly", ["s"], {})], set())
	alike([generation("daily", [], tagged_as("x")), generation("weekly", [], tagged_as("x"))], set())
	alike([generation("daily", [], {"everything": true}), generation("weekly", [], tagged_as("x"))], set())
	alike([generation("daily", ["t"], {}), generation("weekly", ["s"], {})], {"s"})
}

test_not_selected_alike if {
	not alike([generation("daily", ["t"], {}), generation("weekly", ["s"], {})], set())
	not alike([generation("daily", ["s"], {"except": ["u"]}), generation("weekly", ["s"], {})], set())
	not alike([generation("daily", [], tagged_as("x")), generation("weekly", [], object.union(tagged_as("x"), {"region": "us-west-2"}))], set())
	not alike([generation("daily", ["s"], {}), generation("weekly", ["s"], {"unknown": ["stores"]})], set())
	not alike([generation("daily", ["s"], {})], set())
}

test_left_alone if {
	alone([generation("daily", [], tagged_as("daily")), generation("weekly", [], tagged_as("weekly"))], set()) == {"aws_db_instance.s"}
	alone([generation("daily", [], tagged_as("daily")), generation("weekly", [], tagged_as("weekly"))], {"s"}) == set()
	alone([generation("daily", ["arn:a"], {}), generation("weekly", ["arn:a", "arn:b"], {})], set()) == {"arn:b"}
	alone([generation("daily", [], tagged_as("x")), generation("weekly", ["arn:b"], {})], set()) == set()
	alone([generation("daily", ["arn:*"], {}), generation("weekly", ["arn:b"], {})], set()) == set()
}

test_left_alone_by_protections if {
	lib.left_alone("weekly", {"daily"}, set()) == {"aws_db_instance.s"} with input as object.union(generations([]), {"protection": [{"store": "s", "plan": "weekly", "unknown": []}]})
	lib.left_alone("weekly", {"daily"}, set()) == set() with input as object.union(generations([]), {"protection": [
		{"store": "s", "plan": "weekly", "unknown": []},
		{"store": "s", "plan": "daily", "unknown": []},
	]})
}
