package schema

import (
	"maps"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/ctymarks"

	"github.com/baalint/baalint/pkg/resource"
)

// Fitted is the type of an attribute's value after Fit: lists in the place of sets, because the elements of a cty set
// cannot carry marks of their own. Elements keep the order in which they are written, and equal ones all stay, since each
// has its own place.
func Fitted(t cty.Type) cty.Type {
	switch {
	case t.IsListType(), t.IsSetType():
		return cty.List(Fitted(t.ElementType()))
	case t.IsMapType():
		return cty.Map(Fitted(t.ElementType()))
	case t.IsObjectType():
		attributes := make(map[string]cty.Type, len(t.AttributeTypes()))
		for name, inner := range t.AttributeTypes() {
			attributes[name] = Fitted(inner)
		}
		return cty.Object(attributes)
	}
	return t
}

// Fit makes an evaluated object what Terraform would make of it by the schema b:
//   - attributes have their types, see Fitted; "true" becomes true. A known list or map whose elements are objects
//     becomes a tuple or an object, so that elements may be known to different degrees;
//   - an attribute that is absent or null is a null of its type, or computed(name) where the provider computes it. For a computed
//     attribute inside a nested block, name is that of the outermost block, since references cannot point deeper. An unknown of no
//     type takes on the attribute's;
//   - list and set blocks are tuples of objects, empty where the block is absent; single blocks are an object or null, map blocks an
//     object of objects. A lone object stands for one block;
//   - what the schema does not know, written for another version of the provider, stays as it is.
//
// Unknown stays unknown and every mark is kept. A value that cannot be converted becomes an unknown marked with a
// resource.Why whose cause is Failed and whose subject names the attribute and the fault, so that nobody takes it for a value of
// the wrong type, nor for an absent one. computed may be nil: then everything absent is null.
func Fit(v cty.Value, b *Block, computed func(attribute string) cty.Value) cty.Value {
	f := &fitting{computed: computed}
	return fitBlock(v, b, "", site{in: f}, f)
}

// FitWritten is Fit for the attributes of an object, which gets no attribute or block beyond those that it has: see
// Block.Absent for the others. The map is changed; b must not be nil. It reports whether every value could be made to fit.
func FitWritten(attributes map[string]cty.Value, b *Block, computed func(attribute string) cty.Value) bool {
	f := &fitting{computed: computed}
	p := b.prepare()
	for name, value := range attributes {
		value = f.attribute(value, b, "", site{name: name, in: f})
		if _, ok := p.provided[name]; ok && computed != nil {
			value = f.fill(value, name, p.types[name])
		}
		attributes[name] = value
	}
	return !f.failed
}

// Misfit tells whether a mark is what Fit says of a value that could not be made to fit: its subject is the attribute, a colon and the fault.
func Misfit(mark any) (why resource.Why, attribute string, ok bool) {
	if why, ok = mark.(resource.Why); !ok || why.Cause != resource.Failed {
		return why, "", false
	}
	attribute, _, ok = strings.Cut(why.Subject, ": ")
	return why, attribute, ok
}

// OfOtherRelease is a fitted value of a provider whose schema is surely of another release: what could not be made to fit waits for
// nothing that is wrong with it.
func OfOtherRelease(v cty.Value) cty.Value {
	recast, _ := v.WrangleMarksDeep(func(mark any, _ cty.Path) (ctymarks.WrangleAction, error) {
		why, attribute, ok := Misfit(mark)
		if !ok {
			return nil, nil
		}
		return ctymarks.WrangleReplace(resource.Why{Cause: resource.OtherRelease, Subject: attribute, Place: why.Place}), nil
	})
	return recast
}

// WrittenOfOtherRelease is OfOtherRelease for all that FitWritten has changed.
func WrittenOfOtherRelease(fitted map[string]cty.Value) {
	for name, v := range fitted {
		fitted[name] = OfOtherRelease(v)
	}
}

// fitting is one call of Fit.
type fitting struct {
	computed func(attribute string) cty.Value
	failed   bool
}

// site is what a fault is told with: the attribute, and the place of the innermost value around it that has one.
type site struct {
	name  string
	place resource.Range
	in    *fitting
}

func (s site) within(sets ...cty.ValueMarks) site {
	found := resource.Range{}
	for _, marks := range sets {
		for mark := range marks {
			// Of two places on one value the first in the file, so that the choice does not hang on the map's order.
			if at, ok := mark.(resource.At); ok && (found == resource.Range{} || at.Less(found)) {
				found = *at.Range
			}
		}
	}
	if found != (resource.Range{}) {
		s.place = found
	}
	return s
}

// fitBlock fits one object. top is the name to ask computed for, "" at the outermost level.
func fitBlock(v cty.Value, b *Block, top string, here site, f *fitting) cty.Value {
	raw, marks := v.Unmark()
	if b == nil || !raw.IsKnown() || raw.IsNull() {
		return v
	}
	if t := raw.Type(); !isMapping(t) {
		return failed(v, cty.DynamicPseudoType, here.within(marks), "a block is required")
	}
	attributes := maps.Collect(elements(raw))
	result := fitAttributes(attributes, b, top, f, marks)
	if len(marks) > 0 {
		return result.WithMarks(marks)
	}
	return result
}

// fitAttributes fits the attributes of one object, which is marked with marks.
func fitAttributes(attributes map[string]cty.Value, b *Block, top string, f *fitting, marks ...cty.ValueMarks) cty.Value {
	p := b.prepare()
	fitted := p.borrow()
	for name, value := range attributes {
		fitted[name] = f.attribute(value, b, top, site{name: name, in: f}.within(marks...))
	}
	if f.computed != nil {
		for _, name := range p.computed {
			ask := top
			if ask == "" {
				ask = name
			}
			fitted[name] = f.fill(fitted[name], ask, p.types[name])
		}
	}
	result := cty.ObjectVal(fitted)
	p.giveBack(fitted, attributes)
	return result
}

// attribute fits one attribute, or the nested blocks of one type, of the block b.
func (f *fitting) attribute(value cty.Value, b *Block, top string, here site) cty.Value {
	if nested, ok := b.Blocks[here.name]; ok {
		return fitNested(value, nested, top, here, f)
	}
	if t, ok := b.plan.types[here.name]; ok {
		return fitValue(value, t, here)
	}
	return value
}

// fill replaces the null of a computed attribute of type t, keeping the marks of one that is written. ask is the name to ask
// for.
func (f *fitting) fill(old cty.Value, ask string, t cty.Type) cty.Value {
	plain, marks := old.Unmark()
	if !plain.IsKnown() || !plain.IsNull() {
		return old
	}
	value := f.computed(ask)
	if value.Type() == cty.DynamicPseudoType && !value.IsKnown() {
		value = cty.UnknownVal(t).WithSameMarks(value)
	}
	if len(marks) > 0 {
		value = value.WithMarks(marks)
	}
	return value
}

// fitNested makes of what is written for a nested block type what its nesting asks for: one object for single, an object of objects for map, else a
// tuple of objects. top is the block of the resource that it is part of, "" for itself.
func fitNested(v cty.Value, n Nested, top string, here site, f *fitting) cty.Value {
	if v.IsMarked() {
		raw, marks := v.Unmark()
		return fitNested(raw, n, top, here.within(marks), f).WithMarks(marks)
	}
	if !v.IsKnown() {
		return v
	}
	if v.IsNull() {
		return n.none()
	}
	if top == "" {
		top = here.name
	}
	t := v.Type()
	object, sequence := isMapping(t), isSequence(t)
	switch {
	case n.Nesting == "map" && object:
		fitted := map[string]cty.Value{}
		for key, value := range elements(v) {
			fitted[key] = fitBlock(value, n.Block, top, here, f)
		}
		return cty.ObjectVal(fitted)
	case n.Nesting == "single" && object:
		return fitBlock(v, n.Block, top, here, f)
	case n.Nesting == "single" && sequence:
		return fitSingle(v, n, top, here, f)
	case object:
		return cty.TupleVal([]cty.Value{fitBlock(v, n.Block, top, here, f)})
	case sequence:
		fitted := make([]cty.Value, 0, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			fitted = append(fitted, fitBlock(element, n.Block, top, here, f))
		}
		return cty.TupleVal(fitted)
	}
	return failed(v, cty.DynamicPseudoType, here, "a block is required")
}

// fitSingle fits a sequence that should hold no more than one block.
func fitSingle(v cty.Value, n Nested, top string, here site, f *fitting) cty.Value {
	switch v.LengthInt() {
	case 0:
		return n.none()
	case 1:
		it := v.ElementIterator()
		it.Next()
		_, element := it.Element()
		return fitBlock(element, n.Block, top, here, f)
	}
	return failed(v, cty.DynamicPseudoType, here, "no more than one block is allowed")
}

// fitValue converts an attribute's value to t, a type made by Fitted.
func fitValue(v cty.Value, t cty.Type, here site) cty.Value {
	have := v.Type()
	switch {
	case t == cty.DynamicPseudoType, t.IsPrimitiveType() && have == t:
		return v
	case v.IsMarked(): // before anything is asked of v: every question copies the marks
		raw, marks := v.Unmark()
		return fitValue(raw, t, here.within(marks)).WithMarks(marks)
	case !v.IsKnown():
		return unknown(v, t)
	case v.IsNull():
		return cty.NullVal(t)
	}
	return fitKnown(v, t, here)
}

// fitKnown is fitValue for a value that is known, not null and not marked.
func fitKnown(v cty.Value, t cty.Type, here site) cty.Value {
	have := v.Type()
	switch {
	case t.IsPrimitiveType() && have.IsPrimitiveType():
		converted, err := convert.Convert(v, t)
		if err != nil {
			return failed(v, t, here, err.Error())
		}
		return converted
	case t.IsListType():
		return fitList(v, t, here)
	case t.IsMapType() && isMapping(have):
		return fitMap(v, t, here)
	case t.IsObjectType() && isMapping(have):
		return fitObject(v, t, here)
	case t.IsTupleType(), t.IsCapsuleType():
		return v
	}
	return failed(v, t, here, "a "+t.FriendlyNameForConstraint()+" is required")
}

func fitList(v cty.Value, t cty.Type, here site) cty.Value {
	inner, have := t.ElementType(), v.Type()
	if inner.IsPrimitiveType() && have.Equals(t) {
		return v
	}
	if !isSequence(have) {
		if !inner.IsObjectType() || !isMapping(have) {
			return failed(v, t, here, "a "+t.FriendlyNameForConstraint()+" is required")
		}
		v = cty.TupleVal([]cty.Value{v})
	}
	fitted := make([]cty.Value, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		fitted = append(fitted, fitValue(element, inner, here))
	}
	switch {
	case !uniform(inner):
		return cty.TupleVal(fitted)
	case len(fitted) == 0:
		return cty.ListValEmpty(inner)
	}
	return cty.ListVal(fitted)
}

func fitMap(v cty.Value, t cty.Type, here site) cty.Value {
	inner := t.ElementType()
	if inner.IsPrimitiveType() && v.Type().Equals(t) {
		return v
	}
	fitted := map[string]cty.Value{}
	for key, value := range elements(v) {
		fitted[key] = fitValue(value, inner, here)
	}
	switch {
	case !uniform(inner):
		return cty.ObjectVal(fitted)
	case len(fitted) == 0:
		return cty.MapValEmpty(inner)
	}
	return cty.MapVal(fitted)
}

func fitObject(v cty.Value, t cty.Type, here site) cty.Value {
	fitted := maps.Collect(elements(v))
	for inner, want := range t.AttributeTypes() {
		value, ok := fitted[inner]
		if !ok {
			fitted[inner] = cty.NullVal(want)
			continue
		}
		fitted[inner] = fitValue(value, want, site{name: here.name + "." + inner, place: here.place, in: here.in})
	}
	return cty.ObjectVal(fitted)
}

// elements yields the attributes of an object or the elements of a map. The value must be known, not null, not marked.
func elements(v cty.Value) func(yield func(string, cty.Value) bool) {
	return func(yield func(string, cty.Value) bool) {
		if t := v.Type(); t.IsObjectType() {
			// Quicker than the iterator, which sorts: whoever calls this puts the values into a map again.
			for name := range t.AttributeTypes() {
				if !yield(name, v.GetAttr(name)) {
					return
				}
			}
			return
		}
		for it := v.ElementIterator(); it.Next(); {
			key, value := it.Element()
			if !yield(key.AsString(), value) {
				return
			}
		}
	}
}

func isMapping(t cty.Type) bool { return t.IsObjectType() || t.IsMapType() }

func isSequence(t cty.Type) bool { return t.IsTupleType() || t.IsListType() || t.IsSetType() }

// uniform reports whether fitted values of a type all have exactly that type, as the elements of a cty list must.
func uniform(t cty.Type) bool {
	switch {
	case t.IsPrimitiveType():
		return true
	case t.IsListType(), t.IsMapType():
		return uniform(t.ElementType())
	}
	return false
}

// unknown gives an unknown value the type t, keeping its marks and that it cannot be null.
func unknown(v cty.Value, t cty.Type) cty.Value {
	if v.Type().Equals(t) {
		return v
	}
	raw, marks := v.Unmark()
	result := cty.UnknownVal(t)
	if t != cty.DynamicPseudoType && raw.Range().DefinitelyNotNull() {
		result = result.RefineNotNull()
	}
	return result.WithMarks(marks)
}

// failed is what becomes of a value that cannot have the type t.
func failed(v cty.Value, t cty.Type, here site, fault string) cty.Value {
	here.in.failed = true
	_, marks := v.UnmarkDeep()
	why := resource.Why{Cause: resource.Failed, Subject: here.name + ": " + fault, Place: here.within(marks).place}
	return cty.UnknownVal(t).WithMarks(marks, cty.NewValueMarks(why))
}
