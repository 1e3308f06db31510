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

changes(covered, date) := {
	"terms": {"service_changes": {"aws": [{
		"service": "amazon lightsail", "covered": covered, "reason": "amendment 2", "date": date,
	}]}},
	"today": "2026-11-01",
}

with_changes(eligible, holds, covered, date) := object.union(
	{"service": [object.union(resource, {"cloud": "aws"}) | some resource in service(eligible, holds).service]},
	changes(covered, date),
)

test_added if {
	changed := with_changes("no", "stores", true, "2026-10-01")
	count(rule.fail) == 0 with input as changed
	count(rule.pass) == 1 with input as changed
}

test_added_later if {
	changed := with_changes("no", "stores", true, "2026-12-01")
	count(rule.fail) == 1 with input as changed
	count(rule.pass) == 0 with input as changed
}

test_withdrawn if {
	found := rule.fail with input as with_changes("yes", "stores", false, "2026-10-01")
	{element.message | some element in found} == {"keeps data in Amazon Lightsail, which the agreement has not covered since 2026-10-01: amendment 2"}
}

test_withdrawn_for_what_passes_through if {
	found := rule.fail with input as with_changes("conditional", "transits", false, "2026-10-01")
	{element.severity | some element in found} == {"medium"}
	count(rule.open) == 0 with input as with_changes("conditional", "transits", false, "2026-10-01")
}
