package fact

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// marks are the marks of a value, sorted by what they say.
type marks struct {
	at        []resource.Range
	refs      []resource.Ref
	whys      []resource.Why
	problems  []problem
	sensitive bool
	secret    bool
}

// splitMarks sorts the marks of a value, which come in any order. Where a name stands counts only for a value that stands nowhere itself.
func splitMarks(all cty.ValueMarks) marks {
	var m marks
	var names []resource.Range
	for mark := range all {
		switch mark := mark.(type) {
		case resource.At:
			m.at = append(m.at, *mark.Range)
		case nameAt:
			names = append(names, *mark.Range)
		case resource.Ref:
			m.refs = append(m.refs, mark)
		case resource.Why:
			m.whys = append(m.whys, mark)
		case resource.Sensitive, resource.Ephemeral:
			m.sensitive = true
		case secretText:
			m.secret = true
		case problem:
			m.problems = append(m.problems, mark)
		}
	}
	if len(m.at) == 0 {
		m.at = names
	}
	if len(m.refs) > 1 {
		slices.SortFunc(m.refs, func(a, b resource.Ref) int {
			return cmp.Or(strings.Compare(a.Address, b.Address), strings.Compare(a.Attribute, b.Attribute))
		})
	}
	if len(m.problems) > 1 {
		slices.SortFunc(m.problems, func(a, b problem) int {
			return cmp.Or(strings.Compare(a.summary, b.summary), strings.Compare(a.detail, b.detail))
		})
	}
	return m
}

// addresses are those of the other resources a value was read from, sorted and unique.
func (m marks) addresses(own string) []string {
	var all []string
	for _, ref := range m.refs { // sorted
		if ref.Address != own && (len(all) == 0 || all[len(all)-1] != ref.Address) {
			all = append(all, ref.Address)
		}
	}
	return all
}

// waits is what an unknown value with these marks waits for. What bears no mark is the provider's to compute.
func (m marks) waits(own string) []resource.Why {
	all := slices.Clone(m.whys)
	for _, ref := range m.refs {
		if ref.Address != own && !ref.Configured {
			all = append(all, whyRef(ref))
		}
	}
	// What is handed on, and what the instance itself leaves open, helps nobody who can settle the rest.
	for _, ref := range m.refs {
		if ref.Address != own && ref.Configured && len(all) == 0 {
			all = append(all, whyRef(ref))
		}
	}
	for _, ref := range m.refs {
		if ref.Address == own && len(all) == 0 {
			all = append(all, whyRef(ref))
		}
	}
	if len(all) == 0 {
		all = append(all, resource.Why{Cause: resource.Computed, Subject: own})
	}
	slices.SortFunc(all, compareWhy)
	return slices.Compact(all)
}

// whyRef is what an unknown waits for that was read from a resource.
func whyRef(ref resource.Ref) resource.Why {
	why := resource.Why{Cause: resource.Computed, Subject: ref.Address}
	if ref.Attribute != "" {
		why.Subject += "." + ref.Attribute
	}
	if isData(ref.Address) {
		why.Cause = resource.DataSource
	}
	return why
}

func isData(address string) bool {
	return strings.HasPrefix(address, "data.") || strings.Contains(address, ".data.")
}

// field makes the field of a value that is not a reference. It errs where the value cannot be of the field's type.
func (i *instance) field(v marked, spec *Spec) (Field, error) {
	if spec.IsList() {
		return i.listField(v, spec)
	}
	if len(v.marks) == 0 && v.bare.Type() == spec.ctyType() && v.bare.IsKnown() && spec.Type != typeMap {
		return Field{Known: true, Value: plain(v.bare)}, nil
	}
	bare, _ := unmark(v.bare)
	m := splitMarks(v.deep())
	f := Field{Known: true, Refs: m.addresses(i.resource.Address), At: i.places(m.at), Sensitive: m.sensitive}
	if m.secret {
		i.build.secrets = append(i.build.secrets, f.At...)
	}
	i.report(m, f.At)
	if spec.Type == typeMap {
		return i.mapField(f, bare, m)
	}
	if !bare.IsKnown() {
		f.Known, f.Why = false, m.waits(i.resource.Address)
		return f, nil
	}
	converted, err := convert.Convert(bare, spec.ctyType())
	if err != nil {
		return f, err
	}
	f.Value = plain(converted)
	return f, nil
}

func (i *instance) mapField(f Field, bare cty.Value, m marks) (Field, error) {
	switch {
	case bare.IsNull():
		return f, nil
	case !bare.IsKnown():
		f.Known, f.Value, f.Why = false, map[string]any{}, m.waits(i.resource.Address)
		return f, nil
	}
	if t := bare.Type(); !t.IsObjectType() && !t.IsMapType() { // cty would hold the types of an object's attributes against each other
		return f, fmt.Errorf("a map is needed, not %s", t.FriendlyName())
	}
	entries := map[string]any{}
	var vague []string
	for it := bare.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if !element.IsWhollyKnown() {
			f.Known, f.Why = false, m.waits(i.resource.Address)
			vague = append(vague, key.AsString())
			continue
		}
		if s, err := convert.Convert(element, cty.String); err == nil {
			element = s
		}
		entries[key.AsString()] = plain(element)
	}
	f.Value = entries
	if len(vague) > 0 {
		f.rare = &rare{vague: vague}
	}
	return f, nil
}

// listField keeps the elements that are known; one that is not leaves the field unknown.
func (i *instance) listField(v marked, spec *Spec) (Field, error) {
	f, elements := i.open(v)
	if elements == nil {
		return f, nil
	}
	list := []any{}
	var blocks []resource.Range
	for _, e := range elements {
		bare, all := unmark(e)
		m := splitMarks(all)
		i.collect(&f, m)
		switch {
		case bare.IsNull():
		case !bare.IsWhollyKnown():
			f.Known, f.Why = false, mergeWhy(f.Why, m.waits(i.resource.Address))
		default:
			if spec.Type == typeStrings {
				s, err := convert.Convert(bare, cty.String)
				if err != nil {
					return f, err
				}
				bare = s
			}
			list = append(list, plain(bare))
			if spec.Type == typeObjects {
				blocks = append(blocks, i.blockOf(m.at))
			}
		}
	}
	f.Value = list
	if len(blocks) > 0 {
		f = f.WithBlocks(blocks)
	}
	f.At = i.places(f.At)
	return f, nil
}

// blockOf is the innermost header among these places, else that of the instance.
func (i *instance) blockOf(at []resource.Range) resource.Range {
	headers, found := i.blockHeaders(), i.resource.Place
	for _, place := range at {
		if headers[place] && (found == i.resource.Place || found.Less(place)) {
			found = place
		}
	}
	return found
}

// open takes a list apart. The elements are nil where there is no list: where it is null, or unknown as a whole. One value
// stands for a list of one.
func (i *instance) open(v marked) (Field, []cty.Value) {
	bare, m := v.bare, splitMarks(v.marks)
	f := Field{Known: true, Refs: m.addresses(i.resource.Address), At: m.at, Sensitive: m.sensitive}
	i.report(m, f.At)
	switch {
	case bare.IsNull():
		f.At = i.places(f.At)
		return f, nil
	case !bare.IsKnown():
		f.Known, f.Value, f.Why = false, []any{}, m.waits(i.resource.Address)
		f.At = i.places(f.At)
		return f, nil
	case !isList(bare):
		return f, []cty.Value{v.value()}
	}
	elements := []cty.Value{}
	for e := range resource.Elements(bare) {
		elements = append(elements, e)
	}
	return f, elements
}

// collect adds the marks of an element to its field.
func (i *instance) collect(f *Field, m marks) {
	f.Refs = mergeStrings(f.Refs, m.addresses(i.resource.Address))
	f.At = append(f.At, m.at...)
	f.Sensitive = f.Sensitive || m.sensitive
	i.report(m, m.at)
}

// plain is a known, unmarked value as Rego sees it.
func plain(v cty.Value) any {
	switch t := v.Type(); {
	case v.IsNull():
		return nil
	case t == cty.String:
		return v.AsString()
	case t == cty.Bool:
		return v == cty.True
	case t == cty.Number:
		n, _ := v.AsBigFloat().Float64()
		return max(-math.MaxFloat64, min(n, math.MaxFloat64)) // what a document says beyond that is no number to Rego
	case t.IsObjectType() || t.IsMapType():
		entries := map[string]any{}
		for it := v.ElementIterator(); it.Next(); {
			key, e := it.Element()
			entries[key.AsString()] = plain(e)
		}
		return entries
	case isList(v):
		list := []any{}
		for e := range resource.Elements(v) {
			list = append(list, plain(e))
		}
		return list
	}
	return nil // a capsule: no provider has one
}

// places sorts the places of a value, the most specific first: what an attribute writes before the header of the block it
// stands in, a part before the whole.
func (i *instance) places(at []resource.Range) []resource.Range {
	if len(at) < 2 {
		return at
	}
	headers := i.blockHeaders()
	slices.SortFunc(at, func(a, b resource.Range) int {
		switch {
		case a == b:
			return 0
		case headers[a] != headers[b]:
			if headers[b] {
				return -1
			}
			return 1
		case headers[a]: // the innermost header is the last
			return compareRange(b, a)
		case a.Contains(b):
			return 1
		case b.Contains(a):
			return -1
		}
		return compareRange(a, b)
	})
	return slices.Compact(at)
}

// blockHeaders are the places that mark a whole block of the instance.
func (i *instance) blockHeaders() map[resource.Range]bool {
	if i.headers == nil {
		i.headers = map[resource.Range]bool{}
		for _, v := range i.resource.Written {
			i.addHeaders(v)
		}
	}
	return i.headers
}

func (i *instance) addHeaders(v cty.Value) {
	bare, all := v.Unmark()
	if bare.IsNull() || !bare.IsKnown() || !bare.CanIterateElements() {
		return
	}
	if bare.Type().IsObjectType() {
		for mark := range all {
			if m, ok := mark.(resource.At); ok {
				i.headers[*m.Range] = true
			}
		}
	}
	for e := range resource.Elements(bare) {
		i.addHeaders(e)
	}
}

// isSet is x != null without the place of x: what decides whether a field applies is not where the field is written.
func isSet(args []marked) (marked, error) {
	v, marks := args[0].bare, withoutPlaces(args[0].deep())
	if !v.IsKnown() && !v.Range().DefinitelyNotNull() {
		return marked{bare: cty.UnknownVal(cty.Bool), marks: marks}, nil
	}
	return marked{bare: cty.BoolVal(!v.IsNull()), marks: marks}, nil
}
