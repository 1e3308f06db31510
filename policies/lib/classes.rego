package lib

# Classes of data for which more is agreed than for the rest. A store belongs to a class whose tag it carries.

classes_of(store) := {class |
	some class in input.terms.classes
	store.tags[class.tag_key] == class.tag_value
}

# class_rpo and class_retention are what is agreed for the classes of a store, the strictest of several; undefined where nothing is.
class_rpo(store) := min({class.rpo_hours | some class in classes_of(store); is_number(class.rpo_hours)})

class_retention(store) := max({class.retention_min_days | some class in classes_of(store); is_number(class.retention_min_days)})

# perhaps_classed holds where a tag that cannot be known may put a store into a class that has such a term.
perhaps_classed(store, term) if {
	some class in input.terms.classes
	is_number(class[term])
	tag_unknown(store, class.tag_key)
}

# plans_reaching are the plans that reach a store, each with how surely it does: 2 surely, 1 perhaps. A plan that is not known is "?".
plans_reaching(store) := {[object.get(selection, "plan", "?"), level] |
	some selection in candidates(store)
	level := selection_level(selection, store)
	level > 0
} | {[object.get(protection, "plan", "?"), level] |
	some protection in protections(store)
	level := plan_level(protection)
	level > 0
}
