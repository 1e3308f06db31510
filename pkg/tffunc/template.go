package tffunc

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// recursive stands for the template functions inside of templates.
var recursive = function.New(&function.Spec{
	VarParam: func() *function.Parameter { p := free("arguments"); return &p }(),
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
		return cty.NilVal, errors.New("a template cannot render another template")
	},
})

type tableFunc func() map[string]function.Function

func templateFile(h Host, scope tableFunc) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{opened(text("path")), opened(anything("vars"))},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			path, marks := args[0].Unmark()
			if vars, _ := args[1].Unmark(); !path.IsKnown() || !vars.IsKnown() {
				return cty.DynamicVal.WithMarks(deepMarks(args)), nil
			}
			name := path.AsString()
			src, err := h.readText(name)
			if err != nil {
				return cty.NilVal, err
			}
			out, err := render(src, name, args[1], scope)
			if err != nil {
				return cty.NilVal, err
			}
			return out.WithMarks(marks), nil
		},
	})
}

// templateString insists, as Terraform does, on a template that is read from somewhere: a literal one would be rendered
// before the function is called.
func templateString(scope tableFunc) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "template", Type: customdecode.ExpressionClosureType},
			free("vars"),
		},
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			closure := customdecode.ExpressionClosureFromVal(args[0])
			if _, wrapped := closure.Expression.(*hclsyntax.ParenthesesExpr); wrapped || !reference(closure.Expression) {
				return cty.NilVal, function.NewArgErrorf(0, "the template must be a reference to a named value")
			}
			template, diags := closure.Value()
			if diags.HasErrors() {
				return cty.NilVal, function.NewArgErrorf(0, "%s", diags[0].Detail)
			}
			if ty := template.Type(); ty != cty.String && ty != cty.DynamicPseudoType {
				return cty.NilVal, function.NewArgErrorf(0, "the template must be a string, not %s", ty.FriendlyName())
			}
			return renderString(template, args[1], scope)
		},
	})
}

func renderString(template, vars cty.Value, scope tableFunc) (cty.Value, error) {
	src, marks := template.Unmark()
	plainVars, _ := vars.Unmark()
	switch {
	case src.IsNull():
		return cty.NilVal, function.NewArgErrorf(0, "the template must not be null")
	case plainVars.IsNull():
		return cty.NilVal, function.NewArgErrorf(1, "the variables must not be null")
	case !src.IsKnown() || !plainVars.IsKnown():
		return cty.UnknownVal(cty.String).RefineNotNull().WithMarks(deepMarks([]cty.Value{template, vars})), nil
	}
	out, err := render(src.AsString(), "<template>", vars, scope)
	if err != nil {
		return cty.NilVal, err
	}
	if out, err = convert.Convert(out, cty.String); err != nil {
		return cty.NilVal, fmt.Errorf("render template: %w", err)
	}
	return out.WithMarks(marks), nil
}

// render evaluates a template with the attributes of vars as its variables.
func render(src, name string, vars cty.Value, scope tableFunc) (cty.Value, error) {
	plain, marks := vars.Unmark()
	if !plain.Type().IsObjectType() && !plain.Type().IsMapType() {
		return cty.NilVal, function.NewArgErrorf(1, "the variables must be an object or a map")
	}
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: scope()}
	for it := plain.ElementIterator(); it.Next(); {
		key, v := it.Element()
		if !hclsyntax.ValidIdentifier(key.AsString()) {
			return cty.NilVal, function.NewArgErrorf(1, "%q cannot be the name of a template variable", key.AsString())
		}
		ctx.Variables[key.AsString()] = v
	}
	expr, diags := hclsyntax.ParseTemplate([]byte(src), name, hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, fmt.Errorf("parse template: %w", problem(diags))
	}
	if diags := BoundNumbers(expr); diags.HasErrors() {
		return cty.NilVal, fmt.Errorf("parse template: %w", problem(diags))
	}
	readable, budget := Readable(expr)
	out, diags := readable.Value(ctx)
	if budget.Spent() {
		return cty.NilVal, beyond("rendering %q goes beyond the limits of %d iterations and %d bytes", name, maxSteps, MaxBytes)
	}
	if diags.HasErrors() {
		if refused := refusal(diags); refused != nil {
			return cty.NilVal, refused
		}
		return cty.NilVal, fmt.Errorf("render template: %w", problem(diags))
	}
	if encoded, _ := encodedIn(out); encoded == nil && !out.IsKnown() {
		return Spelled(out.WithMarks(deepMarks([]cty.Value{vars})), expr, ctx), nil
	}
	return out.WithMarks(marks), nil
}

// problem is the first error of diagnostics, with its place.
func problem(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return fmt.Errorf("%w", d)
		}
	}
	return diags
}
