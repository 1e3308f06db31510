package tffunc

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/baalint/baalint/pkg/resource"
)

// signature is the part of a function that callers see.
type signature struct {
	params []function.Parameter
	rest   *function.Parameter
	// result is the type of the result, or cty.DynamicPseudoType. A result that is not dynamic is never null.
	result cty.Type
}

// define makes a function whose implementation sees neither unknown nor marked arguments, unless a parameter asks for
// them.
func define(sig signature, impl func(args []cty.Value) (cty.Value, error)) function.Function {
	return keep(bare(sig, impl))
}

func bare(sig signature, impl func(args []cty.Value) (cty.Value, error)) function.Function {
	spec := &function.Spec{
		Params:   sig.params,
		VarParam: sig.rest,
		Type:     function.StaticReturnType(sig.result),
		Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return impl(args) },
	}
	if sig.result != cty.DynamicPseudoType {
		spec.RefineResult = notNull
	}
	return function.New(spec)
}

func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }

// pure is define for the most common case: strings in, one value of a fixed type out. Where no parameter asks for marks,
// cty keeps them all, and one layer is enough.
func pure(result cty.Type, impl func(args []cty.Value) (cty.Value, error), names ...string) function.Function {
	params := make([]function.Parameter, len(names))
	for i, name := range names {
		params[i] = text(name)
	}
	return bare(signature{params: params, result: result}, impl)
}

// keep wraps a function so that no unknown result loses a mark. cty itself drops the marks of arguments whose parameter
// allows marks when it answers "unknown" on the function's behalf; so does many a function that answers for itself.
func keep(inner function.Function) function.Function {
	spec := &function.Spec{
		Description: inner.Description(),
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			out, err := inner.Call(args)
			if err != nil || out.IsKnown() {
				return out, err
			}
			return out.WithMarks(deepMarks(args)), nil
		},
	}
	for _, p := range inner.Params() {
		spec.Params = append(spec.Params, opened(p))
	}
	if p := inner.VarParam(); p != nil {
		q := opened(*p)
		spec.VarParam = &q
	}
	return function.New(spec)
}

// opened lets everything but null through, so that the inner function alone decides.
func opened(p function.Parameter) function.Parameter {
	p.AllowUnknown, p.AllowMarked, p.AllowDynamicType = true, true, true
	return p
}

// deepMarks gathers the marks on and inside of values.
func deepMarks(vals []cty.Value) cty.ValueMarks {
	all := make([]any, 0, len(vals))
	for _, v := range vals {
		all = append(all, resource.AllMarks(v))
	}
	return cty.NewValueMarks(all...)
}

// guarded runs a check before the function. The check sees the same arguments as the function would: the marks are taken
// off wherever a parameter does not allow them; unknown arguments skip the check where the function would be skipped.
func guarded(inner function.Function, check func(args []cty.Value) error) function.Function {
	spec := &function.Spec{
		Description: inner.Description(),
		Params:      inner.Params(),
		VarParam:    inner.VarParam(),
		Type:        inner.ReturnTypeForValues,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			plain := make([]cty.Value, len(args))
			for i, arg := range args {
				plain[i], _ = arg.UnmarkDeep()
			}
			if err := check(plain); err != nil {
				return cty.NilVal, err
			}
			return inner.Call(args)
		},
	}
	return function.New(spec)
}

// strict answers "unknown" for a value of unknown type before a function sees it that says it can take one and cannot.
func strict(inner function.Function) function.Function {
	spec := &function.Spec{
		Description: inner.Description(),
		Params:      inner.Params(),
		VarParam:    inner.VarParam(),
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl:        func(args []cty.Value, _ cty.Type) (cty.Value, error) { return inner.Call(args) },
	}
	for i := range spec.Params {
		spec.Params[i].AllowDynamicType = false
	}
	if spec.VarParam != nil {
		spec.VarParam.AllowDynamicType = false
	}
	return function.New(spec)
}
