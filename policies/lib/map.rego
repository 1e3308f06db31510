package lib

# The map of the estate, for pkg/chart: where stores, plans, vaults and tests of restores are, and what goes from one to another.

map_nodes contains node if {
	some fact in map_facts
	region := map_region(fact)
	node := object.union(
		{"id": fact.id, "region": region, "standing": map_standing(region, fact.cloud), "country": map_country(region, fact.cloud)},
		map_protection(fact),
	)
}

map_facts contains store if some store in input.store

map_facts contains vault if some vault in input.vault

map_facts contains plan if some plan in input.plan

map_facts contains test if some test in input.restore_test

# map_region is null where nothing tells it. A plan without a place of its own works where its vault is, or what it backs up.
map_region(fact) := region_of(fact) if {
	fact.concept != "plan"
} else := fact.region if {
	is_string(fact.region)
} else := min(regions) if {
	regions := {region_of(input.facts[vault]) | some vault in map_vaults[fact.id]}
	count(regions) > 0
} else := min(regions) if {
	regions := {region_of(input.facts[store]) | some store in map_bound[fact.id]}
	count(regions) > 0
} else := null

# map_bound are the stores that are bound to a plan one by one, by the plan.
map_bound[protection.plan] contains protection.store if some protection in input.protection

map_standing(region, cloud) := "permitted" if {
	permitted(region, cloud)
} else := "outside" if {
	outside(region, cloud)
} else := "unknown"

map_country(region, cloud) := country(region, cloud)

map_country(region, cloud) := null if not country(region, cloud)

# map_protection says of a store that answers for itself whether anything backs it up: yes, no, perhaps.
map_protection(fact) := {"protected": answer} if {
	answer := map_protected(fact)
} else := {}

map_protected(store) := answer if {
	store.concept == "store"
	declared_here(store)
	store.role == "primary"
	not store.kind in {"cache", "queue", "search"}
	answer := map_answer(store)
}

map_answer(store) := "yes" if {
	store.id in own_backups
} else := "yes" if {
	replica_keeps_deleted(store)
	store.id in replicated
} else := "yes" if {
	coverage(store) == 2
} else := "perhaps" if {
	"backups" in store.unknown
} else := "perhaps" if {
	"backups" in input.facts[store.parent].unknown
} else := "perhaps" if {
	coverage(store) == 1
} else := "perhaps" if {
	replica_keeps_deleted(store)
	perhaps_replicated(store)
} else := "no"

# map_vaults are the vaults that a plan puts its backups into, by the plan: ids, or as the configuration names them.
map_vaults[plan] contains schedule.vault if {
	some plan, schedules in schedules_of
	some schedule in schedules
	is_string(schedule.vault)
}

map_vaults[protection.plan] contains protection.vault if {
	some protection in input.protection
	is_string(protection.vault)
}

map_arrows contains {"kind": "backup", "from": store.id, "to": plan, "sure": level == 2} if {
	some store in input.store
	coverage(store) > 0
	some [plan, level] in plans_reaching(store)
	plan != "?"
}

map_arrows contains {"kind": "backup", "from": plan, "to": vault, "sure": true} if {
	some plan, vaults in map_vaults
	some vault in vaults
}

# Where a copy lands is a fact, or a region and an account.
map_arrows contains arrow if {
	some copy in input.copy
	copy.enabled != false
	from := map_source(copy)
	region := map_lands(copy)
	arrow := {
		"kind": map_kind(copy), "from": from, "to": object.get(copy, "to", null), "sure": copy.enabled == true,
		"cloud": copy.cloud, "region": region, "account": object.get(copy, "to_account", null), "standing": map_standing(region, copy.cloud), "country": map_country(region, copy.cloud),
	}
}

map_kind(copy) := "replica" if {
	copy.kind == "replica"
} else := "copy"

map_lands(copy) := copy_lands(copy)

map_lands(copy) := null if not copy_lands(copy)

map_source(copy) := copy.from if {
	is_string(copy.from)
} else := copy.plan

# What is geo-redundant on Azure is copied to the pair of its region.
map_arrows contains arrow if {
	some holder in map_facts
	holder.cloud == "azure"
	holder.redundancy == "geo"
	region := pair(region_of(holder), "azure")
	arrow := {
		"kind": "pair", "from": holder.id, "to": null, "sure": true,
		"cloud": "azure", "region": region, "account": null, "standing": map_standing(region, "azure"), "country": map_country(region, "azure"),
	}
}

map_arrows contains {"kind": "restore-test", "from": vault, "to": test.id, "sure": true} if {
	some test in input.restore_test
	some vault in map_tested(test)
}

map_tested(test) := {vault.id |
	some vault in input.vault
	vault.cloud == test.cloud
	vault.account == test.account
	vault.region == test.region
} if {
	"*" in test.vaults
} else := {vault | some vault in test.vaults}
