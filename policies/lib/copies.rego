package lib

# Where copies land. A copy in a plan starts in the region of the plan, any other in that of its source.

copy_starts(copy) := copy.region if {
	is_string(copy.plan)
	is_string(copy.region)
}

copy_starts(copy) := copy.from_region if {
	copy.plan == null
	is_string(copy.from_region)
}

# A database of a server has no place of its own.
copy_starts(copy) := region_above(input.facts[copy.from]) if {
	copy.plan == null
	copy.from_region == null
}

copy_lands(copy) := copy.to_region if {
	is_string(copy.to_region)
} else := region_above(input.facts[copy.to]) if copy.to_region == null

# leaves_region holds for a copy that is made and lands elsewhere. A region of Google's that is made of several is elsewhere
# than each of them.
leaves_region(copy) if {
	copy.enabled == true
	canonical(copy_lands(copy)) != canonical(copy_starts(copy))
}

# stays_in_region holds for a copy that is made and lands where it started, in a vault of the same account that is like
# any other: nothing is gained by it.
stays_in_region(copy) if {
	copy.enabled == true
	copy.kind == "recovery-point"
	canonical(copy_lands(copy)) == canonical(copy_starts(copy))
	ordinary_vault(copy)
}

# A literal account is not known to be one's own.
ordinary_vault(copy) if {
	copy.to == null
	copy.to_account == null
}

ordinary_vault(copy) if {
	copy.to_account == null
	vault := input.facts[copy.to]
	vault.concept == "vault"
	vault.isolated == false
	vault.account == copy.account
}

# vague_replication holds the roots and clouds of which any store may be replicated, since what a replica is made from is not known.
vague_replication contains [root, copy.cloud] if {
	some copy in input.copy
	copy.kind == "replica"
	"from" in copy.unknown
	some root in reach(copy, "from")
}

# perhaps_replicated holds for a store that may be what such a replica is made from.
perhaps_replicated(store) if {
	some root in {store.root, elsewhere}
	[root, store.cloud] in vague_replication
}

replicated contains copy.from if {
	some copy in input.copy
	copy.kind == "replica"
	copy.enabled == true
}

# replica_keeps_deleted: S3 and blob storage replicate between versioned buckets alone, so that what is deleted or overwritten stays in
# the replica.
replica_keeps_deleted(store) if store.kind == "object"

# The replicas of tables in S3 keep their history.
replica_keeps_deleted(store) if store.service == "s3-tables"

# far_plans are the plans with a copy that leaves the region.
far_plans contains copy.plan if {
	some copy in input.copy
	is_string(copy.plan)
	leaves_region(copy)
}

# safe_plans are the plans with a copy that leaves the region for a place that is not forbidden.
safe_plans contains copy.plan if {
	some copy in input.copy
	is_string(copy.plan)
	leaves_region(copy)
	not outside(copy.to_region, copy.cloud)
}

# near_plans are the plans whose only good copies stay in the region.
near_plans contains copy.plan if {
	some copy in input.copy
	is_string(copy.plan)
	stays_in_region(copy)
	not copy.plan in safe_plans
}
