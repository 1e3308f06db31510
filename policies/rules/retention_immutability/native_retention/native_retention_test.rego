package rules.retention_immutability.native_retention_test

import data.rules.retention_immutability.native_retention as rule

store(fields) := object.union(
	{
		"id": "s", "cloud": "aws", "address": "aws_db_instance.s", "type": "aws_db_instance", "role": "primary", "arn_resource": "rds:db:s",
		"backups": true, "kept_days": 7, "parent": null, "account": "a", "region": "us-east-1", "tags": null, "unknown": [],
	},
	fields,
)

of(fields, rest) := object.union_n([
	{"selection": [], "protection": [], "schedule": [], "copy": [], "facts": {}, "terms": {"retention_min_days": 30}},
	rest,
	{"store": [store(fields)]},
])

protected := {"protection": [{"id": "b", "store": "s", "plan": "elsewhere", "unknown": []}]}

test_met if {
	rule.met == {"s"} with input as of({"kept_days": 30}, {})
	rule.met == {"s"} with input as of({}, protected)
	rule.met == {"s"} with input as of({}, {"copy": [{"id": "c", "kind": "recovery-point", "from": "s", "kept_days": 35}]})
}

test_not_met if {
	rule.met == set() with input as of({}, {})
	rule.met == set() with input as of({}, {"copy": [{"id": "c", "kind": "recovery-point", "from": "s", "kept_days": 7}]})
	some element in rule.missing with input as of({}, {})
	element.field == "kept_days"
	element.message == "keeps its automated backups for 7 days, less than the 30 days that the default terms ask for, and no backup plan reaches it"
}

test_open_where_a_plan_may_reach_it if {
	doubtful := {"protection": [{"id": "b", "store": "s", "unknown": ["plan"]}]}
	count(rule.open) == 1 with input as of({}, doubtful)
}

test_skips if {
	every fields in [{"backups": false}, {"backups": null}, {"kept_days": null}, {"role": "replica"}, {"mode": "data"}] {
		rule.skip == {"s"} with input as of(fields, {})
	}
	rule.skip == set() with input as of({}, {})
}
