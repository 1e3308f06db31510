package lib_test

import data.lib

test_at if {
	lib.at({"id": "store/a", "key": null}, "key", "has no key") == {
		"id": "store/a",
		"field": "key",
		"message": "has no key",
	}
}

test_related_and_severity if {
	element := lib.severity(lib.related(lib.at({"id": "store/a"}, "", "x"), ["key/a"]), "low")
	element == {"id": "store/a", "field": "", "message": "x", "related": ["key/a"], "severity": "low"}
}
