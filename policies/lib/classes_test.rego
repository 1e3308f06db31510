package lib_test

import data.lib

classed := {"classes": [
	{"name": "imaging", "tag_key": "class", "tag_value": "imaging", "rpo_hours": 4, "retention_min_days": null},
	{"name": "legal", "tag_key": "hold", "tag_value": "yes", "rpo_hours": 12, "retention_min_days": 2190},
]}

test_the_strictest_class_counts if {
	store := {"tags": {"class": "imaging", "hold": "yes"}, "unknown": []}
	lib.class_rpo(store) == 4 with input.terms as classed
	lib.class_retention(store) == 2190 with input.terms as classed
}

test_stores_without_a_class if {
	every tags in [null, {}, {"class": "notes"}] {
		not lib.class_rpo({"tags": tags, "unknown": []}) with input.terms as classed
		not lib.class_retention({"tags": tags, "unknown": []}) with input.terms as classed
	}
	not lib.class_retention({"tags": {"class": "imaging"}, "unknown": []}) with input.terms as classed
}

test_unknown_tags_may_hide_a_class if {
	lib.perhaps_classed({"unknown": ["tags"]}, "retention_min_days") with input.terms as classed
	not lib.perhaps_classed({"tags": {"hold": "no"}, "unknown": ["tags"]}, "retention_min_days") with input.terms as classed
	not lib.perhaps_classed({"tags": {}, "unknown": []}, "rpo_hours") with input.terms as classed
	lib.perhaps_classed({"tags": {"name": "x"}, "unknown": ["tags.hold"]}, "retention_min_days") with input.terms as classed
	not lib.perhaps_classed({"tags": {"hold": "no"}, "unknown": ["tags.name"]}, "retention_min_days") with input.terms as classed
}

test_plans_that_reach_a_store if {
	lib.plans_reaching({"id": "s", "parent": null, "tags": null, "account": "a", "region": "r", "cloud": "azure", "unknown": []}) == {["p", 2]} with input as {
		"protection": [{"store": "s", "plan": "p", "unknown": []}], "selection": [],
		"schedule": [{"plan": "p", "enabled": true, "unknown": []}], "facts": {"p": {}},
	}
}
