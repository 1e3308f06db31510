package lib_test

import data.lib

places_input := {
	"terms": {"regions": ["US", "Canada Central", "europe-west4", "europe-west1"]},
	"regions": {
		"aws": {
			"us-east-1": {"country": "US", "countries": ["US"], "complete": true},
			"eu-west-1": {"country": "IE", "countries": ["IE"], "complete": true},
			"secret-1": {"countries": [], "complete": false},
		},
		"azure": {
			"eastus": {"country": "US", "countries": ["US"], "complete": true},
			"canadacentral": {"country": "CA", "countries": ["CA"], "complete": true},
			"canadaeast": {"country": "CA", "countries": ["CA"], "complete": true},
		},
		"google": {
			"us": {"country": "US", "countries": ["US"], "complete": true},
			"eur4x": {"countries": ["NL", "BE"], "complete": true, "members": ["europe-west4", "europe-west1"]},
			"eu": {"countries": ["NL", "BE", "DE"], "complete": true},
			"asia": {"countries": ["JP"], "complete": false},
			"us-central1": {"country": "US", "countries": ["US"], "complete": true},
		},
		"groups": {"EU": ["NL", "BE", "DE", "IE"]},
	},
}

test_country if {
	lib.country("us-east-1", "aws") == "US" with input as places_input
	lib.country("East US", "azure") == "US" with input as places_input
	lib.country("us-central1-a", "google") == "US" with input as places_input
	lib.country("us-east-1a", "aws") == "US" with input as places_input
	lib.country("US", "google") == "US" with input as places_input
	not lib.country("eu", "google") with input as places_input
	not lib.country("mars-1", "aws") with input as places_input
}

test_permitted_by_country if {
	lib.permitted("us-east-1", "aws") with input as places_input
	lib.permitted("East US", "azure") with input as places_input
	lib.permitted("US", "google") with input as places_input
	not lib.outside("us-east-1", "aws") with input as places_input
}

test_permitted_by_name if {
	lib.permitted("canadacentral", "azure") with input as places_input
	lib.permitted("Canada Central", "azure") with input as places_input
	lib.outside("canadaeast", "azure") with input as places_input
}

test_permitted_by_group if {
	every place in [["eu-west-1", "aws"], ["eu", "google"]] {
		lib.permitted(place[0], place[1]) with input as object.union(places_input, {"terms": {"regions": ["eu"]}})
		lib.outside(place[0], place[1]) with input as places_input
	}
}

test_several_countries_must_all_be_agreed if {
	regions := ["nl", "BE"]
	lib.permitted("eur4x", "google") with input as object.union(places_input, {"terms": {"regions": regions}})
	lib.outside("eu", "google") with input as object.union(places_input, {"terms": {"regions": regions}})
	lib.outside("asia", "google") with input as object.union(places_input, {"terms": {"regions": ["JP"]}})
}

test_permitted_by_members if lib.permitted("EUR4x", "google") with input as places_input

test_region_without_published_country if {
	lib.outside("secret-1", "aws") with input as places_input
	lib.permitted("secret-1", "aws") with input as object.union(places_input, {"terms": {"regions": ["secret-1"]}})
}

test_unknown_region_is_neither if {
	not lib.permitted("mars-1", "aws") with input as places_input
	not lib.outside("mars-1", "aws") with input as places_input
	lib.unplaced("mars-1", "aws") with input as places_input
	not lib.unplaced("us-east-1", "aws") with input as places_input
	not lib.outside(null, "aws") with input as places_input
	not lib.unplaced(null, "aws") with input as places_input
}

test_an_agreement_may_name_a_region_nobody_knows if {
	agreed := object.union(places_input, {"terms": {"regions": ["mars-1"]}})
	lib.permitted("mars-1", "aws") with input as agreed
	not lib.unplaced("mars-1", "aws") with input as agreed
}

test_texts if {
	lib.region_text("eu-west-1", "aws") == "eu-west-1 (IE)" with input as places_input
	lib.region_text("mars-1", "aws") == "mars-1" with input as places_input
	lib.permitted_places("aws") == "US, Canada Central, europe-west4, europe-west1" with input as places_input
}

test_vendors_may_have_places_of_their_own if {
	own := object.union(places_input, {"terms": {"vendor_regions": {"google": ["EU"]}}})
	lib.permitted("eu", "google") with input as own
	lib.outside("us-central1", "google") with input as own
	lib.permitted("us-east-1", "aws") with input as own
	lib.outside("eu-west-1", "aws") with input as own
	lib.permitted_places("google") == "EU" with input as own
}

test_region_of if {
	facts := {"server": {"region": "eastus"}, "nowhere": {"region": null}}
	lib.region_of({"region": "westus", "parent": "server"}) == "westus" with input.facts as facts
	lib.region_of({"region": null, "parent": "server"}) == "eastus" with input.facts as facts
	lib.region_of({"parent": "server", "unknown": ["region"]}) == "eastus" with input.facts as facts
	not lib.region_of({"region": null, "parent": "nowhere"}) with input.facts as facts
}

test_two_regions_of_choice if {
	lib.permitted("us-central1+europe-west4", "google") with input as places_input
	lib.outside("us-central1+asia", "google") with input as places_input
	lib.outside("asia+mars-1", "google") with input as places_input
	lib.unplaced("us-central1+mars-1", "google") with input as places_input
	not lib.permitted("us-central1+mars-1", "google") with input as places_input
}

test_key_place if {
	facts := {"key": {"ring": "ring"}, "ring": {"region": "us"}}
	lib.key_place({"key": "key", "key_region": null}) == "us" with input.facts as facts
	lib.key_place({"key": "key", "key_region": "us-east1"}) == "us-east1" with input.facts as facts
	not lib.key_place({"key": "elsewhere", "key_region": null}) with input.facts as facts
}

test_vendor_on_a_cloud if {
	on_clouds := {"aws": {"us-east-1": {"country": "US"}}, "google": {}, "hosts": {"mongodb-atlas": ["aws", "google"]}}
	lib.country("us-east-1", "mongodb-atlas") == "US" with input.regions as on_clouds
	not lib.country("us-east-1", "wasabi") with input.regions as on_clouds
}

test_texts_where_something_is_wrong if {
	lib.outside_text("eu-west-1", "aws") == "eu-west-1 (IE), outside the permitted places (US, Canada Central, europe-west4, europe-west1)" with input as places_input
	not lib.outside_text("us-east-1", "aws") with input as places_input
	not lib.outside_text("mars-1", "aws") with input as places_input
	lib.unplaced_text("mars-1", "aws") == "mars-1, of which it is not known where it lies" with input as places_input
	lib.unplaced_text("", "aws") == "a region whose name is empty" with input as places_input
	not lib.unplaced_text("eu-west-1", "aws") with input as places_input
}
