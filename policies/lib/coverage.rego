package lib

# Which stores the plans of this run back up. Selections name stores, by reference, by ARN or by pattern, or describe them by
# tags; protections bind one store to one plan. How sure it is that a plan reaches a store is a level: 2 for surely, 1 for
# perhaps (it hangs on a tag, a name or a region that cannot be known), 0 for not. A join of several is as sure as its least.

# coverage is the level of the best that reaches a store. Most stores are settled by a look into plain_*; the rest is for
# those that something intricate might reach. Ask only for stores of which it matters.
coverage(store) := 0 if {
	nothing_backs_up
} else := 0 if {
	store.plannable == false
} else := 2 if {
	store.id in plain_names
} else := 2 if {
	is_string(store.parent)
	store.parent in plain_names
} else := 2 if {
	[store.account, store.region] in plain_places
} else := 2 if {
	some key in plain_keys
	[store.account, store.region, key, store.tags[key]] in plain_tags
} else := 0 if {
	settled(store)
	not store.id in vague_names
} else := max(cover_levels(store) | {0})

# perhaps_covered holds for a store that a plan may reach. Ask only of stores of which it matters and that no plan surely reaches.
perhaps_covered(store) if coverage(store) == 1

perhaps_covered(store) if perhaps_selected(store)

# perhaps_selected holds for a store that a plan may reach by what of a selection or a protection is not known at all.
default perhaps_selected(_) := false

perhaps_selected(store) if perhaps_named(store)

perhaps_selected(store) if {
	count(vague_bindings) > 0
	not nowhere_taken(store)
	some root in {store.root, elsewhere}
	[root, store.cloud] in vague_bindings
}

nowhere_taken(store) if store.plannable == false

# perhaps_named holds for a store that a selection may name.
default perhaps_named(_) := false

perhaps_named(store) if {
	count(vague_lists) > 0
	not nowhere_taken(store)
	some root in {store.root, elsewhere}
	[root, store.cloud] in vague_lists
}

# vague_lists are the roots and clouds of which a selection may name any store, vague_bindings those of which a plan may reach any in another way.
vague_lists contains [root, selection.cloud] if {
	some selection in useful_selections
	"stores" in selection.unknown
	some root in reach(selection, "stores")
}

vague_bindings contains [root, selection.cloud] if {
	some selection in useful_selections
	some field in ["tags_any", "everything"]
	field in selection.unknown
	some root in reach(selection, field)
}

vague_bindings contains [root, protection.cloud] if {
	some protection in input.protection
	"store" in protection.unknown
	plan_level(protection) > 0
	some root in reach(protection, "store")
}

# own_backups are the stores that need no plan: they are backed up by themselves, or with all that is in what they are part of.
own_backups contains store.id if {
	some store in input.store
	store.backups == true
}

own_backups contains store.id if {
	some store in input.store
	input.facts[store.parent].backups == true
}

# nothing_backs_up holds where there is no plan at work. Ask it before you go through all stores for their coverage.
nothing_backs_up if {
	count(useful_selections) == 0
	count(input.protection) == 0
}

# settled holds where what is plain is all that could reach a store.
settled(store) if {
	count(selecting_accounts - {store.account}) == 0
	count(intricate_selections) == 0
	store.parent == null
	not "region" in store.unknown
	not plain_tag_unknown(store)
}

plain_tag_unknown(store) if {
	some key in plain_keys
	tag_unknown(store, key)
}

settled(_) if count(useful_selections) == 0

selecting_accounts contains selection.account if some selection in useful_selections

# plain selections have no condition, no exception, and a plan that is known to be at work.
plain_selections contains selection if {
	some selection in useful_selections
	plan_level(selection) == 2
	none(selection.conditions)
	none(selection.except)
	not "conditions" in selection.unknown
	not "except" in selection.unknown
}

none(list) if list == null

none(list) if count(list) == 0

# intricate_selections have conditions, exceptions or patterns, or something that cannot be known.
intricate_selections contains selection if {
	some selection in useful_selections
	not selection in plain_selections
}

intricate_selections contains selection if {
	some selection in useful_selections
	some pattern in selection.stores
	startswith(pattern, "arn:")
}

intricate_selections contains selection if {
	some selection in useful_selections
	"region" in selection.unknown
}

plain_names contains id if {
	some selection in plain_selections
	some id in selection.stores
}

plain_names contains protection.store if {
	some protection in input.protection
	plan_level(protection) == 2
}

vague_names contains protection.store if {
	some protection in input.protection
	plan_level(protection) == 1
}

plain_places contains [selection.account, selection.region] if {
	some selection in plain_selections
	selection.everything == true
}

plain_places contains [selection.account, selection.region] if {
	some selection in plain_selections
	"*" in selection.stores
}

plain_tags contains [selection.account, selection.region, tag.key, tag.value] if {
	some selection in plain_selections
	some tag in selection.tags_any
}

plain_keys contains tag.key if {
	some selection in plain_selections
	some tag in selection.tags_any
}

cover_levels(store) := union({
	{level |
		some selection in candidates(store)
		level := selection_level(selection, store)
	},
	{level |
		some protection in protections(store)
		level := plan_level(protection)
	},
	{1 | others_take_all(store)},
})

# other_accounts are those among some that may be the store's although they are called otherwise: numbers that differ never are.
other_accounts(accounts, store) := {account |
	some account in accounts
	account != store.account
	not distinct_accounts(account, store.account)
}

distinct_accounts(a, b) if {
	regex.match(`^\d{12}$`, a)
	regex.match(`^\d{12}$`, b)
	a != b
}

# others_take_all holds where a plan of another account, as far as accounts can be told apart, selects all of the store's region.
others_take_all(store) if count(other_accounts(broad_accounts[store.region], store)) > 0

others_take_all(store) if {
	"region" in store.unknown
	store.cloud in broad_clouds
}

others_take_all(store) if count(other_accounts(broad_accounts[unknown_region(store)], store)) > 0

broad_accounts[region] contains selection.account if {
	some selection in broad_selections
	region := region_key(selection)
}

# doubtful_selections are those that perhaps reach a store, by the store's id. Ask only where coverage is 1.
doubtful_selections(store) := union({ids |
	some selection in candidates(store)
	selection_level(selection, store) == 1
	ids := {selection.id} | equals(selection, store)
})

# doubt says what is not known well enough to tell whether a plan reaches a store. Ask only where coverage is 1.
doubt(store) := concat(", ", array.concat(doubts_of_store(store), doubts_of_plan(store))) if {
	count(doubts_of_store(store)) + count(doubts_of_plan(store)) > 0
} else := "its account"

doubts_of_store(store) := array.concat(["its tags" | unknown_tags(store)], [what |
	some [field, what] in [["arn_resource", "its name"], ["region", "its region"]]
	field in store.unknown
])

doubts_of_plan(store) := ["what the plan selects" |
	ids := {id |
		some id in doubtful_selections(store)
		some field in input.facts[id].unknown
		field in {"conditions", "except", "plan", "region", "stores", "tags_any"}
	}
	count(ids) > 0
]

# equals are the selections that reach a store as surely as another does, by tags that the store may carry.
equals(selection, store) := ids_alike[tag_terms(selection)] if {
	vague_tags(store)
	some tag in selection.tags_any
	tag_perhaps(store, tag.key)
} else := set()

ids_alike := {terms: {selection.id | some selection in alike} | some terms, alike in selections_alike}

protections(store) := {protection |
	some id in owners(store)
	some protection in protections_of[id]
}

protections_of[protection.store] contains protection if some protection in input.protection

# owners are the store and what it is part of: a machine and its disks are backed up together.
owners(store) := {store.id} | {id | id := store.parent; is_string(id)}

candidates(store) := {selection |
	some whole in carriers(store)
	some key in candidate_keys(whole)
	some selection in selections_by[key]
}

# carriers are the store and the machine that it is a disk of: what reaches that reaches its disks.
carriers(store) := {store} | {machine |
	machine := input.facts[store.parent]
	machine.type == "aws_instance"
}

candidate_keys(store) := union({
	{["named", id] | some id in owners(store)},
	{["tag", key, value] | some key, value in store.tags},
	{["tagged", ""] | vague_tags(store)},
	{["pattern", cut(resource)[0]] | some resource in arn_resources(store)},
	{["patterns", ""] | "arn_resource" in store.unknown},
	{["broad", store.account, region_key(store)], ["broad", store.account, unknown_region(store)]},
})

# selections_by keeps the selections by what could make them reach a store.
selections_by[["named", id]] contains selection if {
	some selection in useful_selections
	some id in selection.stores
}

selections_by[["tag", tag.key, tag.value]] contains selection if {
	some selection in useful_selections
	some tag in selection.tags_any
}

selections_by[["tagged", ""]] contains selection if {
	some alike in selections_alike
	first := min({selection.id | some selection in alike})
	some selection in alike
	selection.id == first
}

# selections_alike are the selections by tags that differ in nothing but the values of those tags: where tags cannot be known, one
# of them speaks for all. There may be as many of them as stores.
selections_alike[terms] contains selection if {
	some selection in useful_selections
	count(selection.tags_any) > 0
	terms := tag_terms(selection)
}

tag_terms(selection) := [
	{tag.key | some tag in selection.tags_any},
	object.get(selection, "conditions", null),
	object.get(selection, "except", null),
	object.get(selection, "account", null),
	object.get(selection, "region", null),
	{field | some field in selection.unknown; field in {"conditions", "except", "account", "region"}},
	plan_level(selection),
]

selections_by[["pattern", service]] contains selection if {
	some selection in useful_selections
	some pattern in selection.stores
	service := pattern_service(pattern)
}

selections_by[["patterns", ""]] contains selection if {
	some selection in useful_selections
	some pattern in selection.stores
	startswith(pattern, "arn:")
}

selections_by[["broad", selection.account, region]] contains selection if {
	some selection in broad_selections
	region := region_key(selection)
}

broad_clouds contains selection.cloud if some selection in broad_selections

# region_key is the region, or that none can be known.
region_key(fact) := fact.region if {
	not "region" in fact.unknown
} else := unknown_region(fact)

unknown_region(fact) := concat("", ["? of ", fact.cloud])

# useful_selections leave out those whose plan does nothing, and those with a condition that never holds.
useful_selections contains selection if {
	some selection in input.selection
	plan_level(selection) > 0
	not hopeless(selection)
}

hopeless(selection) if {
	some condition in selection.conditions
	not startswith(condition.key, tag_prefix)
}

broad_selections contains selection if {
	some selection in useful_selections
	some pattern in selection.stores
	regex.match(`^(\*|arn:[^:]*:[^:]*[*?])`, pattern)
}

broad_selections contains selection if {
	some selection in useful_selections
	unrestricted(selection)
}

pattern_service(pattern) := parts[2] if {
	parts := split(pattern, ":")
	parts[0] == "arn"
}

# unrestricted holds where nothing but conditions narrows what is selected.
unrestricted(selection) if selection.everything == true

unrestricted(selection) if {
	count(selection.conditions) > 0
	count(selection.stores) == 0
	count(selection.tags_any) == 0
	not "stores" in selection.unknown
	not "tags_any" in selection.unknown
}
