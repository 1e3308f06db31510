package lib

# elsewhere stands for the roots that a fact does not stand in.
elsewhere := "?"

# reach gives the roots whose facts an unknown field may mean: the fact's own, and any other where the value does not come from
# resources of its own root.
reach(fact, field) := {fact.root, elsewhere} if {
	every address in object.get(fact.refs, field, []) {
		from_data(address)
	}
} else := {fact.root}
