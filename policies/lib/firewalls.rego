package lib

# From where stores take connections, as far as security groups say it. The member of a cluster is behind the groups of the cluster;
# what stands in a subnet is behind those of the subnet.

firewalls_of(store) := store.firewalls if {
	is_array(store.firewalls)
} else := [id | some network in store.networks; some id in input.facts[network].firewalls] if {
	is_array(store.networks)
} else := input.facts[store.parent].firewalls

# open_firewalls are those that let the whole internet through to a store; what answers on the ports of the web is reached there, too.
open_firewalls(store) := {id |
	some id in firewalls_of(store)
	id in open_to_all
} | {id |
	store.kind == "search"
	some id in firewalls_of(store)
	id in open_to_browsers
}

open_to_all contains firewall.id if {
	some firewall in input.firewall
	firewall.open == true
}

open_to_all contains firewall.id if {
	some firewall in input.firewall
	some rule in firewall.rules
	rule.allow
	not refused_before(firewall, rule)
}

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
