# METADATA
# scope: package
# title: No object store is open to the public
# description: A container of records that anyone can read over the internet is a breach, not a risk of one.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# custom:
#   severity: critical
#   tier: obligation
#   about: store
#   reads: [kind, public, public_blocked]
#   remedy:
#     any: Close the store to the public.
#     azure: |
#       container_access_type = "private"
package rules.access_control.store_not_public

import data.lib

fail contains lib.at(store, "public", "can be read by anyone on the internet") if {
	some store in input.store
	store.kind == "object"
	store.public == true
	not store.id in refusing
}

fail contains lib.severity(lib.at(store, "public", message), "medium") if {
	some store in input.store
	store.kind == "object"
	store.public == true
	store.id in refusing
	message := "marks data for anyone to read, and only its refusal of public access keeps them out"
}

refusing contains store.id if {
	some store in input.store
	store.public_blocked == true
}

pass contains store.id if {
	some store in input.store
	store.public == false
}

# Nothing that is written opens it.
pass contains store.id if {
	some store in input.store
	store.public == null
}

skip contains store.id if {
	some store in input.store
	store.kind in {"database", "file", "block", "table", "warehouse", "cache", "search", "queue"}
}
