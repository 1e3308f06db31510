package tffunc

import (
	"errors"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func conversionFunctions() map[string]function.Function {
	return map[string]function.Function{
		"tobool":          conversion(cty.Bool),
		"tolist":          conversion(cty.List(cty.DynamicPseudoType)),
		"tomap":           conversion(cty.Map(cty.DynamicPseudoType)),
		"tonumber":        conversion(cty.Number),
		"toset":           conversion(cty.Set(cty.DynamicPseudoType)),
		"tostring":        conversion(cty.String),
		"sensitive":       one2one("value", func(v cty.Value) (cty.Value, error) { return v.Mark(resource.Sensitive{}), nil }),
		"nonsensitive":    one2one("value", nonSensitive),
		"issensitive":     one2one("value", isSensitive),
		"ephemeralasnull": one2one("value", ephemeralAsNull),
	}
}

// one2one is a function of one value that sees it as it is and answers for its marks.
func one2one(name string, impl func(v cty.Value) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{free(name)},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return impl(args[0]) },
	})
}

// conversion is one of the to… functions. cty's converters leave the marks of elements in place, but for sets.
func conversion(want cty.Type) function.Function {
	words := stdlib.MakeToFunc(want) // for its errors, which never show a value that is marked
	return one2one("v", func(v cty.Value) (cty.Value, error) {
		if want == cty.String {
			if err := writable(v); err != nil {
				return cty.NilVal, err
			}
		}
		out, err := convert.Convert(v, want)
		if err == nil && want == cty.Number {
			err = writable(out)
		}
		if err == nil {
			return out, nil
		}
		if v.ContainsMarked() {
			return cty.NilVal, function.NewArgErrorf(0, "cannot convert %s to %s", v.Type().FriendlyName(), want.FriendlyNameForConstraint())
		}
		if _, better := words.Call([]cty.Value{v}); better != nil {
			err = better
		}
		return cty.NilVal, err
	})
}

func nonSensitive(v cty.Value) (cty.Value, error) {
	plain, marks := v.Unmark()
	delete(marks, resource.Sensitive{})
	return plain.WithMarks(marks), nil
}

// isSensitive cannot tell of an unknown: it may turn out sensitive.
func isSensitive(v cty.Value) (cty.Value, error) {
	plain, marks := v.Unmark()
	if v.HasMark(resource.Sensitive{}) {
		return cty.True, nil
	}
	if !plain.IsKnown() {
		return cty.UnknownVal(cty.Bool).RefineNotNull().WithMarks(marks), nil
	}
	return cty.False, nil
}

func ephemeralAsNull(v cty.Value) (cty.Value, error) {
	if !v.ContainsMarked() {
		return v, nil
	}
	return cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		plain, marks := v.Unmark()
		if _, ephemeral := marks[resource.Ephemeral{}]; !ephemeral {
			return v, nil
		}
		if plain.Type() == cty.NilType {
			return cty.NilVal, errors.New("an ephemeral value without a type")
		}
		delete(marks, resource.Ephemeral{})
		return cty.NullVal(plain.Type()).WithMarks(marks), nil
	})
}

// atApply is a function whose result only an apply will give.
func atApply(subject string) function.Function {
	unknown := cty.UnknownVal(cty.String).RefineNotNull().Mark(resource.Why{Cause: resource.ApplyTime, Subject: subject})
	return function.New(&function.Spec{
		Type: function.StaticReturnType(cty.String),
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) { return unknown, nil },
	})
}
