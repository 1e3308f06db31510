# METADATA
# scope: package
# title: Databases, file systems and replication have no public endpoint
# description: A database that the internet can reach is one guessed password or one new flaw away from its records being taken.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: high
#   tier: obligation
#   about: [store, transfer]
#   reads: [firewall.open, firewall.open_web, firewalls, kind, parent, public, service]
#   weighs: [firewalls]
#   remedy:
#     any: Reach the store over a private network alone.
#     aws: |
#       publicly_accessible = false
#     azure: |
#       public_network_access_enabled = false
#     google: |
#       ip_configuration {
#         ipv4_enabled    = false
#         private_network = google_compute_network.clinic.id
#       }
#     google_alloydb_instance: |
#       network_config {
#         enable_public_ip = false
#       }
package rules.tenant_isolation.private_endpoint_only

import data.lib

fail contains exposure(store) if {
	some store in input.store
	store.public == true
	store.kind in {"database", "file", "block", "table", "warehouse", "cache", "search", "queue"}
}

# The firewall that lets everyone through is the other end of the same defect.
exposure(store) := lib.related(lib.at(store, "public", text), open) if {
	open := lib.open_firewalls(store)
	count(open) > 0
	text := sprintf("%s, and %s lets the whole internet through", [message(store), concat(", ", {input.facts[id].address | some id in open})])
} else := lib.severity(lib.at(store, "public", text), "medium") if {
	lib.behind_firewalls(store)
	text := sprintf("%s, though its security groups let only some through", [message(store)])
} else := lib.at(store, "public", message(store))

fail contains lib.at(transfer, "public", "has a public endpoint") if {
	some transfer in input.transfer
	transfer.public == true
}

# Whoever reads this may look in vain for the line that opens it.
message(store) := "has a public endpoint, as the provider gives one by default" if {
	given(store)
} else := "has a public endpoint, since it is in no private network" if {
	store.kind == "search"
} else := "has a public endpoint"

given(store) if store.cloud == "azure"

given(store) if store.service == "cloud-sql"

pass contains store.id if {
	some store in input.store
	store.public == false
}

# What has no such setting, and object stores, which rules of their own judge.
skip contains store.id if {
	some store in input.store
	store.public == null
}

skip contains store.id if {
	some store in input.store
	store.kind == "object"
}

pass contains transfer.id if {
	some transfer in input.transfer
	transfer.public == false
}

skip contains transfer.id if {
	some transfer in input.transfer
	transfer.public == null
}
