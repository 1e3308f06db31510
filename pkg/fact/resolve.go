package fact

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// origin is where a reference is written: names are looked up from there.
type origin struct {
	root, config, region, address string
	maybe                         *resource.Why
	instance                      *instance
}

func (i *instance) origin(f *Fact) origin {
	region, ok := f.Field("region").Value.(string)
	if !ok {
		region, _ = i.region.Value.(string)
	}
	r := i.resource
	return origin{r.Root, r.Provider.Config, region, r.Address, f.Maybe, i}
}

// meaning is what one reference resolves to: facts, else a literal or an address, else null; or it is unknown.
type meaning struct {
	facts   []*Fact
	literal string
	// shown is the literal as it may be printed.
	shown string
	// whys are set for an unknown reference; might are then the facts it was seen to mention.
	whys  []resource.Why
	might []*Fact
}

func (m meaning) unknown() bool { return len(m.whys) > 0 }

// resolve finds what a value refers to, among facts of some concepts whose resources are of some types (any where the list
// is empty). Order: the resource the value was read from; a name or an ARN; the literal; the address of a resource that
// yields no such fact.
//
// An unknown value is a settled reference only where nothing but that resource decides it. Where something else does (a
// condition, a coalesce), or where it may be null, the reference is unknown, and so it is where several facts fit.
func (ix *index) resolve(v marked, concepts, types []string, from origin) meaning {
	bare := v.bare
	if bare.IsNull() {
		return meaning{}
	}
	m := splitMarks(v.deep())
	byRef := ix.byRefs(m.addresses(from.address), concepts, types, from)
	if bare.IsKnown() {
		return ix.resolveKnown(bare, byRef, m, concepts, types, from)
	}
	if f := ix.bySymbol(v.value(), concepts, types, from); f != nil {
		return meaning{facts: ix.siblings(f)}
	}
	if len(byRef) == 0 {
		if found := ix.byPath(v.value(), concepts, types, from); len(found) > 0 {
			if sameResource(found) {
				return meaning{facts: ix.siblings(found[0])}
			}
			return meaning{whys: m.waits(from.address), might: found}
		}
	}
	foreign := slices.DeleteFunc(m.addresses(from.address), from.instance.isSymbolic)
	notNull := bare.Type() == cty.DynamicPseudoType || bare.Range().DefinitelyNotNull()
	switch {
	case len(foreign) == 0:
	case len(byRef) > 0:
		if sameResource(byRef) && sure(byRef[0], m.whys, notNull, from) {
			return meaning{facts: byRef}
		}
	case notNull && len(without(m.whys, from.maybe)) == 0:
		return meaning{literal: foreign[0], shown: foreign[0]}
	}
	return meaning{whys: m.waits(from.address), might: byRef}
}

// bySymbol finds the fact that an unknown text means which is unknown only in the account, the partition or the region that a provider
// configuration of the root works in.
func (ix *index) bySymbol(v cty.Value, concepts, types []string, from origin) *Fact {
	symbol, ok := resource.SymbolOf(v)
	if !ok {
		return nil
	}
	text, ok := symbol.Render(from.instance.anyName)
	if !ok {
		return nil
	}
	if found := ix.byName(text, concepts, types, from); len(found) == 1 {
		return found[0]
	}
	return nil
}

// byPath finds the facts that the id of a resource means which is written behind that of what it is in, which only apply knows:
// "${group.id}/providers/Microsoft.Compute/virtualMachines/records".
func (ix *index) byPath(v cty.Value, concepts, types []string, from origin) []*Fact {
	symbol, ok := resource.OutlineOf(v)
	if !ok || !symbol.HasGaps() {
		return nil
	}
	path := strings.Split(symbol.Outline(), "/")
	if len(path) < 3 || path[0] != "$" || strings.Contains(path[len(path)-1], "$") {
		return nil
	}
	kind := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path[len(path)-2]), "s"), "ie")
	return slices.DeleteFunc(ix.byName(path[len(path)-1], concepts, types, from), func(f *Fact) bool {
		return kind == "" || !strings.Contains(strings.ReplaceAll(f.Type, "_", ""), kind)
	})
}

// sure reports whether an unknown reference surely means f: it waits for nothing but what decides how f is called and whether it
// exists, and it either cannot be null or exists under the same condition as f.
func sure(f *Fact, whys []resource.Why, notNull bool, from origin) bool {
	whys = without(whys, from.maybe)
	for _, why := range f.Field("name").Why {
		whys = without(whys, &why)
	}
	if f.Maybe == nil || sameReason(f.Maybe, from.maybe) {
		return len(whys) == 0
	}
	return notNull && len(without(whys, f.Maybe)) == 0
}

func sameReason(a, b *resource.Why) bool {
	return a != nil && b != nil && a.Cause == b.Cause && a.Subject == b.Subject
}

func without(whys []resource.Why, reason *resource.Why) []resource.Why {
	if reason == nil {
		return whys
	}
	return slices.DeleteFunc(slices.Clone(whys), func(w resource.Why) bool { return sameReason(&w, reason) })
}

func (ix *index) byRefs(addresses []string, concepts, types []string, from origin) []*Fact {
	var found []*Fact
	for _, address := range addresses {
		for _, f := range ix.byAddress(from.root, address, concepts) {
			if ofType(f, types) && !slices.Contains(found, f) {
				found = append(found, f)
			}
		}
	}
	return found
}

func sameResource(facts []*Fact) bool {
	return !slices.ContainsFunc(facts, func(f *Fact) bool { return f.Resource != facts[0].Resource })
}

func (ix *index) resolveKnown(bare cty.Value, byRef []*Fact, m marks, concepts, types []string, from origin) meaning {
	s, isText := oneText(bare)
	if own := ix.byRefs([]string{s}, concepts, types, from); s == from.address && len(own) > 0 {
		return meaning{facts: own}
	}
	if named := slices.DeleteFunc(slices.Clone(byRef), func(f *Fact) bool { return !isText || !hasName(f, s) }); len(named) > 0 {
		byRef = named
	}
	if len(byRef) > 0 && (!isText || sameResource(byRef) && hasName(byRef[0], s)) {
		if sameResource(byRef) {
			return meaning{facts: byRef}
		}
		return meaning{whys: m.waits(from.address), might: byRef}
	}
	if !isText {
		return meaning{}
	}
	return ix.resolveText(s, byRef, m, concepts, types, from)
}

// resolveText finds what a text names, else what it was read from, else keeps it.
func (ix *index) resolveText(s string, byRef []*Fact, m marks, concepts, types []string, from origin) meaning {
	shown := s
	if m.sensitive {
		shown = sensitiveText
	}
	found := ix.byName(s, concepts, types, from)
	switch {
	case len(found) == manyNamesakes:
		return meaning{whys: []resource.Why{{Cause: resource.Several, Subject: shown}}}
	case len(found) > 1:
		return meaning{whys: []resource.Why{{Cause: resource.Several, Subject: shown}}, might: found}
	case len(found) == 1:
		return meaning{facts: ix.siblings(found[0])}
	case len(byRef) > 0 && sameResource(byRef):
		return meaning{facts: byRef}
	}
	return meaning{literal: s, shown: shown}
}

// siblings are all facts of one concept that a resource yields.
func (ix *index) siblings(f *Fact) []*Fact {
	return slices.DeleteFunc(slices.Clone(ix.exact[addressKey{f.Root, f.Concept, f.Address}]), func(other *Fact) bool {
		return other.Resource != f.Resource
	})
}

func hasName(f *Fact, s string) bool {
	for _, name := range []string{"name", "arn"} {
		if have, ok := f.Field(name).Value.(string); ok && have == s {
			return true
		}
	}
	return false
}

// oneText is a known value as text, where it is one text.
func oneText(v cty.Value) (string, bool) {
	if !v.Type().IsPrimitiveType() {
		return "", false
	}
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		return "", false
	}
	return s.AsString(), true
}

// reference resolves a pending reference to its field.
func (ix *index) reference(p pending) Field {
	i := p.origin.instance
	if p.spec.Type == typeReferences {
		return ix.references(p)
	}
	m := splitMarks(p.value.deep())
	f := Field{Refs: m.addresses(i.resource.Address), At: i.places(m.at), Sensitive: m.sensitive}
	i.report(m, f.At)
	f.set(ix.resolve(p.value, p.spec.Of, nil, p.origin))
	return f
}

// set fills in what a single reference means.
func (f *Field) set(m meaning) {
	f.Known = !m.unknown()
	switch {
	case m.unknown():
		f.Why = m.whys
	case len(m.facts) > 0:
		f.Value, f.rare = m.facts[0].ID, &rare{targets: m.facts[:1]}
	case m.literal != "":
		f.Value = m.literal
	}
}

func (ix *index) references(p pending) Field {
	i := p.origin.instance
	f, elements := i.open(p.value)
	if elements == nil {
		return f
	}
	list := []any{}
	var targets []*Fact
	for _, e := range elements {
		m := apart(e)
		i.collect(&f, splitMarks(m.deep()))
		var one Field
		one.set(ix.resolve(m, p.spec.Of, nil, p.origin))
		switch {
		case !one.Known:
			f.Known, f.Why = false, mergeWhy(f.Why, one.Why)
		case one.Value != nil && !slices.Contains(list, one.Value):
			list = append(list, one.Value)
			targets = append(targets, one.targets()...)
		}
	}
	f.Value, f.At = list, i.places(f.At)
	if len(targets) > 0 {
		f.rare = &rare{targets: targets}
	}
	return f
}
