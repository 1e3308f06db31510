package rules.tenant_isolation.private_endpoint_only_test

import data.rules.tenant_isolation.private_endpoint_only as rule

verdicts(store) := result if {
	result := {"fail": count(rule.fail), "pass": count(rule.pass), "skip": count(rule.skip)} with input.store as [object.union({"id": "s"}, store)]
}

test_public_databases_fail if verdicts({"kind": "database", "public": true}) == {"fail": 1, "pass": 0, "skip": 0}

test_says_where_it_is_the_default if {
	found := rule.fail with input.store as [{"id": "s", "cloud": "azure", "kind": "database", "public": true}]
	{element.message | some element in found} == {"has a public endpoint, as the provider gives one by default"}
}

test_private_ones_pass if verdicts({"kind": "database", "public": false}) == {"fail": 0, "pass": 1, "skip": 0}

test_unknown_is_left_open if verdicts({"kind": "database", "unknown": ["public"]}) == {"fail": 0, "pass": 0, "skip": 0}

test_skips_buckets_and_what_has_no_endpoint if {
	verdicts({"kind": "object", "public": true}) == {"fail": 0, "pass": 0, "skip": 1}
	verdicts({"kind": "table", "public": null}) == {"fail": 0, "pass": 0, "skip": 1}
}
