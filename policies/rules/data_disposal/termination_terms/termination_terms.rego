# METADATA
# scope: package
# title: It is agreed what becomes of records at the end
# description: Without terms for its end the vendor may keep every generation of the records, protected by nobody.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.504#p-164.504(e)(2)(ii)(J)
#   description: 45 CFR 164.504(e)(2)(ii)(J)
# - ref: agreement:termination
#   description: agreement term
# custom:
#   severity: medium
#   tier: obligation
#   about: [agreement, vendor]
#   reads: [disposal, disposal_certificate, disposal_days, vendors]
#   remedy:
#     any: Agree that the vendor returns or destroys all generations of the records, within how many days, and that it certifies the destruction in writing.
package rules.data_disposal.termination_terms

import data.lib

fail contains lib.at(vendor, "disposal", "says nothing of what becomes of records at its end") if {
	some vendor in input.vendor
	vendor.disposal == "none"
}

fail contains lib.at(vendor, "disposal_certificate", "promises no certificate that records are destroyed") if {
	some vendor in input.vendor
	vendor.disposal_certificate == false
	vendor.disposal in {"destroy", "return and destroy"}
}

open contains lib.at(vendor, "disposal", "does not say whether records are returned or destroyed at its end") if {
	some vendor in input.vendor
	vendor.disposal == null
}

open contains lib.at(vendor, "disposal", message) if {
	some vendor in input.vendor
	is_string(vendor.disposal)
	asked := array.concat(
		["within how many days" | vendor.disposal_days == null],
		["whether that is certified" | vendor.disposal_certificate == null],
	)
	count(asked) > 0
	message := sprintf("does not say %s of what becomes of records at its end", [concat(" nor ", asked)])
}

skip contains agreement.id if {
	some agreement in input.agreement
	is_array(agreement.vendors)
}
