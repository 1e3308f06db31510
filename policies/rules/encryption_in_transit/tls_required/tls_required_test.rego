package rules.encryption_in_transit.tls_required_test

import data.rules.encryption_in_transit.tls_required

found(store) := elements if {
	judged := object.union({"id": "s", "kind": "database", "role": "primary", "unknown": []}, store)
	elements := tls_required.fail with input as {"store": [judged]}
}

test_database_without_tls if found({"tls_required": false}) == {{
	"id": "s", "field": "tls_required",
	"message": "accepts connections without TLS",
}}

test_object_store_is_medium if found({"kind": "object", "tls_required": false}) == {{
	"id": "s", "field": "tls_required",
	"message": "answers requests without TLS",
	"severity": "medium",
}}

test_file_system_is_medium if {
	some element in found({"kind": "file", "tls_required": false})
	element.severity == "medium"
}

test_log_store_is_low if {
	some element in found({"kind": "object", "role": "log", "tls_required": false})
	element.severity == "low"
}

test_unknown_role_is_no_excuse if {
	unknown := {"store": [{"id": "s", "tls_required": false, "unknown": ["kind", "role"]}]}
	count(found({"kind": "object", "role": null, "tls_required": false})) == 1
	count(tls_required.fail) == 1 with input as unknown
}

test_no_fault if {
	count(found({"tls_required": true})) == 0
	count(found({"tls_required": null})) == 0
	count(found({"unknown": ["tls_required"]})) == 0
}
