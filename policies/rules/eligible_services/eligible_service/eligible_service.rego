# METADATA
# scope: package
# title: Records go to covered services only
# description: For a service outside the provider's business associate agreement nobody has promised to protect the records in it.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.502#p-164.502(e)
#   description: 45 CFR 164.502(e)
# - ref: https://www.ecfr.gov/current/title-45/section-164.504#p-164.504(e)
#   description: 45 CFR 164.504(e)
# custom:
#   severity: high
#   tier: obligation
#   about: service
#   reads: [eligible, holds, note, service]
#   weighs: [note]
#   remedy:
#     any: Move the records to a service on the provider's HIPAA-eligible list. Where the resource never holds or carries records, waive the finding and say so.
package rules.eligible_services.eligible_service

import data.lib

fail contains lib.at(resource, "eligible", message) if {
	some resource in input.service
	resource.eligible == "no"
	resource.holds == "stores"
	is_null(changed(resource))
	message := because(resource, sprintf("keeps data in %s, which is not among the services that the provider's BAA covers", [resource.service]))
}

# What only passes through may never be a record.
fail contains lib.severity(lib.at(resource, "eligible", message), "medium") if {
	some resource in input.service
	resource.eligible == "no"
	resource.holds == "transits"
	is_null(changed(resource))
	message := because(resource, sprintf("sends data through %s, which is not among the services that the provider's BAA covers", [resource.service]))
}

fail contains lib.at(resource, "eligible", message) if {
	some resource in input.service
	keeps(resource)
	change := changed(resource)
	change.covered == false
	message := sprintf("keeps data in %s, which the agreement has not covered since %s: %s", [name(resource), change.date, change.reason])
}

fail contains lib.severity(lib.at(resource, "eligible", message), "medium") if {
	some resource in input.service
	resource.holds == "transits"
	change := changed(resource)
	change.covered == false
	message := sprintf("sends data through %s, which the agreement has not covered since %s: %s", [name(resource), change.date, change.reason])
}

pass contains lib.at(resource, "eligible", message) if {
	some resource in input.service
	change := changed(resource)
	change.covered == true
	message := sprintf("uses %s, which the agreement has covered since %s: %s", [name(resource), change.date, change.reason])
}

open contains lib.at(resource, "eligible", message) if {
	some resource in input.service
	resource.eligible == "conditional"
	is_null(changed(resource))
	message := because(resource, sprintf("uses %s, which the provider's BAA covers under conditions that Terraform does not show", [resource.service]))
}

open contains lib.at(resource, "eligible", message) if {
	some resource in input.service
	resource.eligible == "unlisted"
	is_null(changed(resource))
	message := "is of a type that baalint's list of services does not name: whether the provider's BAA covers it cannot be told"
}

# With vendors that have no such list the agreement decides: eligible-services/vendor-in-agreement judges it.
skip contains resource.id if {
	some resource in input.service
	resource.eligible == "agreement"
	is_null(changed(resource))
}

# Nobody knows whose the endpoint is, which is asked there, too.
skip contains resource.id if {
	some resource in input.service
	resource.cloud == ""
}

keeps(resource) if resource.holds == "stores"

# What a type holds that no list names is not known: the agreement named it because it matters.
keeps(resource) if resource.eligible == "unlisted"

# changed is what the agreement itself has said of the service so far, null if nothing.
changed(resource) := change if change := lib.service_change(resource.cloud, name(resource))

else := null

# A type that no list names has no service; an agreement may name the type.
name(resource) := resource.service if is_string(resource.service)

else := resource.type

# The note is unknown where a condition is, and whether the service is covered is settled all the same.
because(resource, claim) := sprintf("%s: %s", [claim, trim_suffix(resource.note, ".")]) if is_string(resource.note)

else := claim
