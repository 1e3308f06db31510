package rules.encryption_in_transit.state_over_tls_test

import data.rules.encryption_in_transit.state_over_tls as rule

test_plain if {
	found := rule.fail with input.state as [{"id": "s", "name": "http", "tls": false, "unknown": []}]
	found == {{"id": "s", "field": "tls", "message": "sends the state to the backend http without TLS"}}
}

test_tls if count(rule.fail) == 0 with input.state as [{"id": "s", "name": "s3", "tls": true, "unknown": []}]

test_sent_nowhere if count(rule.fail) == 0 with input.state as [{"id": "s", "name": "local", "tls": null, "unknown": []}]

test_unknown if count(rule.fail) == 0 with input.state as [{"id": "s", "name": "http", "unknown": ["tls"]}]
