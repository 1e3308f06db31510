package lib

# From where stores take connections, as far as security groups say it. The member of a cluster is behind the groups of the cluster.

firewalls_of(store) := store.firewalls if {
	is_array(store.firewalls)
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
}

closed_to_all contains firewall.id if {
	some firewall in input.firewall
	firewall.open == false
	is_boolean(firewall.open_web)
}
