package lib_test

import data.lib

groups := [
	{"id": "shut", "open": false, "open_web": false},
	{"id": "web", "open": false, "open_web": true},
	{"id": "wide", "open": true, "open_web": false},
	{"id": "unknown", "unknown": ["open"], "open_web": false},
]

behind(ids) := {"kind": "database", "firewalls": ids, "unknown": []}

test_open_firewalls if {
	lib.open_firewalls(behind(["shut", "web", "wide", "sg-1"])) == {"wide"} with input.firewall as groups
	lib.open_firewalls(object.union(behind(["web"]), {"kind": "search"})) == {"web"} with input.firewall as groups
	lib.open_firewalls(behind(null)) == set() with input.firewall as groups
}

test_a_member_is_behind_those_of_its_cluster if {
	member := {"kind": "database", "firewalls": null, "parent": "c", "unknown": []}
	lib.open_firewalls(member) == {"wide"} with input as {"firewall": groups, "facts": {"c": {"firewalls": ["wide"]}}}
}

test_behind_firewalls if {
	lib.behind_firewalls(behind(["shut", "web"])) with input.firewall as groups
	not lib.behind_firewalls(behind(["shut", "wide"])) with input.firewall as groups
	not lib.behind_firewalls(behind(["shut", "unknown"])) with input.firewall as groups
	not lib.behind_firewalls(behind(["shut", "sg-1"])) with input.firewall as groups
	not lib.behind_firewalls(behind([])) with input.firewall as groups
	not lib.behind_firewalls(object.union(behind(["shut"]), {"unknown": ["firewalls"]})) with input.firewall as groups
}

rules(list) := estate([{"id": "nsg", "rules": list, "unknown": []}], [{"id": "net", "firewalls": ["nsg"], "within": null}])

estate(firewalls, networks) := {
	"firewall": firewalls, "network": networks,
	"facts": {fact.id: fact | some fact in array.concat(firewalls, networks)},
}

allowed := {"allow": true, "priority": 200, "ports": "5432", "protocol": "tcp"}

test_rules_have_an_order if {
	inside := {"kind": "database", "firewalls": null, "networks": ["net"], "unknown": []}
	lib.open_firewalls(inside) == {"nsg"} with input as rules([allowed])
	lib.open_firewalls(inside) == {"nsg"} with input as rules([allowed, {"allow": false, "priority": 300, "ports": "*", "protocol": "*"}])
	lib.open_firewalls(inside) == {"nsg"} with input as rules([allowed, {"allow": false, "priority": 100, "ports": "22", "protocol": "*"}])
	lib.open_firewalls(inside) == {"nsg"} with input as rules([allowed, {"allow": false, "priority": 100, "ports": "*", "protocol": "udp"}])
	lib.open_firewalls(inside) == set() with input as rules([allowed, {"allow": false, "priority": 100, "ports": "*", "protocol": "*"}])
	lib.behind_firewalls(inside) with input as rules([])
	not lib.behind_firewalls(inside) with input as rules([allowed])
}

# Whoever comes passes the group of the subnet and that of the interface.
test_interfaces_stand_in_subnets if {
	machine := {"kind": "block", "firewalls": null, "networks": ["nic"], "unknown": []}
	lib.open_firewalls(machine) == {"wide"} with input as estate(groups, interface(["wide"], []))
	lib.open_firewalls(machine) == {"wide"} with input as estate(groups, interface([], ["wide"]))
	lib.open_firewalls(machine) == set() with input as estate(groups, interface(["wide"], ["shut"]))
	lib.open_firewalls(machine) == set() with input as estate(groups, interface(["shut"], ["wide"]))
	lib.open_firewalls(machine) == set() with input as estate(groups, interface([], []))
	lib.firewalls_of(machine) == ["shut", "wide"] with input as estate(groups, interface(["shut"], ["wide"]))
}

interface(own, subnet) := [{"id": "nic", "firewalls": own, "within": "net"}, {"id": "net", "firewalls": subnet, "within": null}]

test_opening if {
	lib.opening({"open": true}) == {"field": "open", "element": 0}
	lib.opening({"open": false, "open_web": true}) == {"field": "open_web", "element": 0}
	lib.opening({"rules": [{"allow": false, "priority": 100, "ports": "22", "protocol": "*"}, allowed]}) == {"field": "rules", "element": 1}
}
