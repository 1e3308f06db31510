package tffunc

import (
	"errors"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func tryFunctions() map[string]function.Function {
	return map[string]function.Function{
		"try": function.New(&function.Spec{
			VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
			Type:     function.StaticReturnType(cty.DynamicPseudoType),
			Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return try(args) },
		}),
		"can": function.New(&function.Spec{
			Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
			Type:   function.StaticReturnType(cty.Bool),
			Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return can(args[0]), nil },
		}),
	}
}

// try returns the value of the first expression that has one. Terraform answers "unknown" as soon as any part of the value
// is unknown. Here the known parts of a value stay known, and a plain reference stays what it is: neither can turn into
// an error at apply. Any other unknown might, so its type and range are forgotten, and only its marks are kept, with those
// of the expressions whose values could take its place.
func try(args []cty.Value) (cty.Value, error) {
	if len(args) == 0 {
		return cty.NilVal, errors.New("at least one argument is required")
	}
	var problems []string
	for i, arg := range args {
		closure := customdecode.ExpressionClosureFromVal(arg)
		v, diags := closure.Value()
		if refused := refusal(diags); refused != nil {
			return cty.DynamicVal.Mark(refused.why()), nil
		}
		if diags.HasErrors() {
			for _, d := range diags.Errs() {
				problems = append(problems, d.Error())
			}
			continue
		}
		if certain(closure, v) {
			return v, nil
		}
		return cty.DynamicVal.WithMarks(deepMarks(append(standIns(args[i+1:]), v))), nil
	}
	return cty.NilVal, errors.New("no expression has a value: " + strings.Join(problems, "; "))
}

// certain reports whether an expression cannot turn into an error at apply.
func certain(closure *customdecode.ExpressionClosure, v cty.Value) bool {
	_, document := Decoded(v)
	return v.IsKnown() || document || reference(closure.Expression) && v.Type() != cty.DynamicPseudoType
}

// standIns are the values that could take the place of an unknown before them, up to the first that is certain.
func standIns(args []cty.Value) []cty.Value {
	var found []cty.Value
	for _, arg := range args {
		closure := customdecode.ExpressionClosureFromVal(arg)
		v, diags := closure.Value()
		if diags.HasErrors() {
			continue
		}
		found = append(found, v)
		if certain(closure, v) {
			break
		}
	}
	return found
}

// can reports whether an expression has a value. It is sure of unknown values only where a plain reference holds one
// that can be neither missing nor null.
func can(arg cty.Value) cty.Value {
	closure := customdecode.ExpressionClosureFromVal(arg)
	v, diags := closure.Value()
	if refused := refusal(diags); refused != nil {
		return cty.UnknownVal(cty.Bool).RefineNotNull().Mark(refused.why())
	}
	if diags.HasErrors() {
		return cty.False
	}
	if v.IsWhollyKnown() {
		return cty.True
	}
	plain, _ := v.Unmark()
	if reference(closure.Expression) && (plain.IsKnown() || plain.Range().DefinitelyNotNull()) {
		return cty.True
	}
	return cty.UnknownVal(cty.Bool).RefineNotNull().WithMarks(deepMarks([]cty.Value{v}))
}

// reference reports whether an expression only reads what is there.
func reference(expr hcl.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return true
	case *hclsyntax.RelativeTraversalExpr:
		return reference(e.Source)
	case *hclsyntax.IndexExpr:
		return reference(e.Collection)
	case *hclsyntax.ParenthesesExpr:
		return reference(e.Expression)
	}
	return false
}

// refusal finds a refused call among diagnostics.
func refusal(diags hcl.Diagnostics) *RefusedError {
	for _, d := range diags {
		extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
		if !ok {
			continue
		}
		var refused *RefusedError
		if errors.As(extra.FunctionCallError(), &refused) {
			return refused
		}
	}
	return nil
}

func (e *RefusedError) why() resource.Why { return resource.Why{Cause: e.Cause, Subject: e.Subject} }
