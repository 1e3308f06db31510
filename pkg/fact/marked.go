package fact

import (
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// marked is a value without the marks on it, and those marks. cty copies them whenever it takes them off or puts them on, which
// expressions over a resource would have it do all the time. Marks are shared between values: nobody changes them.
type marked struct {
	bare  cty.Value
	marks cty.ValueMarks
	// whole is the value with its marks; cty.NilVal where nobody has put them together yet.
	whole cty.Value
}

// apart takes the marks off a value.
func apart(v cty.Value) marked {
	if !v.IsMarked() {
		return marked{bare: v, whole: v}
	}
	bare, marks := v.Unmark()
	return marked{bare, marks, v}
}

// unmarked is a value that has no marks.
func unmarked(v cty.Value) marked { return marked{bare: v, whole: v} }

// value puts the marks on.
func (m marked) value() cty.Value {
	if m.whole == cty.NilVal {
		return withMarks(m.bare, m.marks)
	}
	return m.whole
}

// with is the value with further marks.
func (m marked) with(marks cty.ValueMarks) marked {
	all := union(m.marks, marks)
	if len(all) == len(m.marks) {
		return m
	}
	return marked{bare: m.bare, marks: all}
}

// text is the text of a known string.
func (m marked) text() (string, bool) {
	if m.bare.Type() != cty.String || m.bare.IsNull() || !m.bare.IsKnown() {
		return "", false
	}
	return m.bare.AsString(), true
}

// deep are the marks on the value and on all that it holds.
func (m marked) deep() cty.ValueMarks {
	if t := m.bare.Type(); t.IsPrimitiveType() || t == cty.DynamicPseudoType || t.IsCapsuleType() {
		return m.marks
	}
	return union(m.marks, resource.AllMarks(m.bare))
}

// union are the marks of both: those of one of them where they hold the others.
func union(a, b cty.ValueMarks) cty.ValueMarks {
	if len(a) < len(b) {
		a, b = b, a
	}
	for mark := range b {
		if _, held := a[mark]; !held {
			all := make(cty.ValueMarks, len(a)+len(b))
			maps.Copy(all, a)
			maps.Copy(all, b)
			return all
		}
	}
	return a
}

// unmark takes the marks off a value and all it holds.
func unmark(v cty.Value) (cty.Value, cty.ValueMarks) {
	if t := v.Type(); t.IsPrimitiveType() || t == cty.DynamicPseudoType {
		return v.Unmark()
	}
	return v.UnmarkDeep()
}

// withMarks is v.WithMarks, which copies the marks of v even where it adds none.
func withMarks(v cty.Value, marks cty.ValueMarks) cty.Value {
	if len(marks) == 0 {
		return v
	}
	return v.WithMarks(marks)
}

func marksOf(args []cty.Value) []cty.ValueMarks {
	var all []cty.ValueMarks
	for _, arg := range args {
		if _, marks := unmark(arg); len(marks) > 0 {
			all = append(all, marks)
		}
	}
	return all
}

// leftToProvider reports whether the marks are those of an attribute of the instance at address that the configuration does not write:
// its only source is the instance itself.
func leftToProvider(marks cty.ValueMarks, address string) bool {
	own := false
	for mark := range marks {
		switch m := mark.(type) {
		case resource.Ref:
			if m.Address != address {
				return false
			}
			own = true
		case resource.Why:
			return false
		}
	}
	return own
}

// placesOf are the marks of a replaced value that say where it stands; what it waited for is settled.
func placesOf(marks cty.ValueMarks) cty.ValueMarks {
	return sift(marks, func(mark any) bool {
		switch mark.(type) {
		case resource.Sensitive, resource.Ephemeral:
			return true
		}
		return isPlace(mark)
	})
}

// isPlace reports whether a mark says where a value is written.
func isPlace(mark any) bool {
	switch mark.(type) {
	case resource.At, nameAt:
		return true
	}
	return false
}

// hasPlace reports whether something in a value says where it is written.
func (m marked) hasPlace() bool { return m.holds(isPlace) }

// holds reports whether the value, or something that it holds, has such a mark.
func (m marked) holds(such func(mark any) bool) bool {
	for mark := range m.marks {
		if such(mark) {
			return true
		}
	}
	return holdsInside(m.bare, such)
}

// holdsInside looks at what a value without marks holds.
func holdsInside(bare cty.Value, such func(mark any) bool) bool {
	if t := bare.Type(); t.IsPrimitiveType() || t.IsSetType() || bare.IsNull() || !bare.IsKnown() || !bare.CanIterateElements() {
		return false
	}
	for e := range resource.Elements(bare) {
		for mark := range cty.ValueMarksOfType[any](e) {
			if such(mark) {
				return true
			}
		}
		if e.Type().IsPrimitiveType() {
			continue
		}
		if inside, _ := e.Unmark(); holdsInside(inside, such) {
			return true
		}
	}
	return false
}

func withoutPlaces(marks cty.ValueMarks) cty.ValueMarks {
	return sift(marks, func(mark any) bool { return !isPlace(mark) })
}

// sift are the marks that keep chooses.
func sift(marks cty.ValueMarks, keep func(mark any) bool) cty.ValueMarks {
	count := 0
	for mark := range marks {
		if keep(mark) {
			count++
		}
	}
	switch count {
	case 0:
		return nil
	case len(marks):
		return marks
	}
	kept := make(cty.ValueMarks, count)
	for mark := range marks {
		if keep(mark) {
			kept[mark] = struct{}{}
		}
	}
	return kept
}
