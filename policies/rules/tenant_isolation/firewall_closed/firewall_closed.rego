# METADATA
# scope: package
# title: No firewall lets the whole internet through to a store
# description: What has no public address today may be given one tomorrow, and then nothing else stands before the records.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# custom:
#   severity: medium
#   tier: hardening
#   about: store
#   reads: [firewall.open, firewall.open_web, firewall.rules, firewalls, kind, network.firewalls, network.within, networks, parent, public]
#   remedy:
#     any: Let through the networks or security groups of those that use the store.
#     aws: |
#       # in place of the rule for 0.0.0.0/0 or ::/0
#       resource "aws_vpc_security_group_ingress_rule" "records" {
#         security_group_id            = aws_security_group.records.id
#         referenced_security_group_id = aws_security_group.app.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#       }
#     azure: |
#       # in place of the rule for * or Internet in the group of the subnet or of the network interface
#       resource "azurerm_network_security_rule" "records" {
#         resource_group_name         = azurerm_network_security_group.records.resource_group_name
#         network_security_group_name = azurerm_network_security_group.records.name
#         name                        = "records"
#         priority                    = 100
#         direction                   = "Inbound"
#         access                      = "Allow"
#         protocol                    = "Tcp"
#         source_address_prefixes     = azurerm_subnet.app.address_prefixes
#         source_port_range           = "*"
#         destination_address_prefix  = "*"
#         destination_port_range      = "5432"
#       }
package rules.tenant_isolation.firewall_closed

import data.lib

# The finding stands where the firewall is opened, not where the store names it.
fail contains lib.on(lib.related(lib.at(store, field(store), message), passable), firewall, opening.field, opening.element) if {
	some store in input.store
	passable := lib.open_firewalls(store)
	count(passable) > 0
	firewall := input.facts[min(passable)]
	opening := lib.opening(firewall)
	message := sprintf("is open to the internet, as far as %s says%s", [concat(", ", {input.facts[id].address | some id in passable}), rest(store)])
}

# Whether a machine has a public address its interfaces say.
rest(store) := "" if {
	store.kind == "block"
} else := "; nothing but the missing public address keeps it out"

open contains lib.at(store, field(store), message) if {
	some store in input.store
	some id in lib.firewalls_of(store)
	id in uncertain_to(store)
	message := sprintf("is behind %s, of which it is not known whom it lets through", [input.facts[id].address])
}

open contains lib.at(store, field(store), message) if {
	some store in input.store
	some id in lib.firewalls_of(store)
	not input.facts[id]
	message := sprintf("is behind %s, which is not declared here", [id])
}

open contains lib.at(store, "networks", message) if {
	some store in input.store
	some id in store.networks
	"firewalls" in input.facts[id].unknown
	message := sprintf("stands in %s, of which it is not known what firewall it has", [input.facts[id].address])
}

field(store) := "firewalls" if is_array(store.firewalls)

else := "networks" if is_array(store.networks)

else := "firewalls"

uncertain_to(store) := uncertain | uncertain_to_browsers if {
	store.kind == "search"
} else := uncertain

uncertain_to_browsers contains firewall.id if {
	some firewall in input.firewall
	"open_web" in firewall.unknown
}

uncertain contains firewall.id if {
	some firewall in input.firewall
	some field in {"open", "rules"}
	field in firewall.unknown
}

# It names none, or the cluster that it is part of does and is judged for it.
skip contains store.id if {
	some store in input.store
	store.firewalls == null
	store.networks == null
}

skip contains store.id if {
	some store in input.store
	count(lib.firewalls_of(store)) == 0
	not "firewalls" in store.unknown
	not "networks" in store.unknown
	count({id | some id in store.networks; "firewalls" in input.facts[id].unknown}) == 0
}

# tenant-isolation/private-endpoint-only tells of it.
skip contains store.id if {
	some store in input.store
	store.public == true
}
