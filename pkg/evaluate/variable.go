package evaluate

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
)

// variable gives the value of a variable that the module declares.
func (s *scope) variable(name string) cty.Value {
	decl := s.module.Variables[name]
	t := s.get(&s.variables, name, "var."+name, decl.DeclRange)
	return s.run.value(t, func() cty.Value {
		given, at, ok := s.given(decl)
		if !ok {
			given, at, ok = s.byDefault(decl)
		}
		if !ok {
			given = s.missing(t, decl)
		} else {
			given = s.byWhom(s.fitVariable(t, given, decl, at), decl)
		}
		return secret(given, decl.Sensitive, decl.Ephemeral)
	})
}

// given gives the value that the caller or the user sets, if any.
func (s *scope) given(decl *load.Variable) (cty.Value, hcl.Range, bool) {
	if s.call != nil {
		argument, ok := s.call.Arguments[decl.Name]
		if !ok {
			return cty.NilVal, hcl.Range{}, false
		}
		return s.parent.eval(argument.Expr, s.inputs), argument.Range, true
	}
	value, ok := s.run.root.Values[decl.Name]
	if !ok {
		return cty.NilVal, hcl.Range{}, false
	}
	if value.Raw != nil {
		return s.run.raw(*value.Raw, decl, value.From), value.Range, true
	}
	v, diags := value.Expr.Value(nil)
	if diags.HasErrors() {
		s.run.report(diags)
		v = s.run.failure("var."+decl.Name, value.Range)
	}
	return v, value.Range, true
}

// byWhom marks the value of a variable that is set from outside of the blocks of the configuration. A plan gives all variables, those
// by default among them.
func (s *scope) byWhom(v cty.Value, decl *load.Variable) cty.Value {
	value, ok := s.run.root.Values[decl.Name]
	switch {
	case s.call != nil || !ok || !v.IsKnown() || value.Raw == nil && isDefault(v, decl):
		return v
	case value.Raw != nil || value.Range == hcl.Range{} || decl.Default != nil && value.Range == decl.Default.Range():
		return v.Mark(resource.Given{By: resource.ByCaller})
	}
	return v.Mark(resource.Given{By: resource.ByVariableFile})
}

func isDefault(v cty.Value, decl *load.Variable) bool {
	if decl.Default == nil {
		return false
	}
	fallback, diags := decl.Default.Value(nil)
	if diags.HasErrors() {
		return false
	}
	fallback, err := convert.Convert(fallback, decl.Type)
	return err == nil && v.RawEquals(fallback)
}

// raw reads a value that was given as text. Without a type for it, Terraform takes the text as it is.
func (r *run) raw(text string, decl *load.Variable, from string) cty.Value {
	if decl.Untyped || decl.Type.IsPrimitiveType() {
		return cty.StringVal(text)
	}
	expr, diags := hclsyntax.ParseExpression([]byte(text), from, hcl.InitialPos)
	if !diags.HasErrors() {
		v, evaluated := expr.Value(nil)
		if !evaluated.HasErrors() {
			return v
		}
		diags = evaluated
	}
	r.fault(decl.DeclRange, "Invalid value for variable",
		fmt.Sprintf("The value that %s gives for var.%s is not an expression: %s.", from, decl.Name, diags[0].Summary))
	return r.failure("var."+decl.Name, decl.DeclRange)
}

func (s *scope) byDefault(decl *load.Variable) (cty.Value, hcl.Range, bool) {
	if decl.Default == nil {
		return cty.NilVal, hcl.Range{}, false
	}
	v, diags := decl.Default.Value(nil)
	if diags.HasErrors() {
		s.run.report(diags)
		v = s.run.failure("var."+decl.Name, decl.DeclRange)
	}
	return v, decl.Default.Range(), true
}

// missing is the value of a variable that nobody sets: in the root that is for the user to do, in a call it is a mistake.
func (s *scope) missing(t *term, decl *load.Variable) cty.Value {
	v := cty.UnknownVal(decl.Type.WithoutOptionalAttributesDeep())
	if s.call != nil {
		s.run.fault(s.call.DeclRange, "Missing required argument",
			fmt.Sprintf("The module that %s calls requires the argument %q.", s.parent.prefix("module."+s.call.Name), decl.Name))
		return v.Mark(resource.Why{Cause: resource.Failed, Subject: t.name, Place: place(s.call.DeclRange)})
	}
	if !decl.Nullable && decl.Type != cty.DynamicPseudoType {
		v = v.RefineNotNull()
	}
	return v.Mark(resource.Why{Cause: resource.NoValue, Subject: t.name, Place: place(decl.DeclRange)})
}

// fitVariable makes a value one of the variable's type, as it was declared.
func (s *scope) fitVariable(t *term, v cty.Value, decl *load.Variable, at hcl.Range) cty.Value {
	if v.IsNull() && !decl.Nullable {
		fallback, place, ok := s.byDefault(decl)
		if !ok {
			s.run.fault(at, "Required variable not set", fmt.Sprintf("%s may not be null.", t.name))
			return s.run.failure(t.name, at)
		}
		v, at = fallback, place
	}
	if measure(v) > maxSize {
		return s.run.tooLarge(t.name, at)
	}
	if decl.Defaults != nil {
		v = decl.Defaults.Apply(v)
	}
	converted, err := convert.Convert(v, decl.Type)
	if err != nil {
		s.run.fault(at, "Invalid value for variable", fmt.Sprintf("The value of %s does not have its type: %s.", t.name, mismatch(v, decl.Type, err)))
		why := resource.Why{Cause: resource.Failed, Subject: t.name, Place: place(at)}
		return cty.UnknownVal(decl.Type.WithoutOptionalAttributesDeep()).Mark(why)
	}
	if !decl.Nullable && !converted.IsKnown() && converted.Type() != cty.DynamicPseudoType {
		plain, marks := converted.Unmark()
		converted = plain.RefineNotNull().WithMarks(marks)
	}
	return converted
}
