package plan

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// Blocks are what the root module declares: "aws_kms_key.k", "data.aws_region.here", "module.db", by which its directory is found.
func (d *Document) Blocks() []string {
	seen := map[string]bool{}
	if d.root != nil {
		for name := range d.root.blocks {
			seen[name] = true
		}
		for name := range d.root.calls {
			seen["module."+name] = true
		}
	}
	if len(seen) == 0 {
		for _, i := range d.instances {
			name := i.block()
			if at := steps(i.module); len(at) > 1 {
				name = joined(at[:2])
			}
			seen[name] = true
		}
	}
	out := make([]string, 0, len(seen))
	for name := range seen {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Joined is a plan put together with the configuration that it was made from.
type Joined struct {
	// Resources are sorted by address. They are of the root of the configuration.
	Resources []*resource.Resource
	// PlanOnly and SourceOnly are the addresses of managed resources that only one of both has; they are judged all the same. What a
	// plan leaves out on purpose (count = 0, a deletion) is in neither.
	PlanOnly, SourceOnly []string
}

// Join gives the resources of a root module the values of the plan, and leaves them the places and references of the source. Both
// are joined by address; an instance of the source whose key is not known, [*], stands for every one of the plan. The source is used up,
// and the plan's resources are made as they are needed: in a large estate, both at once are most of the memory.
func (d *Document) Join(root string, source []*resource.Resource) *Joined {
	j := &Joined{}
	exact, starred := map[string]*resource.Resource{}, map[string][]*resource.Resource{}
	for _, s := range source {
		exact[s.Address] = s
		if strings.Contains(s.Address, "[*]") {
			starred[keyless(s.Address)] = append(starred[keyless(s.Address)], s)
		}
	}
	used := map[*resource.Resource]bool{}
	const atOnce = 1000
	for part := range d.inParts(atOnce) {
		for _, p := range part {
			s := exact[p.Address]
			one := s != nil
			if !one {
				s = standIn(starred[keyless(p.Address)], p.Address)
			}
			if s == nil {
				j.alone(p, root)
				continue
			}
			used[s] = true
			j.Resources = append(j.Resources, joinResource(p, s))
			if one && !strings.Contains(s.Address, "[*]") {
				s.Written, s.Rest = nil, nil
			}
		}
	}
	for _, s := range source {
		if used[s] || d.leavesOut(s) {
			continue
		}
		j.Resources = append(j.Resources, s)
		if s.Mode == resource.Managed {
			j.SourceOnly = append(j.SourceOnly, s.Address)
		}
	}
	slices.SortStableFunc(j.Resources, func(a, b *resource.Resource) int { return natural(a.Address, b.Address) })
	return j
}

// alone adds what only the plan has.
func (j *Joined) alone(p *resource.Resource, root string) {
	p.Root = root
	j.Resources = append(j.Resources, p)
	if p.Mode == resource.Managed {
		j.PlanOnly = append(j.PlanOnly, p.Address)
	}
}

// leavesOut reports whether a plan shows that a resource of the source will not exist: it is deleted, or its block is there and
// repeats as often as its keys say, and so is no instance of it.
func (d *Document) leavesOut(s *resource.Resource) bool {
	if d.dropped[s.Address] {
		return true
	}
	m := d.root.within(s.Module)
	if m == nil {
		return false
	}
	b := m.blocks[strings.TrimPrefix(keyless(s.Address), dotted(keyless(s.Module)))]
	if b == nil {
		return false
	}
	if s.Mode == resource.Data {
		return strings.Contains(s.Address, "[")
	}
	for ; m.call != nil; m = m.parent {
		if m.call.count != nil || m.call.forEach != nil {
			return true
		}
	}
	return b.count != nil || b.forEach != nil
}

func dotted(module string) string {
	if module == "" {
		return ""
	}
	return module + "."
}

// standIn finds the instance with unknown keys that stands for an address.
func standIn(starred []*resource.Resource, address string) *resource.Resource {
	want := steps(address)
	for _, s := range starred {
		have := steps(s.Address)
		if slices.EqualFunc(have, want, func(a, b string) bool { return a == b || a == "[*]" && b[0] == '[' }) {
			return s
		}
	}
	return nil
}

// joinResource is the source's resource with the plan's values.
func joinResource(p, s *resource.Resource) *resource.Resource {
	out := *s
	o := overlay{from: steps(s.Address), to: steps(p.Address)}
	out.Address, out.Module = p.Address, p.Module
	out.Written, out.Rest = o.written(p, s), p.Rest
	out.Region = o.region(p, s)
	out.Maybe = p.Maybe
	return &out
}

// overlay puts a plan's values over those of the source.
type overlay struct {
	// from is the address of the instance in the source, to in the plan: they differ where the source does not know the keys.
	from, to []string
}

// region is as the instance itself says in the plan, else as the source says, which knows more of provider configurations.
func (o overlay) region(p, s *resource.Resource) cty.Value {
	for _, name := range []string{"region", "location"} {
		if v, ok := p.Value(name); ok && set(v) {
			return o.value(p.Region, s.Region)
		}
	}
	if !set(s.Region) && set(p.Region) {
		return p.Region
	}
	return s.Region
}

// written puts together what either of both writes.
func (o overlay) written(p, s *resource.Resource) map[string]cty.Value {
	out := map[string]cty.Value{}
	for name, v := range p.Written {
		if of, ok := s.Value(name); ok {
			out[name] = o.value(v, of)
			continue
		}
		out[name] = bare(v)
	}
	for name, of := range s.Written {
		if _, done := out[name]; done {
			continue
		}
		if null, ok := p.Value(name); ok {
			out[name] = o.value(null, of)
		}
	}
	return out
}

// value is the plan's where that knows it, else the source's, with the marks of the source.
func (o overlay) value(p, s cty.Value) cty.Value {
	plan, _ := p.Unmark()
	if !plan.IsKnown() {
		return o.rename(s)
	}
	src, marks := s.Unmark()
	secret := resource.Secrets(p.Marks())
	kept := o.kept(marks, plan.IsNull())
	if !src.IsKnown() {
		kept[resource.Given{By: resource.ByCaller}] = struct{}{}
	}
	if plan.IsNull() || !plan.CanIterateElements() {
		return plan.WithMarks(kept, secret)
	}
	inner := func(part, _ cty.Value) cty.Value { return bare(part) }
	if src.IsKnown() && !src.IsNull() && src.CanIterateElements() {
		inner = o.value
	}
	t := plan.Type()
	var out cty.Value
	switch {
	case t.IsObjectType() || t.IsMapType():
		out = o.fields(plan, src, inner)
	case plan.LengthInt() == 0:
		out = plan
	default:
		out = o.elements(plan, src, kept)
	}
	return out.WithMarks(kept, secret)
}

// fields puts the members of objects and maps together.
func (o overlay) fields(plan, src cty.Value, inner func(part, of cty.Value) cty.Value) cty.Value {
	out := map[string]cty.Value{}
	of := map[string]cty.Value{}
	if src.IsKnown() && !src.IsNull() && (src.Type().IsObjectType() || src.Type().IsMapType()) {
		of = src.AsValueMap()
	}
	for it := plan.ElementIterator(); it.Next(); {
		key, part := it.Element()
		if source, ok := of[key.AsString()]; ok {
			out[key.AsString()] = inner(part, source)
			continue
		}
		out[key.AsString()] = bare(part)
	}
	return cty.ObjectVal(out)
}

// elements puts lists together, each element of the plan with the one of the source that it may be: sets have another order there.
func (o overlay) elements(plan, src cty.Value, kept cty.ValueMarks) cty.Value {
	var of []cty.Value
	listed := src.IsKnown() && !src.IsNull() && src.CanIterateElements() && !src.Type().IsObjectType() && !src.Type().IsMapType()
	if listed {
		for it := src.ElementIterator(); it.Next(); {
			_, e := it.Element()
			of = append(of, e)
		}
	}
	parts := plan.AsValueSlice()
	used := make([]bool, len(of))
	out := make([]cty.Value, len(parts))
	for i, part := range parts {
		at := partner(part, of, used, i, len(parts))
		switch {
		case at >= 0:
			used[at] = true
			out[i] = o.value(part, of[at])
		case listed:
			out[i] = bare(part)
		default: // blocks that the source could not count: they stand where the dynamic block does
			out[i] = bare(part).WithMarks(kept)
		}
	}
	return cty.TupleVal(out)
}

// partner finds the element of the source that may be a part of the plan: the one at the same place, else the first that does not
// contradict it.
func partner(part cty.Value, of []cty.Value, used []bool, i, length int) int {
	const most = 100
	if i < len(of) && !used[i] && (length > most || !contradicts(part, of[i], 0)) {
		return i
	}
	if length > most {
		return -1
	}
	for at := range of {
		if !used[at] && !contradicts(part, of[at], 0) {
			return at
		}
	}
	return -1
}

// set reports whether a value is known and not null.
func set(v cty.Value) bool { return v != cty.NilVal && v.IsKnown() && !v.IsNull() }

// contradicts reports whether two values have a known text, number or bool in the same place that differs.
func contradicts(a, b cty.Value, depth int) bool {
	const deepest = 6
	a, _ = a.Unmark()
	b, _ = b.Unmark()
	if depth > deepest || !set(a) || !set(b) {
		return false
	}
	if a.Type().IsPrimitiveType() && b.Type().IsPrimitiveType() {
		return a.Type() != b.Type() || !a.RawEquals(b)
	}
	if !a.Type().IsObjectType() || !b.Type().IsObjectType() {
		return sized(a) != sized(b) && a.Type().IsTupleType() && b.Type().IsTupleType()
	}
	for name := range a.Type().AttributeTypes() {
		if b.Type().HasAttribute(name) && contradicts(a.GetAttr(name), b.GetAttr(name), depth+1) {
			return true
		}
	}
	return false
}

func sized(v cty.Value) int {
	if !v.CanIterateElements() {
		return -1
	}
	return v.LengthInt()
}

// kept are the marks of the source that hold for a known value: where it is written and read from, and that it is secret.
func (o overlay) kept(marks cty.ValueMarks, null bool) cty.ValueMarks {
	out := cty.ValueMarks{}
	for mark := range marks {
		switch m := mark.(type) {
		case resource.Ref:
			if !null {
				out[o.renamed(m)] = struct{}{}
			}
		case resource.At, resource.Given, resource.Sensitive, resource.Ephemeral:
			out[mark] = struct{}{}
		}
	}
	return out
}

// bare takes the places off a value: they are in the plan.
func bare(v cty.Value) cty.Value {
	if !v.ContainsMarked() {
		return v
	}
	out, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		plain, marks := v.Unmark()
		for mark := range marks {
			if _, ok := mark.(resource.At); ok {
				delete(marks, mark)
			}
		}
		return plain.WithMarks(marks), nil
	})
	if err != nil { // the function gives none
		return v
	}
	return out
}

// rename puts known keys into the references of a value of the source.
func (o overlay) rename(v cty.Value) cty.Value {
	if slices.Equal(o.from, o.to) || !v.ContainsMarked() {
		return v
	}
	out, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		plain, marks := v.Unmark()
		renamed := cty.ValueMarks{}
		for mark := range marks {
			if ref, ok := mark.(resource.Ref); ok {
				mark = o.renamed(ref)
			}
			renamed[mark] = struct{}{}
		}
		return plain.WithMarks(renamed), nil
	})
	if err != nil { // the function gives none
		return v
	}
	return out
}

// renamed is a reference with the keys that it shares with the instance.
func (o overlay) renamed(ref resource.Ref) resource.Ref {
	if !strings.Contains(ref.Address, "[*]") {
		return ref
	}
	at := steps(ref.Address)
	for i := range at {
		if i >= len(o.from) || i >= len(o.to) || at[i] != o.from[i] {
			break
		}
		at[i] = o.to[i]
	}
	ref.Address = joined(at)
	return ref
}
