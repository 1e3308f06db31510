package lib

# How surely a selection of a plan reaches a store, as levels: see coverage.rego.

selection_level(selection, store) := 0 if {
	store.plannable == false
} else := max({level |
	some whole in carriers(store)
	level := reach_level(selection, whole)
})

reach_level(selection, store) := min({
	max(chosen_levels(selection, store) | {0}),
	min(condition_levels(selection, store) | {2}),
	min(exception_levels(selection, store) | {2}),
	place_level(selection, store),
	plan_level(selection),
})

# chosen_levels say how surely a store is among those that a selection names, or carries one of its tags.
chosen_levels(selection, store) := union({
	{2 | selects_by_name(selection, store)},
	{level |
		some pattern in selection.stores
		level := pattern_level(pattern, store)
	},
	{2 |
		some tag in selection.tags_any
		store.tags[tag.key] == tag.value
	},
	{1 |
		vague_tags(store)
		some tag in selection.tags_any
		tag_perhaps(store, tag.key)
	},
	{2 | unrestricted(selection)},
})

selects_by_name(selection, store) if {
	some id in owners(store)
	id in selection.stores
}

# vague_tags holds where tags cannot be known, or where those of an instance count of which nothing is known.
vague_tags(store) if unknown_tags(store)

vague_tags(store) if by_instance(store)

tag_perhaps(store, _) if by_instance(store)

tag_perhaps(store, key) if tag_unknown(store, key)

# tag_unknown holds where it cannot be known whether a store has a tag, or with which value.
tag_unknown(store, key) if {
	"tags" in store.unknown
	not tag_known(store, key)
}

# Of some tags no more than the key is known, or, where something else sets them, how the key begins.
tag_unknown(store, key) if {
	some field in store.unknown
	pattern_matches(trim_prefix(field, "tags."), key)
	startswith(field, "tags.")
	not tag_known(store, key)
}

tag_known(store, key) if store.tags[key]

unknown_tags(store) if {
	some field in store.unknown
	startswith(field, "tags")
}

by_instance(store) if {
	store.type == "aws_ebs_volume"
	is_string(store.parent)
	not input.facts[store.parent]
}

by_instance(store) if {
	store.type == "aws_ebs_volume"
	"parent" in store.unknown
}

condition_levels(selection, store) := {level |
	some condition in selection.conditions
	level := condition_level(condition, store)
} | {1 | "conditions" in selection.unknown}

# A condition on anything but a tag never holds.
condition_level(condition, store) := 2 if {
	tag_value(condition, store)
	condition_holds(condition, tag_value(condition, store))
} else := 2 if {
	startswith(condition.key, tag_prefix)
	condition.operator in {"not_equals", "not_like"}
	not tag_value(condition, store)
	not tag_perhaps(store, trim_prefix(condition.key, tag_prefix))
} else := 1 if {
	startswith(condition.key, tag_prefix)
	tag_perhaps(store, trim_prefix(condition.key, tag_prefix))
} else := 0

tag_prefix := "aws:ResourceTag/"

tag_value(condition, store) := store.tags[trim_prefix(condition.key, tag_prefix)] if startswith(condition.key, tag_prefix)

condition_holds(condition, value) if {
	condition.operator == "equals"
	value == condition.value
}

condition_holds(condition, value) if {
	condition.operator == "not_equals"
	value != condition.value
}

condition_holds(condition, value) if {
	condition.operator == "like"
	pattern_matches(condition.value, value)
}

condition_holds(condition, value) if {
	condition.operator == "not_like"
	not pattern_matches(condition.value, value)
}

# exception_levels are inverted: a store that is surely left out is surely not selected.
exception_levels(selection, store) := union({
	{0 | store.id in selection.except},
	{level |
		some pattern in selection.except
		level := 2 - pattern_level(pattern, store)
	},
	{1 | "except" in selection.unknown},
})

# place_level: a plan reaches the stores of its own account and region. Equal provider configurations have one account; those
# that differ may share one.
place_level(selection, store) := 2 if {
	selects_by_name(selection, store)
} else := 2 if {
	selection.account == store.account
	same_region(selection, store)
} else := 0 if {
	is_string(store.region)
	is_string(selection.region)
	store.region != selection.region
} else := 0 if {
	distinct_accounts(store.account, selection.account)
} else := 1

same_region(selection, store) if selection.region == store.region

same_region(selection, store) if {
	"region" in selection.unknown
	"region" in store.unknown
}

# plan_level: a plan of this run needs a schedule that is on; a plan elsewhere is taken to have one.
plan_level(binding) := 2 if {
	binding.plan in live_plans
} else := 2 if {
	is_string(binding.plan)
	not input.facts[binding.plan]
} else := 1 if {
	"plan" in binding.unknown
} else := 1 if {
	binding.plan in vague_plans
} else := 0

live_plans contains schedule.plan if {
	some schedule in input.schedule
	schedule.enabled == true
}

vague_plans contains schedule.plan if {
	some schedule in input.schedule
	"enabled" in schedule.unknown
}

# arn_resources are the service and the resource that the ARN of a store has, "*" standing for what is known after apply.
# Volumes also go with the instance that they are attached to, though nothing be known of it.
arn_resources(store) := {resource |
	resource := store.arn_resource
	is_string(resource)
} | {"ec2:instance/*" | by_instance(store)}

# pattern_level: how surely an ARN, with wildcards or without, is that of a store.
pattern_level("*", _) := 2

pattern_level(pattern, store) := max((({level |
	some resource in arn_resources(store)
	level := resource_level(pattern, resource, store)
} | {0}) | {1 | "arn_resource" in store.unknown})) if {
	startswith(pattern, "arn:")
}

# Nothing is called "~": a pattern that fits it fits every name. What fits "*" itself may yet fit the name.
resource_level(pattern, resource, store) := 2 if {
	pattern_matches(pattern, store_arn(pattern, replace(resource, "*", "~"), store_region(store, resource)))
} else := 1 if {
	contains(resource, "*")
	head_fits(pattern, resource, store)
} else := 1 if {
	"region" in store.unknown
	pattern_matches(pattern, store_arn(pattern, resource, split(pattern, ":")[3]))
} else := 0

# store_arn writes the ARN of a store in the partition and the account of the pattern, which are the plan's own.
store_arn(pattern, resource, region) := concat(":", ["arn", partition(pattern), service, region, pattern_account(pattern, service), rest]) if {
	[service, rest] := cut(resource)
}

cut(resource) := [substring(resource, 0, at), substring(resource, at + 1, -1)] if {
	at := indexof(resource, ":")
	at > 0
}

partition(pattern) := part if {
	part := split(pattern, ":")[1]
	regex.match(`^(aws|\{)[^*?]*$`, part)
} else := "aws"

# The ARNs of buckets name neither region nor account.
store_region(store, resource) := "" if {
	startswith(resource, "s3:")
} else := store.region if {
	is_string(store.region)
} else := "~"

pattern_account(_, "s3") := ""

pattern_account(pattern, service) := part if {
	service != "s3"
	part := split(pattern, ":")[4]
	regex.match(`^[^*?]+$`, part)
} else := "000000000000" if {
	service != "s3"
}

# head_fits holds where some name, and some region if that is unknown, would make the ARN fit.
head_fits(pattern, resource, store) if {
	parts := split(pattern, ":")
	[service, rest] := cut(resource)
	pattern_matches(parts[2], service)
	region_fits(parts[3], resource, store)
	rest_fits(concat(":", array.slice(parts, 5, count(parts))), split(rest, "*")[0])
}

region_fits(_, _, store) if "region" in store.unknown

region_fits(part, resource, store) if pattern_matches(part, store_region(store, resource))

rest_fits(wanted, head) if startswith(wanted, head)

rest_fits(wanted, head) if {
	regex.match(`[*?]`, wanted)
	startswith(head, regex.replace(wanted, `[*?].*$`, ""))
}
