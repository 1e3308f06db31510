package rules.eligible_services.eligible_service_test

import data.rules.eligible_services.eligible_service as rule

service(eligible, holds) := {"service": [{
	"id": "s", "service": "Amazon Lightsail", "eligible": eligible, "holds": holds,
	"note": null, "type": "aws_lightsail_database", "unknown": [],
}]}

test_keeps_data if {
	found := rule.fail with input as service("no", "stores")
	found == {{
		"id": "s", "field": "eligible",
		"message": "keeps data in Amazon Lightsail, which is not among the services that the provider's BAA covers",
	}}
}

test_passes_data_on if {
	found := rule.fail with input as service("no", "transits")
	{element.severity | some element in found} == {"medium"}
}

test_conditional_is_open if {
	count(rule.fail) == 0 with input as service("conditional", "stores")
	count(rule.open) == 1 with input as service("conditional", "stores")
}

test_covered if {
	count(rule.fail) == 0 with input as service("yes", "stores")
	count(rule.open) == 0 with input as service("yes", "stores")
}

test_unknown_is_no_fault if {
	count(rule.fail) == 0 with input as {"service": [{"id": "s", "unknown": ["eligible", "holds"]}]}
}

test_says_why if {
	some resource in service("conditional", "stores").service
	found := rule.open with input as {"service": [object.union(resource, {"note": "Only on Sundays."})]}
	{element.message | some element in found} == {"uses Amazon Lightsail, which the provider's BAA covers under conditions that Terraform does not show: Only on Sundays"}
}

test_unlisted_is_open if {
	found := rule.open with input as service("unlisted", null)
	{element.field | some element in found} == {"eligible"}
	count(rule.fail) == 0 with input as service("unlisted", null)
}
