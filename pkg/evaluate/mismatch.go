package evaluate

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// mismatch says why a value does not convert to a type: of several reasons the first, by name and position. The error of
// convert itself is another one each time, because it walks the attributes in no order.
func mismatch(v cty.Value, want cty.Type, err error) string {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return err.Error()
	}
	switch {
	case want.IsObjectType() && v.Type().IsObjectType():
		return objectMismatch(v, want, err)
	case want.IsTupleType() && v.Type().IsTupleType() && v.LengthInt() == want.Length():
		return elementMismatch(v, func(key cty.Value) cty.Type { return want.TupleElementType(position(key)) }, err)
	case want.IsCollectionType() && v.CanIterateElements() && !want.ElementType().HasDynamicTypes():
		return elementMismatch(v, func(cty.Value) cty.Type { return want.ElementType() }, err)
	}
	return err.Error()
}

func objectMismatch(v cty.Value, want cty.Type, err error) string {
	types := want.AttributeTypes()
	names := make([]string, 0, len(types))
	for name := range types {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !v.Type().HasAttribute(name) {
			if !want.AttributeOptional(name) {
				return fmt.Sprintf("attribute %q is required", name)
			}
			continue
		}
		attribute := v.GetAttr(name)
		if _, err := convert.Convert(attribute, types[name]); err != nil {
			return fmt.Sprintf("attribute %q: %s", name, mismatch(attribute, types[name], err))
		}
	}
	return err.Error()
}

func elementMismatch(v cty.Value, want func(key cty.Value) cty.Type, err error) string {
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if _, err := convert.Convert(element, want(key)); err != nil {
			return fmt.Sprintf("element %s: %s", keyText(key), mismatch(element, want(key), err))
		}
	}
	return err.Error()
}

func position(key cty.Value) int {
	n, _ := key.AsBigFloat().Int64()
	return int(n)
}

// keyText writes the key of an element; an element of a set is its own.
func keyText(key cty.Value) string {
	key, _ = key.UnmarkDeep()
	switch {
	case !key.IsKnown() || key.IsNull():
		return "of the set"
	case key.Type() == cty.Number:
		return strconv.Itoa(position(key))
	case key.Type() == cty.String:
		return strconv.Quote(key.AsString())
	}
	return "of the set"
}
