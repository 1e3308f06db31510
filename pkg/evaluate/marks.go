package evaluate

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/ctymarks"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/tffunc"
)

// maxSize bounds a value: bytes of strings plus what elements weigh, each shared part counted as often as it occurs; deepest is how
// many collections may stand within each other.
const (
	maxSize = 8 << 20
	weight  = 64
	deepest = 1000
)

// measure walks a value and stops a little above maxSize. What is too deep is as large.
func measure(v cty.Value) int {
	size := 0
	var add func(v cty.Value, deep int)
	add = func(v cty.Value, deep int) {
		if deep > deepest {
			size = maxSize
		}
		if size += weight; size > maxSize {
			return
		}
		v, _ = v.Unmark()
		if !v.IsKnown() || v.IsNull() {
			return
		}
		switch v.Type() {
		case cty.String:
			size += len(v.AsString())
		case cty.Number:
			if tffunc.Endless(v.AsBigFloat()) {
				size = maxSize + 1
			}
		}
		if !v.CanIterateElements() {
			return
		}
		for element := range resource.Elements(v) {
			if add(element, deep+1); size > maxSize {
				return
			}
		}
	}
	add(v, 0)
	return size
}

// unknowns calls visit with every unknown inside v and the marks on the way to it, until visit returns false.
func unknowns(v cty.Value, outer []cty.ValueMarks, visit func(marks []cty.ValueMarks) bool) bool {
	if v.IsMarked() {
		plain, marks := v.Unmark()
		return unknowns(plain, append(slices.Clip(outer), marks), visit)
	}
	if !v.IsKnown() {
		return visit(outer)
	}
	if v.IsNull() || !v.CanIterateElements() {
		return true
	}
	for element := range resource.Elements(v) {
		if !unknowns(element, outer, visit) {
			return false
		}
	}
	return true
}

// unknownMarks gathers the marks of everything that is unknown inside of v.
func unknownMarks(into cty.ValueMarks, v cty.Value) {
	unknowns(v, nil, func(marks []cty.ValueMarks) bool {
		for _, set := range marks {
			for mark := range set {
				into[mark] = struct{}{}
			}
		}
		return true
	})
}

// explained reports whether every unknown inside of v, and of the documents that it encodes, carries a mark.
func explained(v cty.Value) bool {
	return unknowns(v, nil, func(marks []cty.ValueMarks) bool {
		for _, set := range marks {
			for mark := range set {
				if encoded, ok := mark.(*resource.Encoded); ok && !explained(encoded.Value) {
					return false
				}
			}
		}
		return len(marks) > 0
	})
}

// explain puts marks on the unknowns inside of v, and of the documents that it encodes, that carry none.
func explain(v cty.Value, marks cty.ValueMarks) cty.Value {
	switch {
	case v.IsMarked():
		return explainDocument(v, marks)
	case v.IsWhollyKnown():
		return v
	case !v.IsKnown():
		return v.WithMarks(marks)
	}
	return rebuild(v, func(element cty.Value) cty.Value { return explain(element, marks) })
}

// explainDocument is explain for what encodes a document. Anything else that is marked is explained by its marks.
func explainDocument(v cty.Value, marks cty.ValueMarks) cty.Value {
	if explained(v) {
		return v
	}
	bare, all := v.Unmark()
	kept := maps.Clone(marks)
	for mark := range all {
		if encoded, ok := mark.(*resource.Encoded); ok {
			mark = &resource.Encoded{Value: explain(encoded.Value, marks), Prefix: encoded.Prefix}
		}
		kept[mark] = struct{}{}
	}
	return bare.WithMarks(kept)
}

// rebuild replaces the elements of a known container that is not marked itself. Sets stay: their elements cannot be
// marked.
func rebuild(v cty.Value, replace func(cty.Value) cty.Value) cty.Value {
	t := v.Type()
	switch {
	case v.IsNull() || !v.CanIterateElements() || t.IsSetType():
		return v
	case t.IsObjectType() || t.IsMapType():
		elements := map[string]cty.Value{}
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			elements[key.AsString()] = replace(element)
		}
		if t.IsObjectType() {
			return cty.ObjectVal(elements)
		}
		if len(elements) == 0 {
			return v
		}
		return cty.MapVal(elements)
	}
	elements := make([]cty.Value, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		elements = append(elements, replace(element))
	}
	switch {
	case t.IsTupleType():
		return cty.TupleVal(elements)
	case len(elements) == 0:
		return v
	}
	return cty.ListVal(elements)
}

// without takes marks off, everywhere inside of v.
func without(v cty.Value, drop func(mark any) bool) cty.Value {
	if v.Type().IsPrimitiveType() && !v.IsMarked() {
		return v
	}
	v, _ = v.WrangleMarksDeep(func(mark any, _ cty.Path) (ctymarks.WrangleAction, error) {
		if drop(mark) {
			return ctymarks.WrangleDrop, nil
		}
		return ctymarks.WrangleKeep, nil
	})
	return v
}

func isAt(mark any) bool { _, ok := mark.(resource.At); return ok }

func isAtOrRef(mark any) bool {
	_, ref := mark.(resource.Ref)
	return ref || isAt(mark)
}

// causes order the reasons for an unknown: what the user can settle comes first.
var causes = []resource.Cause{
	resource.NoValue, resource.NotInstalled, resource.Failed, resource.Unreadable, resource.TooMany, resource.OtherRelease, resource.FromEnv,
	resource.DataSource, resource.Provided, resource.Computed, resource.ApplyTime, resource.Elsewhere,
}

// reason picks the one Why that explains best why v is unknown.
func reason(v cty.Value, fallback resource.Why) *resource.Why {
	marks := cty.ValueMarks{}
	unknownMarks(marks, v)
	var found []resource.Why
	for mark := range marks {
		switch m := mark.(type) {
		case resource.Why:
			found = append(found, m)
		case resource.Ref:
			found = append(found, refWhy(m))
		}
	}
	if len(found) == 0 {
		return &fallback
	}
	best := slices.MinFunc(found, func(a, b resource.Why) int {
		order := cmp.Compare(slices.Index(causes, a.Cause), slices.Index(causes, b.Cause))
		if order == 0 {
			order = strings.Compare(a.Subject, b.Subject)
		}
		switch {
		case order != 0:
			return order
		case a.Place.Less(b.Place):
			return -1
		case b.Place.Less(a.Place):
			return 1
		}
		return 0
	})
	return &best
}

func refWhy(ref resource.Ref) resource.Why {
	why := resource.Why{Cause: resource.Computed, Subject: ref.Address}
	if ref.Attribute != "" {
		why.Subject += "." + ref.Attribute
	}
	if strings.HasPrefix(ref.Address, "data.") || strings.Contains(ref.Address, ".data.") {
		why.Cause = resource.DataSource
	}
	return why
}
