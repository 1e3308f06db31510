package check

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// sensitive stands for every value that must not be printed.
const sensitive = "(sensitive)"

// known is secrets.known where no place of a secret is known.
func known(v cty.Value) any { return secrets(nil).known(v) }

// known turns a value into what JSON and Rego read: nil, bool, string, json.Number, []any, map[string]any. Unknown attributes
// are left out of their object, unknown elements of a list are nil; sensitive values and secrets that stand at their place are replaced.
func (s secrets) known(v cty.Value) any {
	v, marks := v.Unmark()
	hidden := s.holds(v, marks)
	if hidden {
		return sensitive
	}
	ty := v.Type()
	switch {
	case v.IsNull() || !v.IsKnown():
		return nil
	case ty == cty.Bool:
		return v.True()
	case ty == cty.String:
		return v.AsString()
	case ty == cty.Number:
		return json.Number(v.AsBigFloat().Text('f', -1))
	case isSequence(ty):
		out := []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			out = append(out, s.known(element))
		}
		return out
	case ty.IsMapType() || ty.IsObjectType():
		return s.knownObject(v)
	}
	return nil
}

func (s secrets) knownObject(v cty.Value) map[string]any {
	out := map[string]any{}
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if name, ok := keyName(key); ok && isKnown(element) {
			out[name] = s.known(element)
		}
	}
	return out
}

func isSequence(ty cty.Type) bool {
	return ty.IsListType() || ty.IsTupleType() || ty.IsSetType()
}

// unknown says what of a value is unknown, in the shape of after_unknown in Terraform's plan JSON: true for an unknown value,
// false for a known one, lists element by element, objects with the attributes that are not wholly known scalars.
func unknown(v cty.Value) any {
	v, hidden := unmark(v)
	ty := v.Type()
	switch {
	case !v.IsKnown():
		return true
	case hidden || v.IsNull():
		return false
	case isSequence(ty):
		out := []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			out = append(out, unknown(element))
		}
		return out
	case ty.IsMapType() || ty.IsObjectType():
		out := map[string]any{}
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			if name, ok := keyName(key); ok {
				if of := unknown(element); of != false {
					out[name] = of
				}
			}
		}
		return out
	}
	return false
}

func keyName(key cty.Value) (string, bool) {
	key, _ = key.Unmark()
	if key.Type() != cty.String || key.IsNull() || !key.IsKnown() {
		return "", false
	}
	return key.AsString(), true
}

func isKnown(v cty.Value) bool {
	v, hidden := unmark(v)
	return hidden || v.IsKnown()
}

// unmark takes the marks off the outermost value and says whether one of them forbids to print it.
func unmark(v cty.Value) (cty.Value, bool) {
	v, marks := v.Unmark()
	return v, len(resource.Secrets(marks)) > 0
}
