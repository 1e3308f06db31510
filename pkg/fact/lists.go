package fact

import (
	"fmt"
	"iter"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

// rest stands for the elements of a list that is unknown as a whole.
func rest(list cty.Value) cty.Value {
	_, marks := list.UnmarkDeep()
	return cty.DynamicVal.WithMarks(marks).Mark(several{})
}

// concat joins lists; those that are null hold nothing. Null of nulls.
func concat(args []cty.Value) (cty.Value, error) {
	var all []cty.Value
	nulls := 0
	for _, arg := range args {
		bare, marks := arg.Unmark()
		switch {
		case bare.IsNull():
			nulls++
		case !bare.IsKnown():
			all = append(all, rest(arg))
		case !isList(bare):
			return cty.DynamicVal, fmt.Errorf("needs lists, not a %s", bare.Type().FriendlyName())
		default:
			for e := range resource.Elements(bare) {
				all = append(all, withMarks(e, marks))
			}
		}
	}
	if nulls == len(args) {
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(marksOf(args)...), nil
	}
	return cty.TupleVal(all), nil
}

// flatten takes the lists out of a list, to any depth. A list within that is unknown leaves the others known.
func flatten(args []marked) (marked, error) {
	list, marks := args[0].bare, args[0].marks
	switch {
	case list.IsNull() || !list.IsKnown():
		return marked{bare: unknownOrNull(list, cty.DynamicPseudoType), marks: marks}, nil
	case !isList(list):
		return unmarked(cty.DynamicVal), fmt.Errorf("needs a list, not a %s", list.Type().FriendlyName())
	}
	return marked{bare: cty.TupleVal(flat(list, nil)), marks: marks}, nil
}

func flat(list cty.Value, all []cty.Value) []cty.Value {
	for e := range resource.Elements(list) {
		bare, marks := e.Unmark()
		switch {
		case bare.IsNull() && (isList(bare) || bare.Type() == cty.DynamicPseudoType):
			// A list that is absent.
		case !bare.IsKnown() && (isList(bare) || bare.Type() == cty.DynamicPseudoType):
			all = append(all, rest(e))
		case isList(bare):
			for _, inner := range flat(bare, nil) {
				all = append(all, withMarks(inner, marks))
			}
		default:
			all = append(all, e)
		}
	}
	return all
}

// inOrder yields the elements of a container that is known, not null and not marked, in its own order.
func inOrder(container cty.Value) iter.Seq[cty.Value] {
	if isList(container) {
		return resource.Elements(container)
	}
	return func(yield func(cty.Value) bool) {
		for it := container.ElementIterator(); it.Next(); {
			if _, e := it.Element(); !yield(e) {
				return
			}
		}
	}
}

// length counts elements, or is at least the number of those that are surely there.
func length(args []marked) (marked, error) {
	list, marks := args[0].bare, args[0].marks
	switch {
	case list.IsNull() || !list.IsKnown():
		return marked{bare: unknownOrNull(list, cty.Number), marks: marks}, nil
	case list.Type() == cty.String:
		return marked{bare: cty.NumberIntVal(int64(len([]rune(list.AsString())))), marks: marks}, nil
	case !list.CanIterateElements():
		return unmarked(cty.DynamicVal), fmt.Errorf("needs a list, a map or a string, not a %s", list.Type().FriendlyName())
	}
	sure, doubtful := int64(0), false
	for e := range resource.Elements(list) {
		if e.HasMark(several{}) {
			doubtful, marks = true, union(marks, e.Marks())
		} else {
			sure++
		}
	}
	if !doubtful {
		return marked{bare: cty.NumberIntVal(sure), marks: marks}, nil
	}
	least := cty.UnknownVal(cty.Number).Refine().NotNull().NumberRangeLowerBound(cty.NumberIntVal(sure), true).NewValue()
	return marked{bare: least, marks: marks}, nil
}

// join puts a list or a tuple of strings together; null where one of them is null.
func join(args []cty.Value) (cty.Value, error) {
	bare, marks := args[1].UnmarkDeep()
	if args[0].IsNull() || bare.IsNull() {
		return cty.NullVal(cty.String).WithMarks(marksOf(args)...), nil
	}
	if !bare.IsWhollyKnown() {
		return cty.UnknownVal(cty.String).WithMarks(marksOf(args)...), nil
	}
	list, err := convert.Convert(bare, cty.List(cty.String))
	if err != nil {
		return cty.DynamicVal, err
	}
	if slices.ContainsFunc(list.AsValueSlice(), cty.Value.IsNull) {
		return cty.NullVal(cty.String).WithMarks(marks), nil
	}
	v, err := stdlib.JoinFunc.Call([]cty.Value{args[0], list})
	return v.WithMarks(marks), err
}

// distinct leaves out what a list or a tuple has had before. What is unknown may be anything, and stays.
func distinct(args []cty.Value) (cty.Value, error) {
	bare, marks := args[0].Unmark()
	if bare.IsNull() || !bare.IsKnown() {
		return args[0], nil
	}
	if !bare.CanIterateElements() {
		return cty.DynamicVal, fmt.Errorf("needs a list, not a %s", bare.Type().FriendlyName())
	}
	var kept []cty.Value
	for _, v := range bare.AsValueSlice() {
		known, _ := v.UnmarkDeep()
		if !known.IsWhollyKnown() || !slices.ContainsFunc(kept, func(k cty.Value) bool { k, _ = k.UnmarkDeep(); return k.RawEquals(known) }) {
			kept = append(kept, v)
		}
	}
	return cty.TupleVal(kept).WithMarks(marks), nil
}
