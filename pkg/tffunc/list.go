package tffunc

import (
	"errors"
	"fmt"
	"sort"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

func listFunctions() map[string]function.Function {
	return map[string]function.Function{
		"alltrue":      quantifier("list", false),
		"anytrue":      quantifier("list", true),
		"chunklist":    keep(stdlib.ChunklistFunc),
		"coalesce":     coalesce,
		"coalescelist": keep(stdlib.CoalesceListFunc),
		"compact":      compact,
		"concat":       keep(stdlib.ConcatFunc),
		"contains":     contains,
		"distinct":     distinct,
		"element":      keep(stdlib.ElementFunc),
		"flatten":      flatten,
		"index":        index,
		"length":       length,
		"matchkeys":    matchKeys,
		"one":          one,
		"reverse":      keep(stdlib.ReverseListFunc),
		"slice":        keep(stdlib.SliceFunc),
		"sort":         sorted,
	}
}

// contains does not take null for the value to look for, as in Terraform; cty would not be sure whether it is there.
var contains = define(signature{params: []function.Parameter{anything("list"), anything("value")}, result: cty.Bool},
	func(args []cty.Value) (cty.Value, error) { return stdlib.ContainsFunc.Call(args) })

// marked lets a parameter see marks, so that the function can leave those of elements where they are.
func marked(p function.Parameter) function.Parameter {
	p.AllowMarked = true
	return p
}

func listOf(name string, element cty.Type) function.Parameter {
	return function.Parameter{Name: name, Type: cty.List(element), AllowDynamicType: true}
}

func isSequence(ty cty.Type) bool { return ty.IsListType() || ty.IsTupleType() || ty.IsSetType() }

// elementsOf returns the elements of a known sequence with their own marks, and the marks of the whole.
func elementsOf(v cty.Value) ([]cty.Value, cty.ValueMarks) {
	plain, marks := v.Unmark()
	return plain.AsValueSlice(), marks
}

// listFrom makes a list that may be empty.
func listFrom(elements []cty.Value, ty cty.Type, marks cty.ValueMarks) cty.Value {
	if len(elements) == 0 {
		return cty.ListValEmpty(ty).WithMarks(marks)
	}
	return cty.ListVal(elements).WithMarks(marks)
}

// whollyKnown is IsWhollyKnown for values that may be marked inside.
func whollyKnown(v cty.Value) bool {
	plain, _ := v.UnmarkDeep()
	return plain.IsWhollyKnown()
}

// quantifier is alltrue (decided by a false) or anytrue (decided by a true).
func quantifier(name string, decisive bool) function.Function {
	return define(signature{params: []function.Parameter{listOf(name, cty.Bool)}, result: cty.Bool},
		func(args []cty.Value) (cty.Value, error) {
			if !args[0].IsKnown() || args[0].Type() == cty.DynamicPseudoType {
				return cty.UnknownVal(cty.Bool), nil
			}
			out := cty.BoolVal(!decisive)
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				switch {
				case !v.IsKnown():
					out = cty.UnknownVal(cty.Bool)
				case v.IsNull() && decisive: // null counts as false
				case v.IsNull(), v.True() == decisive:
					return cty.BoolVal(decisive), nil
				}
			}
			return out, nil
		})
}

// coalesce returns the chosen argument with its own marks, and the secrets of all. An unknown that may turn out null hides
// which one it is: then the result carries the marks of all that are left.
var coalesce = function.New(&function.Spec{
	VarParam: func() *function.Parameter { p := free("vals"); return &p }(),
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		types := make([]cty.Type, len(args))
		for i, arg := range args {
			types[i] = arg.Type()
		}
		ty, _ := convert.UnifyUnsafe(types)
		if ty == cty.NilType {
			return cty.NilVal, errors.New("all arguments must have the same type")
		}
		v, err := firstSet(args, ty)
		if err != nil {
			return cty.NilVal, err
		}
		return v.WithMarks(resource.Secrets(deepMarks(args))), nil
	},
})

// firstSet is the first value that is neither null nor an empty string.
func firstSet(args []cty.Value, ty cty.Type) (cty.Value, error) {
	for i, arg := range args {
		v, err := convert.Convert(arg, ty)
		if err != nil {
			return cty.NilVal, function.NewArgError(i, err)
		}
		plain, _ := v.Unmark()
		switch {
		case !plain.IsKnown() && plain.Range().DefinitelyNotNull():
			return v, nil
		case !plain.IsKnown():
			return cty.UnknownVal(ty).WithMarks(deepMarks(args[i:])), nil
		case plain.IsNull(), ty == cty.String && plain.AsString() == "":
			continue
		}
		return v, nil
	}
	return cty.NilVal, errors.New("every argument is null or an empty string")
}

// compact keeps an unknown that can be neither null nor empty. Any other may be left out, and then the list is unknown.
var compact = define(signature{params: []function.Parameter{marked(listOf("list", cty.String))}, result: cty.List(cty.String)},
	func(args []cty.Value) (cty.Value, error) {
		if whole, _ := args[0].Unmark(); !whole.IsKnown() {
			return cty.UnknownVal(cty.List(cty.String)), nil
		}
		all, marks := elementsOf(args[0])
		var kept []cty.Value
		for _, v := range all {
			plain, _ := v.Unmark()
			switch {
			case !plain.IsKnown() && (!plain.Range().DefinitelyNotNull() || plain.Range().StringPrefix() == ""):
				return cty.UnknownVal(cty.List(cty.String)), nil
			case !plain.IsKnown() || !plain.IsNull() && plain.AsString() != "":
				kept = append(kept, v)
			}
		}
		return listFrom(kept, cty.String, marks), nil
	})

var distinct = define(signature{params: []function.Parameter{marked(listOf("list", cty.DynamicPseudoType))}, result: cty.DynamicPseudoType},
	func(args []cty.Value) (cty.Value, error) {
		if !whollyKnown(args[0]) {
			return cty.UnknownVal(args[0].Type()), nil
		}
		all, marks := elementsOf(args[0])
		var kept []cty.Value
		seen := map[int][]cty.Value{} // by hash: comparing every pair would cost a quadratic time
		for _, v := range all {
			plain, _ := v.UnmarkDeep()
			hash := plain.Hash()
			if has(seen[hash], plain) {
				continue
			}
			seen[hash] = append(seen[hash], plain)
			kept = append(kept, v)
		}
		return listFrom(kept, args[0].Type().ElementType(), marks), nil
	})

func has(vals []cty.Value, v cty.Value) bool {
	for _, other := range vals {
		if other.RawEquals(v) {
			return true
		}
	}
	return false
}

var sorted = define(signature{params: []function.Parameter{marked(listOf("list", cty.String))}, result: cty.List(cty.String)},
	func(args []cty.Value) (cty.Value, error) {
		if !whollyKnown(args[0]) {
			return stdlib.SortFunc.Call(args) // says how long the list will be
		}
		all, marks := elementsOf(args[0])
		names := make([]string, len(all))
		order := make([]int, len(all))
		for i, v := range all {
			plain, _ := v.Unmark()
			if plain.IsNull() {
				return cty.NilVal, fmt.Errorf("element %d is null, which has no place in the order", i)
			}
			names[i], order[i] = plain.AsString(), i
		}
		sort.SliceStable(order, func(a, b int) bool { return names[order[a]] < names[order[b]] })
		out := make([]cty.Value, len(all))
		for i, from := range order {
			out[i] = all[from]
		}
		return listFrom(out, cty.String, marks), nil
	})

var flatten = define(signature{params: []function.Parameter{marked(anything("list"))}, result: cty.DynamicPseudoType},
	func(args []cty.Value) (cty.Value, error) {
		if !isSequence(args[0].Type()) {
			return cty.NilVal, errors.New("only lists, sets and tuples can be flattened")
		}
		var out []cty.Value
		marks := cty.ValueMarks{}
		if !flattenInto(&out, marks, args[0]) {
			return cty.DynamicVal, nil
		}
		return cty.TupleVal(out).WithMarks(marks), nil
	})

// flattenInto reports false where it cannot be known which elements there are.
func flattenInto(out *[]cty.Value, marks cty.ValueMarks, v cty.Value) bool {
	plain, own := v.Unmark()
	for mark := range own {
		marks[mark] = struct{}{}
	}
	if plain.Type().IsSetType() && !whollyKnown(plain) {
		return false
	}
	for it := plain.ElementIterator(); it.Next(); {
		_, element := it.Element()
		inner, _ := element.Unmark()
		switch {
		case inner.Type() == cty.DynamicPseudoType && !inner.IsKnown():
			return false
		case inner.IsNull() || !isSequence(inner.Type()):
			*out = append(*out, element)
		case !inner.IsKnown() || !flattenInto(out, marks, element):
			return false
		}
	}
	return true
}

var index = define(signature{params: []function.Parameter{anything("list"), anything("value")}, result: cty.Number},
	func(args []cty.Value) (cty.Value, error) {
		if !args[0].Type().IsListType() && !args[0].Type().IsTupleType() {
			return cty.NilVal, errors.New("the first argument must be a list or tuple")
		}
		maybe := false
		for it := args[0].ElementIterator(); it.Next(); {
			i, v := it.Element()
			eq := v.Equals(args[1])
			switch {
			case !eq.IsKnown():
				maybe = true
			case eq.True() && !maybe:
				return i, nil
			case eq.True():
				return cty.UnknownVal(cty.Number), nil
			}
		}
		if maybe {
			return cty.UnknownVal(cty.Number), nil
		}
		return cty.NilVal, errors.New("the value is not in the list")
	})

var length = define(signature{
	params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowMarked: true, AllowDynamicType: true}},
	result: cty.Number,
}, func(args []cty.Value) (cty.Value, error) {
	v, marks := args[0].Unmark()
	ty := v.Type()
	switch {
	case ty == cty.DynamicPseudoType:
		return cty.UnknownVal(cty.Number), nil
	case ty.IsTupleType():
		return cty.NumberIntVal(int64(ty.Length())).WithMarks(marks), nil
	case ty.IsObjectType():
		return cty.NumberIntVal(int64(len(ty.AttributeTypes()))).WithMarks(marks), nil
	case ty.IsCollectionType():
		return v.Length().WithMarks(marks), nil
	case ty == cty.String:
		n, err := stdlib.Strlen(v)
		if err != nil {
			return cty.NilVal, err
		}
		return n.WithMarks(marks), nil
	}
	return cty.NilVal, errors.New("only strings, collections and structures have a length")
})
