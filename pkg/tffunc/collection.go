package tffunc

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func mapFunctions() map[string]function.Function {
	return map[string]function.Function{
		"keys":      keep(stdlib.KeysFunc),
		"lookup":    lookup,
		"merge":     keep(guarded(stdlib.MergeFunc, mergeable)),
		"transpose": transpose,
		"values":    keep(stdlib.ValuesFunc),
		"zipmap":    keep(guarded(stdlib.ZipmapFunc, zipKeys)),
	}
}

// mergeable refuses what stdlib.MergeFunc does not look at behind a null without a type.
func mergeable(args []cty.Value) error {
	for i, arg := range args {
		if ty := arg.Type(); ty != cty.DynamicPseudoType && !ty.IsMapType() && !ty.IsObjectType() {
			return function.NewArgErrorf(i, "a map or an object is needed, not %s", ty.FriendlyName())
		}
	}
	return nil
}

// zipKeys refuses keys that stdlib.ZipmapFunc does not look at before it reads them.
func zipKeys(args []cty.Value) error {
	for it := args[0].ElementIterator(); it.Next(); {
		if i, key := it.Element(); key.IsKnown() && key.IsNull() {
			return fmt.Errorf("key %s is null", i.AsBigFloat().String())
		}
	}
	return nil
}

// lookup keeps the marks of the element it finds, of the map and of the key, as an index does.
var lookup = keep(function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "inputMap", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true},
		{Name: "key", Type: cty.String, AllowMarked: true, AllowUnknown: true, AllowDynamicType: true},
	},
	VarParam: func() *function.Parameter { p := free("default"); return &p }(),
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return lookUp(args) },
}))

// lookUp is lookup: the default is returned only for a key that is surely absent, and takes the type of the elements of a map.
func lookUp(args []cty.Value) (cty.Value, error) {
	if len(args) > 3 {
		return cty.NilVal, errors.New("lookup takes two or three arguments")
	}
	m, mapMarks := args[0].Unmark()
	key, keyMarks := args[1].Unmark()
	ty := m.Type()
	if !ty.IsMapType() && !ty.IsObjectType() {
		return cty.NilVal, errors.New("lookup needs a map or an object as its first argument")
	}
	if len(args) == 3 && ty.IsMapType() {
		converted, err := convert.Convert(args[2], ty.ElementType())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(2, "the default value must have the type of the map's elements")
		}
		args[2] = converted
	}
	if !key.IsKnown() || ty.IsMapType() && !m.IsKnown() {
		if ty.IsMapType() {
			return cty.UnknownVal(ty.ElementType()), nil
		}
		return cty.DynamicVal, nil
	}
	if v, ok := member(m, key); ok {
		return v.WithMarks(mapMarks, keyMarks), nil
	}
	if len(args) == 3 {
		return args[2].WithMarks(mapMarks, keyMarks), nil
	}
	if len(keyMarks) > 0 {
		return cty.NilVal, errors.New("the map has no such key, and no default value is given")
	}
	return cty.NilVal, fmt.Errorf("the map has no key %q, and no default value is given", key.AsString())
}

// member reads an element of a known map, or an attribute of an object.
func member(m, key cty.Value) (cty.Value, bool) {
	if name := key.AsString(); m.Type().IsObjectType() {
		if !m.Type().HasAttribute(name) {
			return cty.NilVal, false
		}
		return m.GetAttr(name), true
	}
	if m.HasIndex(key).False() {
		return cty.NilVal, false
	}
	return m.Index(key), true
}

// setProduct looks first for elements without a type, which cty can bring to the type of no others than simple ones.
var setProduct = keep(function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "sets", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for i, arg := range args {
			ty := arg.Type()
			if !ty.IsTupleType() || ty.Length() < 2 || !slices.Contains(ty.TupleElementTypes(), cty.DynamicPseudoType) {
				continue
			}
			if !whollyKnown(arg) {
				return cty.DynamicVal, nil
			}
			if alike(ty.TupleElementTypes()) {
				continue
			}
			return cty.NilVal, function.NewArgErrorf(i, "all elements must have a type, and the same one")
		}
		return guarded(stdlib.SetProductFunc, productSize).Call(args)
	},
}))

// alike reports whether elements of these types can be brought to one that is known, or have none at all.
func alike(types []cty.Type) bool {
	one, _ := convert.UnifyUnsafe(types)
	untyped := func(ty cty.Type) bool { return ty == cty.DynamicPseudoType }
	return one != cty.NilType && !untyped(one) || len(types) == 0 || !slices.ContainsFunc(types, func(ty cty.Type) bool { return !untyped(ty) })
}

// setsAlike refuses sets that cty cannot bring to one type: of values that have none, beside those of others than simple ones.
func setsAlike(args []cty.Value) error {
	var types []cty.Type
	for _, arg := range args {
		if ty := arg.Type().ElementType(); ty != cty.DynamicPseudoType || arg.LengthInt() > 0 {
			types = append(types, ty)
		}
	}
	if !alike(types) {
		return errors.New("the elements of all sets must have a type, and the same one")
	}
	return nil
}

// one is the single element of a sequence, or null where it is empty.
var one = keep(function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true}},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		ty := v.Type()
		if !isSequence(ty) {
			return cty.NilVal, errors.New("one needs a list, set or tuple")
		}
		many := errors.New("the argument must have no element or one element")
		if ty.IsTupleType() && ty.Length() > 1 {
			return cty.NilVal, many
		}
		if !v.IsKnown() || ty.IsSetType() && !v.Length().IsKnown() {
			if ty.IsTupleType() {
				return cty.DynamicVal, nil
			}
			return cty.UnknownVal(ty.ElementType()), nil
		}
		switch v.LengthInt() {
		case 0:
			if ty.IsTupleType() {
				return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks), nil
			}
			return cty.NullVal(ty.ElementType()).WithMarks(marks), nil
		case 1:
			return v.AsValueSlice()[0].WithMarks(marks), nil
		}
		return cty.NilVal, many
	},
}))

var sum = define(signature{params: []function.Parameter{anything("list")}, result: cty.DynamicPseudoType},
	func(args []cty.Value) (cty.Value, error) {
		if !isSequence(args[0].Type()) {
			return cty.NilVal, errors.New("sum needs a list, set or tuple of numbers")
		}
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(cty.Number).RefineNotNull(), nil
		}
		if args[0].LengthInt() == 0 {
			return cty.NilVal, errors.New("sum needs at least one number")
		}
		total := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			n, err := convert.Convert(v, cty.Number)
			if err != nil || n.IsNull() {
				return cty.NilVal, errors.New("sum needs a list, set or tuple of numbers")
			}
			if total.AsBigFloat().IsInf() && n.AsBigFloat().IsInf() && !total.RawEquals(n) {
				return cty.NilVal, errors.New("infinities of both signs have no sum")
			}
			total = total.Add(n)
		}
		return total, nil
	})

var matchKeys = define(signature{params: []function.Parameter{
	marked(listOf("values", cty.DynamicPseudoType)), listOf("keys", cty.DynamicPseudoType), listOf("searchset", cty.DynamicPseudoType),
}, result: cty.DynamicPseudoType}, func(args []cty.Value) (cty.Value, error) {
	values, marks := elementsOf(args[0])
	if len(values) != args[1].LengthInt() {
		return cty.NilVal, errors.New("the lists of values and keys must be equally long")
	}
	ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
	if ty == cty.NilType {
		return cty.NilVal, errors.New("the lists of keys and the search set must be of the same type")
	}
	if !args[1].IsWhollyKnown() || !args[2].IsWhollyKnown() {
		return cty.UnknownVal(args[0].Type()), nil
	}
	keys, err := convert.Convert(args[1], ty)
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	wanted, err := convert.Convert(args[2], ty)
	if err != nil {
		return cty.NilVal, function.NewArgError(2, err)
	}
	search := map[int][]cty.Value{}
	for _, v := range wanted.AsValueSlice() {
		search[v.Hash()] = append(search[v.Hash()], v)
	}
	var out []cty.Value
	for i, key := range keys.AsValueSlice() {
		if has(search[key.Hash()], key) {
			out = append(out, values[i])
		}
	}
	return listFrom(out, args[0].Type().ElementType(), marks), nil
})

var transposed = cty.Map(cty.List(cty.String))

var transpose = define(signature{params: []function.Parameter{{Name: "values", Type: transposed, AllowDynamicType: true}}, result: transposed},
	func(args []cty.Value) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(transposed), nil
		}
		keysOf := map[string][]string{}
		for it := args[0].ElementIterator(); it.Next(); {
			key, list := it.Element()
			if list.IsNull() {
				return cty.NilVal, errors.New("the map must not hold a null list")
			}
			for inner := list.ElementIterator(); inner.Next(); {
				_, v := inner.Element()
				if v.IsNull() {
					return cty.NilVal, errors.New("the lists must not hold null")
				}
				keysOf[v.AsString()] = append(keysOf[v.AsString()], key.AsString())
			}
		}
		if len(keysOf) == 0 {
			return cty.MapValEmpty(cty.List(cty.String)), nil
		}
		out := map[string]cty.Value{}
		for value, keys := range keysOf {
			slices.Sort(keys)
			list := make([]cty.Value, len(keys))
			for i, key := range keys {
				list[i] = cty.StringVal(key)
			}
			out[value] = cty.ListVal(list)
		}
		return cty.MapVal(out), nil
	})
