package fact

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/schema"
)

// emptyAsNull makes null what is written as "" in an attribute, or in nested blocks, where the schema asks for no value: providers take
// it for not written, modules hand it on from variables whose default it is, and a state has it for whatever was left out. It
// reports whether there was any.
func emptyAsNull(v cty.Value, name string, b *schema.Block) (cty.Value, bool) {
	if b == nil {
		return v, false
	}
	if nested, ok := b.Blocks[name]; ok {
		return emptyAsNullBlocks(v, nested.Block)
	}
	attribute, ok := b.Attributes[name]
	if !ok || attribute.Required || attribute.Type != cty.String || v.Type() != cty.String {
		return v, false
	}
	plain, marks := v.Unmark()
	if !plain.IsKnown() || plain.IsNull() || plain.AsString() != "" {
		return v, false
	}
	return withMarks(cty.NullVal(cty.String), marks), true
}

// emptyAsNullBlocks does so in a nested block, which is an object, and in a list of them.
func emptyAsNullBlocks(v cty.Value, b *schema.Block) (_ cty.Value, changed bool) {
	plain, marks := v.Unmark()
	if plain.IsNull() || !plain.IsKnown() {
		return v, false
	}
	switch t := plain.Type(); {
	case t.IsTupleType():
		var elements []cty.Value // copied where there is something to change, which is seldom
		for n := range plain.LengthInt() {
			if e, found := emptyAsNullBlocks(plain.Index(cty.NumberIntVal(int64(n))), b); found {
				if !changed {
					elements, changed = plain.AsValueSlice(), true
				}
				elements[n] = e
			}
		}
		if changed {
			v = withMarks(cty.TupleVal(elements), marks)
		}
	case t.IsObjectType():
		var values map[string]cty.Value
		for name := range t.AttributeTypes() {
			if e, found := emptyAsNull(plain.GetAttr(name), name, b); found {
				if !changed {
					values, changed = plain.AsValueMap(), true
				}
				values[name] = e
			}
		}
		if changed {
			v = withMarks(cty.ObjectVal(values), marks)
		}
	}
	return v, changed
}
