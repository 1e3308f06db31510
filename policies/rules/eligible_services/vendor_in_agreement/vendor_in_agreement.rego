# METADATA
# scope: package
# title: Vendors beside the clouds are in the agreement
# description: A vendor that holds records without a business associate agreement may not hold them at all, and most services to single persons are never sold with one.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# - ref: https://www.ecfr.gov/current/title-45/section-164.502#p-164.502(e)
#   description: 45 CFR 164.502(e)
# custom:
#   severity: critical
#   tier: obligation
#   about: service
#   reads: [agreement.clouds, agreement.subcontractors, consumer, eligible, holds, vendor, vendor.signed]
#   remedy:
#     any: Sign a business associate agreement with the vendor and add an entry for it to vendors in baa.yaml, or move the records to a vendor that has one.
package rules.eligible_services.vendor_in_agreement

import data.lib

# One verdict a vendor, at one of its places: the agreement is with the vendor.
fail contains lib.related(element(resource), others(resource)) if {
	some resource in input.service
	resource.id in speaking
	stated
	not resource.cloud in named
}

# Without a file nobody has said that there is an agreement, and for these there is none unless somebody does.
fail contains lib.related(element(resource), others(resource)) if {
	some resource in input.service
	resource.id in speaking
	resource.consumer == true
	not resource.cloud in named
}

open contains lib.related(lib.at(resource, "vendor", message), others(resource)) if {
	some resource in input.service
	resource.id in speaking
	resource.consumer == false
	not stated
	message := sprintf("%s %s, and no file says whether there is an agreement with %s", [keeps(resource), resource.vendor, resource.vendor])
}

element(resource) := lib.at(resource, "vendor", message(resource)) if {
	resource.consumer == true
} else := lib.severity(lib.at(resource, "vendor", message(resource)), "high") if {
	resource.holds == "stores"
} else := lib.severity(lib.at(resource, "vendor", message(resource)), "medium")

message(resource) := sprintf("%s %s: there is no agreement with %s in baa.yaml", [keeps(resource), resource.vendor, resource.vendor])

open contains lib.at(resource, "vendor", message) if {
	some resource in input.service
	resource.cloud == ""
	message := sprintf("%s an endpoint of which it is not known whose it is", [keeps(resource)])
}

keeps(resource) := "keeps data at" if {
	resource.holds == "stores"
} else := "sends data through"

# speaking are the places that stand for all of a vendor: one that keeps data, if any does.
speaking contains min(ids) if some ids in storing

speaking contains min(ids) if {
	some cloud, ids in used
	not storing[cloud]
}

used[resource.cloud] contains resource.id if {
	some resource in input.service
	resource.eligible == "agreement"
}

storing[resource.cloud] contains resource.id if {
	some resource in input.service
	resource.eligible == "agreement"
	resource.holds == "stores"
}

others(resource) := used[resource.cloud] - {resource.id}

stated if {
	some agreement in input.agreement
	is_array(agreement.clouds)
}

# Who holds records as the subcontractor of a vendor is bound by that vendor.
named contains cloud if {
	some agreement in input.agreement
	some cloud in agreement.clouds
}

named contains cloud if {
	some agreement in input.agreement
	some cloud in agreement.subcontractors
}

# The clouds have lists of covered services: eligible-services/eligible-service and agreement-currency/vendors-listed judge them.
skip contains resource.id if {
	some resource in input.service
	lib.vendor_names[resource.cloud]
}

skip contains resource.id if {
	some resource in input.service
	resource.eligible == "agreement"
	not resource.id in speaking
}

# Whether the entry is signed is judged there, by agreement-currency/agreement-signed.
skip contains resource.id if {
	some resource in input.service
	resource.cloud in unsigned
}

unsigned contains vendor.cloud if {
	some vendor in input.vendor
	vendor.signed in {"none", null}
}
