package rules.tenant_isolation.closed_network_test

import data.rules.tenant_isolation.closed_network as rule

verdicts(store) := result if {
	result := {
		"fail": {element.message | some element in rule.fail},
		"pass": count(rule.pass),
		"skip": count(rule.skip),
	} with input.store as [object.union({"id": "s", "kind": "object", "role": "primary"}, store)]
}

test_open_to_every_network if {
	verdicts({"private_only": false}).fail == {"answers every network, as the provider does by default"}
	verdicts({"kind": "block", "private_only": false}).fail == {"can be exported from every network, as the provider allows by default"}
}

test_closed if verdicts({"private_only": true}) == {"fail": set(), "pass": 1, "skip": 0}

test_unknown_is_left_open if verdicts({"unknown": ["private_only"]}) == {"fail": set(), "pass": 0, "skip": 0}

test_skips if {
	verdicts({"private_only": null}).skip == 1
	verdicts({"private_only": false, "role": "log"}).skip == 1
	rule.skip == {"k"} with input.key_container as [{"id": "k", "public": null}]
}

test_key_containers if {
	containers := [{"id": "open", "public": true}, {"id": "closed", "public": false}]
	{element.id | some element in rule.fail} == {"open"} with input.key_container as containers
}
