# METADATA
# scope: package
# title: Subcontractors are named and bound
# description: Whoever further down can reach the records and is bound by nothing may do with them as it likes.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(b)(2)
#   description: 45 CFR 164.308(b)(2)
# - ref: https://www.ecfr.gov/current/title-45/section-164.314#p-164.314(a)(2)(iii)
#   description: 45 CFR 164.314(a)(2)(iii)
# - ref: https://www.ecfr.gov/current/title-45/section-164.504#p-164.504(e)(2)(ii)(D)
#   description: 45 CFR 164.504(e)(2)(ii)(D)
# custom:
#   severity: high
#   tier: obligation
#   about: [agreement, vendor, subcontractor]
#   reads: [expires, signed, subcontractors, vendors]
#   remedy:
#     any: Ask the vendor which subcontractors can reach the records, and list each with the dates of its own agreement; none where there are none.
package rules.subcontractors.subcontractors_bound

import data.lib

fail contains lib.at(party, "signed", "is not signed") if {
	some party in input.subcontractor
	party.signed == "none"
}

fail contains lib.at(party, "signed", message) if {
	some party in input.subcontractor
	lib.to_come(party.signed)
	message := sprintf("is signed only on %s", [party.signed])
}

fail contains lib.at(party, "expires", message) if {
	some party in input.subcontractor
	lib.past(party.expires)
	message := sprintf("expired on %s", [party.expires])
}

open contains lib.at(party, "signed", message) if {
	some party in input.subcontractor
	asked := array.concat(["when it was signed" | party.signed == null], ["when it expires" | party.expires == null])
	count(asked) > 0
	message := sprintf("does not say %s", [concat(" nor ", asked)])
}

open contains lib.at(vendor, "subcontractors", "does not say which subcontractors can reach records") if {
	some vendor in input.vendor
	vendor.subcontractors == null
}

skip contains agreement.id if {
	some agreement in input.agreement
	is_array(agreement.vendors)
}
