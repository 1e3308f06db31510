package fact

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/baalint/baalint/pkg/resource"
)

// join finds the facts of all parts, resolves the references of facts and parts, and merges the parts: of two that set the same
// field the one of the higher rank stands, else the one of the later address.
func (b *build) join() {
	slices.SortStableFunc(b.parts, func(x, y *part) int {
		return cmp.Or(cmp.Compare(x.entry.rank, y.entry.rank), strings.Compare(x.fact.Root, y.fact.Root), strings.Compare(x.fact.Address, y.fact.Address),
			strings.Compare(x.entry.cloud, y.entry.cloud), cmp.Compare(x.fact.order, y.fact.order))
	})
	owners := b.owners()
	b.refer()
	doubts := map[doubtKey]*doubt{}
	for _, p := range b.parts {
		m := owners[p]
		switch {
		case len(m.facts) > 0:
			for _, f := range m.facts {
				f.merge(p)
			}
		case len(m.might) > 0:
			for _, f := range m.might {
				f.mergeMaybe(p, m.whys)
			}
		case m.unknown():
			addDoubts(doubts, p, m.whys)
		default:
			b.orphans = append(b.orphans, Orphan{
				Root: p.fact.Root, Address: p.fact.Address, Concept: p.fact.Concept, Of: m.shown, Place: p.fact.Place,
			})
		}
	}
	b.taint(doubts)
}

// refer resolves the references of facts and parts. A reference may look at what other facts are called, so that no fact changes until all
// are resolved.
func (b *build) refer() {
	fields := make([][]Field, len(b.readers))
	var all sync.WaitGroup
	for r, reader := range b.readers {
		fields[r] = make([]Field, len(reader.pending))
		all.Go(func() {
			for n, p := range reader.pending {
				fields[r][n] = b.index.reference(p)
			}
		})
	}
	all.Wait()
	for r, reader := range b.readers {
		for n, p := range reader.pending {
			p.fact.Set(p.spec.Name, fields[r][n])
		}
	}
}

// owners finds the facts that parts belong to. A part may lend its fact a name, or an address, by which another part finds
// it; so those that are found nowhere are looked for again as long as that brings anything.
func (b *build) owners() map[*part]meaning {
	owners := make(map[*part]meaning, len(b.parts))
	waiting := b.parts
	for len(waiting) > 0 {
		var left []*part
		for _, p := range waiting {
			m := b.index.resolve(p.of, []string{p.fact.Concept}, p.entry.to, p.origin)
			owners[p] = m
			if len(m.facts) == 0 {
				left = append(left, p)
				continue
			}
			for _, f := range m.facts {
				if !b.index.yields(p.fact) {
					b.index.addAddress(p.fact.Root, p.fact.Address, f)
				}
				b.nameFact(p.fact, f)
			}
		}
		if len(left) == len(waiting) {
			break
		}
		waiting = left
	}
	return owners
}

// merge lets a part configure its fact.
func (f *Fact) merge(p *part) {
	if p.fact.Maybe == nil || sameReason(p.fact.Maybe, f.Maybe) {
		f.mergeMaybe(p, nil)
		return
	}
	f.mergeMaybe(p, []resource.Why{*p.fact.Maybe})
}

// mergeMaybe merges a part; whys say why it may not belong to the fact, or not exist.
func (f *Fact) mergeMaybe(p *part, whys []resource.Why) {
	for name, set := range p.fact.Fields.All() {
		spec := p.fact.concept.Field(name)
		switch {
		case set.Known && set.Value == nil:
		case (name == "name" || name == "arn") && (f.Field(name).Value != nil || !f.Field(name).Known):
			// A further name; the fact keeps its own.
		case len(whys) == 0:
			f.Set(name, f.Field(name).with(*set, spec))
		default:
			f.Set(name, f.Field(name).doubt(*set, spec, whys))
		}
	}
	related := Related{p.fact.Address, p.fact.Place}
	if !slices.Contains(f.Parts, related) {
		f.Parts = append(f.Parts, related)
	}
}

// with is the field after a part has set it.
func (field Field) with(set Field, spec *Spec) Field {
	if !spec.IsList() && spec.Type != typeMap {
		return set
	}
	merged := Field{
		Known: field.Known && set.Known, Refs: mergeStrings(field.Refs, set.Refs), At: slices.Concat(field.At, set.At),
		Why: mergeWhy(field.Why, set.Why), Sensitive: field.Sensitive || set.Sensitive,
	}
	if field.rare != nil || set.rare != nil {
		merged.rare = &rare{blocks: slices.Concat(field.Blocks(), set.Blocks()), targets: slices.Concat(field.targets(), set.targets())}
	}
	if spec.Type == typeMap {
		merged.Value = mergeMaps(field.Value, set.Value)
		return merged
	}
	held, _ := field.Value.([]any)
	added, _ := set.Value.([]any)
	for _, v := range added {
		if spec.Type == typeObjects || !slices.Contains(held, v) {
			held = append(held[:len(held):len(held)], v)
		}
	}
	merged.Value = held
	if held == nil {
		merged.Value = []any{}
	}
	return merged
}

func mergeMaps(values ...any) map[string]any {
	all := map[string]any{}
	for _, v := range values {
		entries, _ := v.(map[string]any)
		for key, e := range entries {
			all[key] = e
		}
	}
	return all
}

// doubt is the field where a part may set it or may not: it stays as it is if the part would change nothing.
func (field Field) doubt(set Field, spec *Spec, whys []resource.Why) Field {
	if set.Known && field.Known && (reflect.DeepEqual(set.Value, field.Value) || spec.IsList() && holds(field.Value, set.Value)) {
		return field
	}
	field.Why = mergeWhy(mergeWhy(field.Why, whys), set.Why)
	field.Refs = mergeStrings(field.Refs, set.Refs)
	field.At = slices.Concat(field.At, set.At)
	field.Sensitive = field.Sensitive || set.Sensitive
	field.Known = false
	left := rare{blocks: field.Blocks(), related: field.Related(), targets: field.targets()}
	field.rare = &left
	switch {
	case spec.IsList():
		if field.Value == nil {
			field.Value = []any{}
		}
	case spec.Type == typeMap:
		if field.Value == nil {
			field.Value = map[string]any{}
		}
	default:
		field.Value, left.targets = nil, nil
	}
	return field
}

// holds reports whether a list has every element of another.
func holds(list, others any) bool {
	have, _ := list.([]any)
	want, _ := others.([]any)
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h any) bool { return reflect.DeepEqual(h, w) }) {
			return false
		}
	}
	return true
}

// doubtKey names what parts of one entry may set in one root, without saying where.
type doubtKey struct {
	root, cloud string
	entry       *entry
	field       string
}

// doubt gathers what such parts set: one value if all agree.
type doubt struct {
	set   Field
	spec  *Spec
	whys  []resource.Why
	agree bool
}

func addDoubts(doubts map[doubtKey]*doubt, p *part, whys []resource.Why) {
	for name, set := range p.fact.Fields.All() {
		if set.Known && set.Value == nil || name == "name" || name == "arn" {
			continue
		}
		key := doubtKey{p.fact.Root, p.fact.Cloud, p.entry, name}
		d := doubts[key]
		if d == nil {
			doubts[key] = &doubt{set: *set, spec: p.fact.concept.Field(name), whys: slices.Clone(whys), agree: true}
			continue
		}
		if d.agree = d.agree && reflect.DeepEqual(d.set.Value, set.Value); !d.agree {
			d.set.Known = false
		}
		d.whys = append(d.whys, whys...)
		d.set.Why = append(d.set.Why, set.Why...)
	}
}

// taint makes unknown what a part of unknown owner might set, in every fact of its root that it might belong to.
func (b *build) taint(doubts map[doubtKey]*doubt) {
	if len(doubts) == 0 {
		return
	}
	keys := make([]doubtKey, 0, len(doubts))
	byConcept := map[addressKey][]*Fact{}
	for key, d := range doubts {
		keys = append(keys, key)
		d.whys = mergeWhy(nil, d.whys)
		d.set.Why = mergeWhy(nil, d.set.Why)
		d.set.At, d.set.Refs = nil, nil // they are many resources' and none of this fact's
	}
	slices.SortFunc(keys, func(x, y doubtKey) int {
		return cmp.Or(strings.Compare(x.root, y.root), strings.Compare(x.cloud, y.cloud), strings.Compare(x.entry.place.Filename, y.entry.place.Filename),
			cmp.Compare(x.entry.order, y.entry.order), strings.Compare(x.field, y.field))
	})
	for _, f := range b.facts {
		key := addressKey{root: f.Root, concept: f.Concept, address: f.Cloud}
		byConcept[key] = append(byConcept[key], f)
	}
	for _, key := range keys {
		d := doubts[key]
		for _, f := range byConcept[addressKey{root: key.root, concept: key.entry.concept.Name, address: key.cloud}] {
			if ofType(f, key.entry.to) {
				f.Set(key.field, f.Field(key.field).doubt(d.set, d.spec, d.whys))
			}
		}
	}
}
