# METADATA
# scope: package
# title: Records go to services that the agreement names
# description: A vendor's list says what may be covered; the agreement that was signed says what is.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.504#p-164.504(e)
#   description: 45 CFR 164.504(e)
# - ref: agreement:services
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: service
#   reads: [holds, service, vendor]
#   needs: services
#   remedy:
#     any: Have the service added to the agreement, or move the records to one that it covers. Write it into services as the vendor's list calls it.
package rules.eligible_services.service_in_agreement

import data.lib

fail contains lib.at(resource, "service", message) if {
	some resource in input.service
	resource.holds == "stores"
	not alike[resource.id]
	message := sprintf("keeps data in %s, which the agreement with %s does not cover (%s)", [resource.service, resource.vendor, covered(resource)])
}

# What only passes through may never be a record.
fail contains lib.severity(lib.at(resource, "service", message), "medium") if {
	some resource in input.service
	resource.holds == "transits"
	not alike[resource.id]
	message := sprintf("sends data through %s, which the agreement with %s does not cover (%s)", [resource.service, resource.vendor, covered(resource)])
}

# An abbreviation may mean it: EBS, S3.
open contains lib.at(resource, "service", message) if {
	some resource in input.service
	some name in alike[resource.id]
	not resource.id in named
	message := sprintf("uses %s; the agreement names %s: is that the same service?", [resource.service, name])
}

named contains resource.id if {
	some resource in input.service
	some name in input.terms.services[resource.cloud]
	lower(name) == lower(resource.service)
}

alike[resource.id] contains name if {
	some resource in input.service
	some name in input.terms.services[resource.cloud]
	contains(lower(resource.service), lower(name))
}

alike[resource.id] contains name if {
	some resource in input.service
	some name in input.terms.services[resource.cloud]
	contains(lower(name), lower(resource.service))
}

covered(resource) := concat(", ", input.terms.services[resource.cloud])

skip contains resource.id if {
	some resource in input.service
	not input.terms.services[resource.cloud]
}

# What the agreement has added since is covered, as eligible-service says.
skip contains resource.id if {
	some resource in input.service
	lib.service_change(resource.cloud, resource.service).covered == true
}
