package lib

# Several plans may back the same stores up: one daily, one monthly. What one of them does well enough the others need not do.
# "good" is the set of the plans that do, "spared" the set of the stores that need none of them.

# selected_by are the terms in which a plan says what it backs up: names, tags, everything; each with where the plan stands and
# what narrows it. A plan that is not known is "?".
selected_by[object.get(selection, "plan", "?")] contains term if {
	some selection in input.selection
	some what in selected(selection)
	term := [what, plan_place(selection), limits(selection)]
}

selected_by[object.get(protection, "plan", "?")] contains [["name", protection.store], plan_place(protection), no_limits] if {
	some protection in input.protection
	is_string(protection.store)
}

selected(selection) := union({
	{["name", name] | some name in selection.stores},
	{["tag", tag.key, tag.value] | some tag in selection.tags_any},
	{["all"] | unrestricted(selection)},
})

plan_place(binding) := [object.get(binding, "account", ""), object.get(binding, "region", "")]

limits(selection) := [{condition | some condition in selection.conditions}, {name | some name in selection.except}]

no_limits := [set(), set()]

# selected_vaguely holds for a plan of which it is not known in full what it selects.
selected_vaguely contains object.get(selection, "plan", "?") if {
	some selection in input.selection
	some field in selection.unknown
	field in {"conditions", "except"}
}

selected_vaguely contains plan if some plan in boundless

# boundless are the plans that may select anything.
boundless contains object.get(selection, "plan", "?") if {
	some selection in input.selection
	some field in selection.unknown
	field in {"everything", "stores", "tags_any"}
}

boundless contains object.get(protection, "plan", "?") if {
	some protection in input.protection
	"store" in protection.unknown
}

# selected_alike holds where all that a plan selects is selected by good plans too, in the same terms.
selected_alike(plan, good, spared) if {
	not plan in selected_vaguely
	count(selected_by[plan]) > 0
	every term in selected_by[plan] {
		selected_among(term, terms_of(good), spared)
	}
}

terms_of(good) := {term |
	some plan in good
	some term in selected_by[plan]
}

selected_among(term, terms, _) if term in terms

selected_among([what, place, _], terms, _) if [what, place, no_limits] in terms

selected_among([_, place, _], terms, _) if [["all"], place, no_limits] in terms

selected_among([what, _, _], _, spared) if {
	what[0] == "name"
	what[1] in spared
}

# left_alone are the stores that a plan surely backs up and no good plan reaches: addresses of this run, and ARNs.
left_alone(plan, good, spared) := {input.facts[id].address |
	count(good & boundless) == 0
	some id in stores_of[plan]
	not id in spared
	count(reached_by[id] & (good | {"?"})) == 0
} | {name |
	some [what, _, _] in selected_by[plan]
	what[0] == "name"
	name := what[1]
	not input.facts[name]
	exact_name(name)
	not vague(good | {"?"})
	not name in names_of(good | {"?"})
}

names_of(good) := {what[1] |
	some [what, _, _] in terms_of(good)
	what[0] == "name"
}

vague(good) if count(good & vague_selectors) > 0

exact_name(name) if {
	is_string(name)
	not regex.match(`[*?]`, name)
}

# vague_selectors are the plans that may reach stores of which nothing but a name is known.
vague_selectors contains plan if some plan in selected_vaguely

vague_selectors contains plan if {
	some plan, terms in selected_by
	some [what, _, _] in terms
	not exact_term(what)
}

exact_term(what) if {
	what[0] == "name"
	exact_name(what[1])
}

# stores_of are the stores of this run that a plan surely reaches, reached_by the plans that reach a store, surely or perhaps.
# Comprehensions, because OPA compares each new entry of a partial object with all that are there, and stores are many.
stores_of := {plan: ids |
	some [plan, _] in sure_pairs
	ids := {id | sure_pairs[_] = [plan, id]}
}

sure_pairs contains [plan, store.id] if {
	rivals
	some store in input.store
	some [plan, 2] in plans_reaching(store)
}

reached_by := {store.id: plans |
	rivals
	some store in input.store
	plans := {plan | some [plan, _] in plans_reaching(store)}
}

# rivals holds where some root has several plans: elsewhere nobody asks what each of them reaches.
rivals if {
	plans := {[schedule.root, schedule.cloud, schedule.plan] | some schedule in input.schedule}
	count(plans) > count({[root, cloud] | some [root, cloud, _] in plans})
}
