package fact

import (
	"fmt"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// pick(document, "properties", "storageSettings", "0", "type") is what stands at a path of a document, an object or its JSON text, with
// the marks of all that leads there. A name that leads there stands for the value where nothing else does: a retention is told where its
// number is written, and not where its unit is. It is null where the path ends before or a name is null, and unknown where it leads
// into what is unknown or a name is.
func pick(args []cty.Value) (cty.Value, error) {
	v := args[0]
	if v.Type() == cty.String {
		decoded, err := decodeJSON(args[:1])
		if err != nil {
			return cty.NilVal, err
		}
		v = decoded
	}
	for _, arg := range args[1:] {
		bare, marks := v.Unmark()
		name, named := arg.Unmark()
		named = asNames(named)
		for _, part := range []cty.Value{bare, name} {
			if part.IsNull() || !part.IsKnown() {
				return unknownOrNull(part, cty.DynamicPseudoType).WithMarks(marks, named), nil
			}
		}
		key, err := convert.Convert(name, cty.String)
		if err != nil {
			return cty.NilVal, fmt.Errorf("pick is given a document and the names that lead into it: %w", err)
		}
		v = step(bare, key.AsString()).WithMarks(marks, named)
	}
	return v, nil
}

// nameAt marks a value with the place of a name that led to it.
type nameAt struct{ *resource.Range }

// asNames are the marks of a name on what it leads to.
func asNames(marks cty.ValueMarks) cty.ValueMarks {
	out := make(cty.ValueMarks, len(marks))
	for mark := range marks {
		if at, ok := mark.(resource.At); ok {
			mark = nameAt{at.Range}
		}
		out[mark] = struct{}{}
	}
	return out
}

// step is one part of an object, a map or a list; null where there is none.
func step(v cty.Value, name string) cty.Value {
	switch t := v.Type(); {
	case t.IsObjectType() && t.HasAttribute(name):
		return v.GetAttr(name)
	case t.IsMapType() && v.HasIndex(cty.StringVal(name)).True():
		return v.Index(cty.StringVal(name))
	case t.IsTupleType() || t.IsListType():
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < v.LengthInt() {
			return v.Index(cty.NumberIntVal(int64(i)))
		}
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

// surely takes what cannot be known for false: for what a resource is, where most of those that do not say it are something else.
func surely(args []marked) (marked, error) {
	v := args[0].bare
	if !v.IsKnown() || v.IsNull() {
		return unmarked(cty.False), nil
	}
	if v.Type() != cty.Bool {
		return marked{}, fmt.Errorf("needs a bool, not a %s", v.Type().FriendlyName())
	}
	return args[0], nil
}
