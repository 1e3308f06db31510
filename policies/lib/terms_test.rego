package lib_test

import data.lib

test_demands if {
	stated := {"terms": {"stated": ["min_tls"]}}
	lib.asks_for("min_tls") == "the agreement asks for" with input as stated
	lib.allows("min_tls") == "the agreement allows" with input as stated
	lib.asks_for("rpo_hours") == "the default terms ask for" with input as stated
	lib.allows("rpo_hours") == "the default terms allow" with input as stated
}

test_no_agreement if {
	lib.asks_for("min_tls") == "the default terms ask for" with input as {"terms": {"stated": []}}
	lib.allows("min_tls") == "the default terms allow" with input as {}
}
