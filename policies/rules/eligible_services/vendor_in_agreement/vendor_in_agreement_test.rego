package rules.eligible_services.vendor_in_agreement_test

import data.rules.eligible_services.vendor_in_agreement as rule

bucket(id, fields) := object.union(
	{
		"id": id, "cloud": "wasabi", "vendor": "Wasabi", "eligible": "agreement", "holds": "stores", "consumer": false, "unknown": [],
	},
	fields,
)

estate(services, agreement) := {
	"service": services, "vendor": [],
	"agreement": [object.union({"id": "a", "clouds": [], "subcontractors": []}, agreement)],
}

test_one_finding_a_vendor if {
	found := rule.fail with input as estate([bucket("a", {"holds": "transits"}), bucket("b", {}), bucket("c", {})], {"clouds": ["aws"]})
	found == {{
		"id": "b", "field": "vendor", "severity": "high", "related": {"a", "c"},
		"message": "keeps data at Wasabi: there is no agreement with Wasabi in baa.yaml",
	}}
}

test_what_passes_through if {
	found := rule.fail with input as estate([bucket("a", {"holds": "transits"})], {})
	{[element.severity, element.message] | some element in found} == {["medium", "sends data through Wasabi: there is no agreement with Wasabi in baa.yaml"]}
}

test_listed if {
	count(rule.fail | rule.open) == 0 with input as estate([bucket("a", {})], {"clouds": ["wasabi"]})
	count(rule.fail | rule.open) == 0 with input as estate([bucket("a", {})], {"subcontractors": ["wasabi"]})
}

no_file(services) := {"service": services, "vendor": [], "agreement": [{"id": "a", "unknown": ["clouds", "subcontractors"]}]}

test_no_file if {
	count(rule.fail) == 0 with input as no_file([bucket("a", {})])
	found := rule.open with input as no_file([bucket("a", {})])
	{element.message | some element in found} == {"keeps data at Wasabi, and no file says whether there is an agreement with Wasabi"}
}

test_consumer_store if {
	drive := bucket("a", {"cloud": "dropbox", "vendor": "Dropbox", "consumer": true})
	every input_ in [no_file([drive]), estate([drive], {"clouds": ["aws"]})] {
		found := rule.fail with input as input_
		{object.get(element, "severity", "critical") | some element in found} == {"critical"}
	}
	count(rule.fail | rule.open) == 0 with input as estate([drive], {"clouds": ["dropbox"]})
}

test_skipped if {
	rule.skip == {"a", "c"} with input as estate([bucket("a", {"eligible": "yes", "cloud": "aws"}), bucket("b", {}), bucket("c", {})], {})
	unsigned := object.union(estate([bucket("a", {})], {"clouds": ["wasabi"]}), {"vendor": [{"id": "v", "cloud": "wasabi", "signed": "none"}]})
	rule.skip == {"a"} with input as unsigned
}
