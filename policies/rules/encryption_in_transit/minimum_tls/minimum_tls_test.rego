package rules.encryption_in_transit.minimum_tls_test

import data.rules.encryption_in_transit.minimum_tls

found(store, agreed) := elements if {
	judged := object.union({"id": "s", "role": "primary", "unknown": []}, store)
	elements := minimum_tls.fail with input as {"store": [judged], "terms": {"min_tls": agreed}}
}

test_older_than_agreed if found({"min_tls": "1.0"}, "1.2") == {{
	"id": "s", "field": "min_tls",
	"message": "accepts TLS 1.0, older than the 1.2 that the default terms ask for",
}}

test_tls_1_2_is_medium_for_an_agreement_on_1_3 if {
	some element in found({"min_tls": "1.2"}, "1.3")
	element.severity == "medium"
	every older in found({"min_tls": "1.1"}, "1.3") {
		not older.severity
	}
}

test_log_store_is_low if {
	some element in found({"min_tls": "1.0", "role": "log"}, "1.2")
	element.severity == "low"
}

test_no_fault if {
	count(found({"min_tls": "1.2"}, "1.2")) == 0
	count(found({"min_tls": "1.3"}, "1.2")) == 0
	count(found({"min_tls": null}, "1.2")) == 0
	count(found({"min_tls": "newest"}, "1.2")) == 0
	count(found({"unknown": ["min_tls"]}, "1.2")) == 0
}
