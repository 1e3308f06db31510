package fact

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// instance evaluates the entries of one resource instance.
type instance struct {
	build    *build
	resource *resource.Resource
	context  *hcl.EvalContext
	account  Field
	region   Field
	// away is set where the provider is sent to another endpoint than its own.
	away    *away
	headers map[resource.Range]bool
	// schema is the provider's for the type; nil where it has none.
	schema *schema.Block
	// yielded counts the facts of each concept, for their ids.
	yielded map[string]int
	// readings are those of the functions that read text.
	readings []reading
	unvaried []settledValue
}

// setField is a field of the fact that is being made.
type setField struct {
	name  string
	field Field
}

// reading is what a function makes of an argument.
type reading struct {
	function        string
	argument, value cty.Value
}

// part is what a part block sets, before it is joined.
type part struct {
	entry  *entry
	fact   *Fact // its Fields are what the part sets
	origin origin
	of     cty.Value
}

// pending is a reference that waits until all facts are known. Facts and parts alike hold it.
type pending struct {
	fact   *Fact
	spec   *Spec
	value  cty.Value
	origin origin
}

// newInstance returns an instance without a region where it errs.
func (b *build) newInstance(r *resource.Resource, entries []*entry, sent *away) (*instance, error) {
	i := &instance{build: b, resource: r, away: sent, region: Field{Known: true}, yielded: map[string]int{}}
	region := r.Region
	if region == cty.NilVal {
		region = cty.NullVal(cty.String)
	}
	vendor := cty.NullVal(cty.DynamicPseudoType)
	if sent != nil {
		vendor, region = sent.value, sent.region()
	}
	i.schema = b.catalogue.schema(r)
	i.context = rootContext.NewChild()
	i.context.Variables = map[string]cty.Value{
		"self": i.self(entries), "provider": b.provider(r), "release": release(r.Provider), "region": region,
		"address": cty.StringVal(r.Address), "vendor": vendor, "hosts": b.hosts,
		instanceVariable: cty.CapsuleVal(instanceType, i),
	}
	i.account = Field{Known: true}
	if account := b.accounts[[2]string{r.Root, r.Provider.Config}]; account.name != "" {
		i.account.Value = account.name
	}
	field, err := i.field(region, builtins["region"])
	if err != nil {
		return i, fmt.Errorf("region of %s: %w", r.Address, err)
	}
	i.region = field
	return i, nil
}

// self is a resource instance with the attributes that the entries read: it has many more.
func (i *instance) self(entries []*entry) cty.Value {
	values := map[string]cty.Value{}
	applied := len(i.build.symbolic[i.resource.Root]) > 0
	for _, e := range entries {
		for _, name := range e.reads {
			v, ok := i.resource.Value(name)
			if ok && applied {
				v = i.own(v)
			}
			if ok {
				v, _ = emptyAsNull(v, name, i.schema)
			}
			if i.ignores(name) && v.Type() == cty.String {
				v = v.Mark(resource.Given{By: resource.AtFirst})
			}
			if ok {
				values[name] = v
			}
		}
	}
	return cty.ObjectVal(values)
}

// ignores reports whether Terraform leaves an attribute as it is once the resource is made.
func (i *instance) ignores(name string) bool {
	return len(i.resource.IgnoreChanges) > 0 && (slices.Contains(i.resource.IgnoreChanges, name) || slices.Contains(i.resource.IgnoreChanges, "all"))
}

// provider is the provider block that serves r. Where none is written, every setting of the provider's own schema is null.
func (b *build) provider(r *resource.Resource) cty.Value {
	v := orEmpty(r.Provider.Values)
	schemas := b.catalogue.schemas
	if schemas == nil || v.IsMarked() || !v.RawEquals(cty.EmptyObjectVal) {
		return v
	}
	if fitted, ok := b.unwritten[r.Provider.Source]; ok {
		return fitted
	}
	if block := schemas.Provider(r.Provider.Source); block != nil {
		v = schema.Fit(v, block, nil)
	}
	b.unwritten[r.Provider.Source] = v
	return v
}

func orEmpty(v cty.Value) cty.Value {
	if v == cty.NilVal {
		return cty.EmptyObjectVal
	}
	return v
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
	if e.forEach == nil {
		return i.yield(e, i.context, i.resource.Place, i.resource.Maybe)
	}
	v, _, err := e.forEach.value(i.context)
	if err != nil {
		return i.wrap(err)
	}
	bare, all := v.Unmark()
	switch {
	case bare.IsNull():
		return nil
	case !bare.IsKnown():
		m := splitMarks(all)
		i.report(m, m.at)
		return i.yield(e, i.eachContext(cty.DynamicVal, cty.DynamicVal.WithMarks(all)), i.resource.Place, i.maybe(m))
	case !bare.CanIterateElements():
		return i.wrap(at(e.forEach.hcl.Range(), "for_each needs a list or a map, not a %s", bare.Type().FriendlyName()))
	}
	for it := bare.ElementIterator(); it.Next(); {
		key, element := it.Element()
		maybe := i.resource.Maybe
		if element.HasMarkDeep(several{}) {
			_, deep := element.UnmarkDeep()
			maybe = i.maybe(splitMarks(deep))
		}
		if err := i.yield(e, i.eachContext(key, withMarks(element, all)), i.elementPlace(element, all), maybe); err != nil {
			return err
		}
	}
	return nil
}

// elementPlace is where one element of a for_each is written: the header of its block, or of the last of the blocks that it is
// put together from; else the attribute that holds the whole; else the header of the resource.
func (i *instance) elementPlace(element cty.Value, whole cty.ValueMarks) resource.Range {
	candidates := []cty.ValueMarks{element.Marks()}
	if bare, _ := element.Unmark(); bare.IsKnown() && !bare.IsNull() && bare.Type().IsObjectType() {
		for it := bare.ElementIterator(); it.Next(); {
			if _, v := it.Element(); v.Type().IsObjectType() {
				candidates[0] = union(candidates[0], v.Marks())
			}
		}
	}
	for _, marks := range append(candidates, whole) {
		var last resource.Range
		for mark := range marks {
			if at, ok := mark.(resource.At); ok && i.resource.Body.Contains(at.Range) && last.Less(at.Range) {
				last = at.Range
			}
		}
		if last != (resource.Range{}) {
			return last
		}
	}
	return i.resource.Place
}

func union(a, b cty.ValueMarks) cty.ValueMarks {
	out := make(cty.ValueMarks, len(a)+len(b))
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}

// maybe is why a fact may not exist: the instance's own reason, or the first thing that an unknown waits for.
func (i *instance) maybe(m marks) *resource.Why {
	if i.resource.Maybe != nil {
		return i.resource.Maybe
	}
	return &m.waits(i.resource.Address)[0]
}

func (i *instance) eachContext(key, value cty.Value) *hcl.EvalContext {
	ctx := i.context.NewChild()
	ctx.Variables = map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})}
	return ctx
}

func (i *instance) wrap(err error) error {
	return fmt.Errorf("%w (in %s)", err, i.resource.Address)
}

// yield makes one fact or part of an entry.
func (i *instance) yield(e *entry, ctx *hcl.EvalContext, place resource.Range, maybe *resource.Why) error {
	if e.when != nil {
		holds, why, err := i.when(e, ctx)
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
	if e.kind == "fact" {
		set = append(set, setField{"region", i.region}, setField{"account", i.account})
	}
	if e.cloudOf != nil {
		v, _, err := e.cloudOf.value(ctx)
		if err != nil {
			return i.wrap(err)
		}
		f.Cloud, _ = asString(v)
	}
	var waiting []pending
	for _, ef := range e.fields {
		field, reference, err := i.fieldOf(ef, ctx)
		switch {
		case err != nil:
			return i.wrap(at(ef.expr.hcl.Range(), "field %s.%s: %s", e.concept.Name, ef.spec.Name, err))
		case reference != cty.NilVal:
			waiting = append(waiting, pending{fact: f, spec: ef.spec, value: reference})
		// A region that is written as null is that of another fact, and not the effective one.
		case !field.isNull() || ef.spec.Name == "region" && ef.fixed != nil:
			set = append(set, setField{ef.spec.Name, field})
		}
	}
	f.Fields = make(map[string]Field, len(set)+len(waiting))
	for _, s := range set {
		f.Fields[s.name] = s.field
	}
	i.build.set = set
	return i.keep(e, f, waiting, ctx)
}

// fieldOf evaluates a field of an entry, or the value of a reference, which is resolved later.
func (i *instance) fieldOf(ef entryField, ctx *hcl.EvalContext) (f Field, reference cty.Value, err error) {
	if ef.fixed != nil && ef.expr.isFixed(ctx) {
		return *ef.fixed, cty.NilVal, nil
	}
	v, _, err := ef.expr.value(ctx)
	switch {
	case err != nil:
		i.unreadable(err)
		return Field{Why: []resource.Why{{Cause: resource.Failed, Subject: i.resource.Address}}}, cty.NilVal, nil
	case !v.IsMarked() && v.IsNull():
		return Field{Known: true}, cty.NilVal, nil
	case ef.spec.IsReference():
		return Field{}, v, nil
	}
	f, err = i.field(v, ef.spec)
	return f, cty.NilVal, err
}

// keep files a fact or a part and what it waits for.
func (i *instance) keep(e *entry, f *Fact, waiting []pending, ctx *hcl.EvalContext) error {
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
		return nil
	}
	of, _, err := e.of.value(ctx)
	if err != nil {
		return i.wrap(err)
	}
	f.order = len(i.build.parts)
	i.build.parts = append(i.build.parts, &part{entry: e, fact: f, origin: from, of: of})
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

func (i *instance) when(e *entry, ctx *hcl.EvalContext) (holds bool, maybe *resource.Why, err error) {
	v, _, err := e.when.value(ctx)
	if err != nil {
		return false, nil, i.wrap(err)
	}
	bare, all := unmark(v)
	b, err := convert.Convert(bare, cty.Bool)
	switch {
	case err != nil:
		return false, nil, i.wrap(at(e.when.hcl.Range(), "when needs a bool: %s", err))
	case b.IsNull():
		return false, nil, nil
	case !b.IsKnown():
		m := splitMarks(all)
		i.report(m, m.at)
		return true, i.maybe(m), nil
	}
	return b.True(), nil, nil
}
