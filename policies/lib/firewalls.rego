package lib

# From where stores take connections, as far as security groups say it. The member of a cluster is behind the groups of the cluster;
# what stands in a subnet is behind those of the subnet, and what has network interfaces behind those of the interface, too.

firewalls_of(store) := store.firewalls if {
	is_array(store.firewalls)
} else := [id | some network in store.networks; some id in layers(input.facts[network])] if {
	is_array(store.networks)
} else := input.facts[store.parent].firewalls

layers(network) := array.concat(network.firewalls, [id | some id in input.facts[network.within].firewalls])

# open_firewalls are those that let the whole internet through to a store; what answers on the ports of the web is reached there, too.
open_firewalls(store) := passed(store) | {id |
	store.kind == "search"
	some id in firewalls_of(store)
	id in open_to_browsers
}

passed(store) := {id | some id in store.firewalls; id in open_to_all} if {
	is_array(store.firewalls)
} else := {id | some network in store.networks; some id in passable[network]} if {
	is_array(store.networks)
} else := {id | some id in input.facts[store.parent].firewalls; id in open_to_all}

# passable are the firewalls of a network, or of the one that it stands in, that let the whole internet through where the others do, too.
passable[network.id] contains id if {
	some network in input.network
	some id in layers(network)
	id in open_to_all
	not network.id in shut
}

shut contains network.id if {
	some network in input.network
	closing(network.firewalls)
}

shut contains network.id if {
	some network in input.network
	closing(input.facts[network.within].firewalls)
}

closing(firewalls) if {
	count(firewalls) > 0
	count({id | some id in firewalls; id in open_to_all}) == 0
}

# opening is the field of a firewall that says that it lets the whole internet through, and which element of it.
opening(firewall) := {"field": "open", "element": 0} if {
	firewall.open == true
} else := {"field": "rules", "element": n} if {
	n := min([n | some n, rule in firewall.rules; rule.allow; unrefused(firewall, rule)])
} else := {"field": "open_web", "element": 0}

open_to_all contains firewall.id if {
	some firewall in input.firewall
	firewall.open == true
}

open_to_all contains firewall.id if {
	some firewall in input.firewall
	some rule in firewall.rules
	rule.allow
	unrefused(firewall, rule)
}

unrefused(firewall, rule) if not refused_before(firewall, rule)

# refused_before holds where a rule that comes first refuses all that this one allows.
refused_before(firewall, rule) if {
	some earlier in firewall.rules
	not earlier.allow
	earlier.priority < rule.priority
	earlier.ports in {"*", "0-65535", rule.ports}
	earlier.protocol in {"*", rule.protocol}
}

open_to_browsers contains firewall.id if {
	some firewall in input.firewall
	firewall.open_web == true
}

# behind_firewalls holds where all of them are known, and let nobody through from the whole internet.
behind_firewalls(store) if {
	count(firewalls_of(store)) > 0
	every id in firewalls_of(store) {
		id in closed_to_all
	}
	count(open_firewalls(store)) == 0
	not "firewalls" in store.unknown
	not "networks" in store.unknown
}

closed_to_all contains firewall.id if {
	some firewall in input.firewall
	firewall.open == false
	is_boolean(firewall.open_web)
}

closed_to_all contains firewall.id if {
	some firewall in input.firewall
	is_array(firewall.rules)
	not "rules" in firewall.unknown
	not firewall.id in open_to_all
}
