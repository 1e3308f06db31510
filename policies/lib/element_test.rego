package lib_test

import data.lib

test_at if {
	lib.at({"id": "store/a", "key": null}, "key", "has no key") == {
		"id": "store/a",
		"field": "key",
		"message": "has no key",
	}
}

test_on if {
	element := lib.on(lib.at({"id": "store/a"}, "", "x"), {"id": "firewall/b"}, "rules", 2)
	element == {"id": "store/a", "field": "", "message": "x", "on": {"id": "firewall/b", "field": "rules", "element": 2}}
}

test_related_and_severity if {
	element := lib.severity(lib.related(lib.at({"id": "store/a"}, "", "x"), ["key/a"]), "low")
	element == {"id": "store/a", "field": "", "message": "x", "related": ["key/a"], "severity": "low"}
}
