# METADATA
# scope: package
# title: Every vendor in use is in the agreement
# description: A vendor that holds records without an agreement may not hold them at all; one that nobody has listed is one that nobody has asked.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(1)
#   description: 45 CFR 164.308(b)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(3)
#   description: 45 CFR 164.308(b)(3)
# custom:
#   severity: high
#   tier: obligation
#   about: agreement
#   reads: [clouds]
#   remedy:
#     any: Sign a business associate agreement with the vendor, and add an entry for it to vendors in baa.yaml; baalint init writes one to fill in.
package rules.agreement_currency.vendors_listed

import data.lib

fail contains lib.related(lib.at(agreement, "vendors", message), {used[cloud] | some cloud in absent}) if {
	some agreement in input.agreement
	is_array(agreement.clouds)
	absent := object.keys(used) - {cloud | some cloud in agreement.clouds}
	count(absent) > 0
	names := [lib.vendor_names[cloud] | some cloud in sort(absent)]
	message := sprintf("has no entry for %s, whose services the configuration uses", [concat(" and ", names)])
}

# used has, for each of the clouds, a resource that may hold or carry records.
used := {cloud: min(ids) |
	some cloud, _ in lib.vendor_names
	ids := {resource.id |
		some resource in input.service
		resource.cloud == cloud
	}
	count(ids) > 0
}
