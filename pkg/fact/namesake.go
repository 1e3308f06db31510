package fact

import "slices"

// withoutNamesakes are the facts that are surely of their own resources.
func (b *build) withoutNamesakes() []*Fact {
	if len(b.namesakes) == 0 {
		return b.facts
	}
	apart := make(map[*Fact]bool, len(b.namesakes))
	for _, p := range b.namesakes {
		apart[p.fact] = true
	}
	return slices.DeleteFunc(slices.Clone(b.facts), func(f *Fact) bool { return apart[f] })
}

// recognise leaves out what data sources read of the resources of their own root: a reference to such a data source means the resource, whose
// settings are there to see. All others are facts of their own.
func (b *build) recognise() {
	known := map[*Fact]bool{}
	for _, p := range b.namesakes {
		if twin := b.index.twin(p); twin != nil {
			b.index.addAddress(twin.Root, p.fact.Address, twin)
			known[p.fact] = true
		}
	}
	for _, p := range b.namesakes {
		if !known[p.fact] {
			b.index.addAddress(p.fact.Root, p.fact.Address, p.fact)
			b.nameFact(p.fact, p.fact)
		}
	}
	if len(known) > 0 {
		b.facts = slices.DeleteFunc(b.facts, func(f *Fact) bool { return known[f] })
	}
}

// twin is the fact of a resource of the same type and root that a data source reads; nil where there is none, or none surely.
func (ix *index) twin(p *part) *Fact {
	found := ix.resolve(p.of, []string{p.fact.Concept}, []string{p.fact.Type}, p.origin).facts
	if len(found) == 0 || !sameResource(found) || found[0].Root != p.fact.Root {
		return nil
	}
	return found[0]
}
