package rules.agreement_currency.vendors_listed_test

import data.rules.agreement_currency.vendors_listed as rule

heads(clouds, services) := found if {
	found := {"fail": rule.fail, "used": rule.used} with input as {
		"agreement": [{"id": "a", "vendors": [], "clouds": clouds, "unknown": []}],
		"service": [{"id": sprintf("s/%s", [cloud]), "cloud": cloud} | some cloud in services],
	}
}

test_vendors_without_an_entry_fail if {
	found := heads(["aws"], ["aws", "azure", "google"]).fail
	{[element.field, element.message, element.related] | some element in found} == {[
		"vendors", "has no entry for Microsoft and Google, whose services the configuration uses", {"s/azure", "s/google"},
	]}
}

test_vendors_with_an_entry_pass if heads(["aws", "google"], ["aws"]).fail == set()

test_vendors_that_nobody_knows_are_not_asked_for if heads([], ["random", ""]).fail == set()

test_no_list_is_not_an_empty_list if {
	rule.fail == set() with input as {"agreement": [{"id": "a", "unknown": ["clouds"]}], "service": [{"id": "s", "cloud": "aws"}]}
}
