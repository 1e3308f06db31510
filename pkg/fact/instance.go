package fact

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// instance evaluates the entries of one resource instance.
type instance struct {
	build    *build
	resource *resource.Resource
	scope    *scope
	account  Field
	region   Field
	// away is set where the provider is sent to another endpoint than its own.
	away    *away
	headers map[resource.Range]bool
	kind    *kind
	// where is the region that the instance lives in.
	where marked
	// yielded counts the facts of each concept, for their ids.
	yielded map[string]int
	// readings are those of the functions that read text.
	readings []reading
	unvaried []settledValue
	// within is the condition of a block that was asked last, inWithin its answer.
	within   *expression
	inWithin bool
	// attributes are what entries have read so far.
	attributes []variable
	// spare are scopes that are left.
	spare []*scope
}

// reading is what a function makes of an argument.
type reading struct {
	function string
	argument cty.Value
	value    marked
}

// part is what a part block sets, before it is joined.
type part struct {
	entry  *entry
	fact   *Fact // its Fields are what the part sets
	origin origin
	of     marked
}

// pending is a reference that waits until all facts are known. Facts and parts alike hold it.
type pending struct {
	fact   *Fact
	spec   *Spec
	value  marked
	origin origin
}

// newInstance returns an instance without a region where it errs.
func (b *build) newInstance(r *resource.Resource, k *kind, sent *away) (*instance, error) {
	i := &instance{
		build: b, resource: r, away: sent, region: Field{Known: true}, yielded: map[string]int{}, kind: k,
		attributes: b.attributes, spare: b.spare,
	}
	i.scope = &scope{instance: i, paths: b.paths}
	i.where = i.effectiveRegion()
	i.account = i.effectiveAccount()
	field, err := i.field(i.where, builtins["region"])
	if err != nil {
		return i, fmt.Errorf("region of %s: %w", r.Address, err)
	}
	i.region = field
	return i, nil
}

// report notes what a person wrote wrong.
func (i *instance) report(m marks, at []resource.Range) {
	for _, p := range m.problems {
		place := i.resource.Place
		if len(at) > 0 {
			place = i.places(slices.Clone(at))[0]
		}
		i.build.problems[Problem{Summary: p.summary, Detail: p.detail, Root: i.resource.Root, Address: i.resource.Address, Place: place}] = true
	}
}

// unreadable notes that an entry of the catalogue cannot be evaluated for this instance: a value of a kind that it does not
// foresee, or a mistake in it. What it would have said is unknown, and the run is incomplete; all else is still judged.
func (i *instance) unreadable(err error) {
	r := i.resource
	i.build.problems[Problem{
		Summary: "the catalogue cannot read " + r.Address, Detail: err.Error(), Root: r.Root, Address: r.Address, Place: r.Place,
		Catalogue: true,
	}] = true
}

// run evaluates one entry of the catalogue.
func (i *instance) run(e *entry) error {
	if in, err := i.inBlock(e); err != nil || !in {
		return err
	}
	if e.forEach == nil {
		return i.yield(e, i.scope, i.resource.Place, i.resource.Maybe)
	}
	list, _, err := e.forEach.value(i.scope)
	if err != nil {
		return i.wrap(err)
	}
	switch {
	case list.bare.IsNull():
		return nil
	case !list.bare.IsKnown():
		m := splitMarks(list.marks)
		i.report(m, m.at)
		s := i.scope.each(cty.DynamicVal, marked{bare: cty.DynamicVal, marks: list.marks})
		return i.yield(e, s, i.resource.Place, i.maybe(m))
	case !list.bare.CanIterateElements():
		return i.wrap(at(e.forEach.hcl.Range(), "for_each needs a list or a map, not a %s", list.bare.Type().FriendlyName()))
	}
	for it := list.bare.ElementIterator(); it.Next(); {
		key, element := it.Element()
		maybe := i.resource.Maybe
		m := apart(element)
		if m.holds(func(mark any) bool { return mark == several{} }) {
			maybe = i.maybe(splitMarks(m.deep()))
		}
		s := i.scope.each(key, m.with(list.marks))
		if err := i.yield(e, s, i.elementPlace(m, list.marks), maybe); err != nil {
			return err
		}
		s.leave()
	}
	return nil
}

// elementPlace is where one element of a for_each is written: the header of its block, or of the last of the blocks that it is
// put together from; else the attribute that holds the whole; else the header of the resource.
func (i *instance) elementPlace(element marked, whole cty.ValueMarks) resource.Range {
	own := element.marks
	if v := element.bare; v.IsKnown() && !v.IsNull() && v.Type().IsObjectType() {
		for v := range resource.Elements(v) {
			if v.Type().IsObjectType() {
				own = union(own, v.Marks())
			}
		}
	}
	for _, marks := range []cty.ValueMarks{own, whole} {
		var last resource.Range
		for _, at := range splitMarks(marks).at {
			if i.resource.Body.Contains(at) && last.Less(at) {
				last = at
			}
		}
		if last != (resource.Range{}) {
			return last
		}
	}
	return i.resource.Place
}

// maybe is why a fact may not exist: the instance's own reason, or the first thing that an unknown waits for.
func (i *instance) maybe(m marks) *resource.Why {
	if i.resource.Maybe != nil {
		return i.resource.Maybe
	}
	return &m.waits(i.resource.Address)[0]
}

func (i *instance) wrap(err error) error {
	return fmt.Errorf("%w (in %s)", err, i.resource.Address)
}

// yield makes one fact or part of an entry.
func (i *instance) yield(e *entry, s *scope, place resource.Range, maybe *resource.Why) error {
	if e.when != nil {
		holds, why, err := i.when(e, s)
		if err != nil || !holds {
			return err
		}
		if maybe == nil {
			maybe = why
		}
	}
	r := i.resource
	f := &Fact{
		Concept: e.concept.Name, Address: r.Address, Type: r.Type, Cloud: i.cloud(e), Root: r.Root, Resource: r, Place: place,
		Maybe: maybe, concept: e.concept, entry: e,
	}
	set := i.build.set[:0]
	if e.cloudOf != nil {
		m, _, err := e.cloudOf.value(s)
		if err != nil {
			return i.wrap(err)
		}
		f.Cloud, _ = m.text()
	}
	var waiting []pending
	for _, ef := range e.fields {
		field, reference, err := i.fieldOf(ef, s)
		switch {
		case err != nil:
			return i.wrap(at(ef.expr.hcl.Range(), "field %s.%s: %s", e.concept.Name, ef.spec.Name, err))
		case reference.bare != cty.NilVal:
			waiting = append(waiting, pending{fact: f, spec: ef.spec, value: reference})
		// A region that is written as null is that of another fact, and not the effective one.
		case !field.isNull() || ef.spec.Name == "region" && ef.fixed != nil:
			set = append(set, NamedField{ef.spec.Name, field})
		}
	}
	later := len(waiting)
	if e.kind == "fact" {
		set = i.place(set)
		later += e.concept.later
	}
	f.Fields = append(make(Fields, 0, len(set)+later), set...)
	i.build.set = set
	return i.keep(e, f, waiting, s)
}

// place adds the region and the account of the instance where the entry says nothing of them.
func (i *instance) place(set Fields) Fields {
	for _, own := range [...]NamedField{{"region", i.region}, {"account", i.account}} {
		if set.get(own.Name) == nil {
			set = append(set, own)
		}
	}
	return set
}

// fieldOf evaluates a field of an entry, or the value of a reference, which is resolved later.
func (i *instance) fieldOf(ef entryField, s *scope) (f Field, reference marked, err error) {
	if ef.fixed != nil && ef.expr.isFixed(s) {
		return *ef.fixed, marked{}, nil
	}
	m, _, err := ef.expr.value(s)
	switch {
	case err != nil:
		i.unreadable(err)
		return Field{Why: []resource.Why{{Cause: resource.Failed, Subject: i.resource.Address}}}, marked{}, nil
	case len(m.marks) == 0 && m.bare.IsNull():
		return Field{Known: true}, marked{}, nil
	case ef.spec.IsReference():
		return Field{}, m, nil
	}
	f, err = i.field(m, ef.spec)
	return f, marked{}, err
}

// keep files a fact or a part and what it waits for.
func (i *instance) keep(e *entry, f *Fact, waiting []pending, s *scope) error {
	from := i.origin(f)
	for _, p := range waiting {
		p.origin = from
		i.build.pending = append(i.build.pending, p)
	}
	if e.kind == "fact" {
		i.yielded[f.Concept]++
		f.ID = factID(f, i.yielded[f.Concept])
		f.order = i.yielded[f.Concept]
		i.build.facts = append(i.build.facts, f)
		if e.of == nil {
			return nil
		}
	}
	of, _, err := e.of.value(s)
	if err != nil {
		return i.wrap(err)
	}
	p := &part{entry: e, fact: f, origin: from, of: of}
	if e.kind == "fact" {
		i.build.namesakes = append(i.build.namesakes, p)
		return nil
	}
	f.order = len(i.build.parts)
	i.build.parts = append(i.build.parts, p)
	return nil
}

func factID(f *Fact, n int) string {
	id := f.Concept + "/" + f.Address
	if f.Root != "." && f.Root != "" {
		id = f.Root + ":" + id
	}
	if n > 1 {
		id += "#" + strconv.Itoa(n)
	}
	return id
}

func (i *instance) when(e *entry, s *scope) (holds bool, maybe *resource.Why, err error) {
	v, _, err := e.when.value(s)
	if err != nil {
		return false, nil, i.wrap(err)
	}
	bare, _ := unmark(v.bare)
	b, err := convert.Convert(bare, cty.Bool)
	switch {
	case err != nil:
		return false, nil, i.wrap(at(e.when.hcl.Range(), "when needs a bool: %s", err))
	case b.IsNull():
		return false, nil, nil
	case !b.IsKnown():
		m := splitMarks(v.deep())
		i.report(m, m.at)
		return true, i.maybe(m), nil
	}
	return b == cty.True, nil, nil
}
