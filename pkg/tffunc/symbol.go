package tffunc

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// nameless is an expression of which something else is made than its value: a key, a condition.
type nameless struct{ hclsyntax.Expression }

// Value evaluates the expression.
func (n *nameless) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	return resource.WithoutSymbol(v), diags
}

// comparison is == or !=.
type comparison struct {
	settled
	operator *hclsyntax.BinaryOpExpr
}

// Value compares, by symbols where the values are not known.
func (c *comparison) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := c.settled.Value(ctx)
	plain, marks := v.Unmark()
	if plain.IsKnown() || diags.HasErrors() || !named(marks) {
		return v, diags
	}
	var sides [2]resource.Symbol
	for i, e := range []hclsyntax.Expression{c.operator.LHS, c.operator.RHS} {
		side, _ := e.Value(ctx)
		symbol, ok := resource.SymbolOf(side)
		if !ok {
			return resource.WithoutSymbol(v), diags
		}
		sides[i] = symbol
	}
	v = resource.WithoutSymbol(v)
	if equal, known := sides[0].Equal(sides[1]); known {
		_, marks = v.Unmark()
		return settle(cty.BoolVal(equal == (c.operator.Op == hclsyntax.OpEqual)).WithMarks(marks)), diags
	}
	return v, diags
}

func named(marks cty.ValueMarks) bool {
	for mark := range marks {
		if _, ok := mark.(resource.Symbol); ok {
			return true
		}
	}
	return false
}

// spelling is a template, which has a symbol where all of its parts have one.
type spelling struct {
	settled
	template *hclsyntax.TemplateExpr
}

// Value evaluates the template.
func (s *spelling) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := s.settled.Value(ctx)
	plain, marks := v.Unmark()
	if plain.IsKnown() || diags.HasErrors() || !named(marks) {
		return v, diags
	}
	v = resource.WithoutSymbol(v)
	parts := make([]cty.Value, len(s.template.Parts))
	for i, e := range s.template.Parts {
		if _, composed := e.(*hclsyntax.TemplateJoinExpr); composed {
			return v, diags
		}
		parts[i], _ = e.Value(ctx)
	}
	if symbol, ok := joined(parts, ""); ok {
		return v.Mark(symbol), diags
	}
	return v, diags
}

// joined is the symbol of texts with a separator between them.
func joined(texts []cty.Value, separator string) (resource.Symbol, bool) {
	var b strings.Builder
	for i, text := range texts {
		if plain, _ := text.Unmark(); plain.IsKnown() && plain.Type().IsPrimitiveType() {
			text, _ = convert.Convert(plain, cty.String)
		}
		symbol, ok := resource.SymbolOf(text)
		if !ok {
			return symbol, false
		}
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(symbol.Text)
	}
	return resource.Symbol{Text: b.String()}, true
}

// call is a call of a function. What it makes has no symbol, unless it only chooses among its arguments, or puts texts together.
type call struct {
	settled
	name string
	args []hclsyntax.Expression
}

// Value calls the function.
func (c *call) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := c.settled.Value(ctx)
	plain, marks := v.Unmark()
	if diags.HasErrors() || !named(marks) {
		return v, diags
	}
	v = resource.WithoutSymbol(v)
	if plain.IsKnown() || plain.Type() != cty.String {
		return v, diags
	}
	args := make([]cty.Value, 0, len(c.args))
	for _, e := range c.args {
		arg, failed := e.Value(ctx)
		if !failed.HasErrors() { // else try passes over it
			args = append(args, arg)
		}
	}
	if symbol, ok := spelled(c.name, args); ok {
		return v.Mark(symbol), diags
	}
	return v, diags
}

// spelled is the symbol of what a function makes of some arguments.
func spelled(function string, args []cty.Value) (resource.Symbol, bool) {
	switch function {
	case "coalesce", "nonsensitive", "one", "sensitive", "tostring", "try":
		return onlySymbol(args)
	case "format":
		format, _ := args[0].Unmark()
		if !format.IsKnown() {
			return resource.Symbol{}, false
		}
		literals := strings.Split(format.AsString(), "%s")
		if strings.Contains(strings.Join(literals, ""), "%") || len(literals) != len(args) {
			return resource.Symbol{}, false
		}
		texts := []cty.Value{cty.StringVal(literals[0])}
		for i, literal := range literals[1:] {
			texts = append(texts, args[i+1], cty.StringVal(literal))
		}
		return joined(texts, "")
	case "join":
		separator, ok := resource.SymbolOf(args[0])
		var texts []cty.Value
		for _, list := range args[1:] {
			plain, _ := list.Unmark()
			if !ok || !iterates(plain) || plain.Type().IsSetType() {
				return resource.Symbol{}, false
			}
			texts = append(texts, plain.AsValueSlice()...)
		}
		return joined(texts, separator.Text)
	}
	return resource.Symbol{}, false
}

// onlySymbol is the symbol of all that is unknown in some values, none of which is null where one is chosen that is not.
func onlySymbol(args []cty.Value) (found resource.Symbol, ok bool) {
	for _, arg := range args {
		for _, e := range elementsIn(arg) {
			plain, _ := e.Unmark()
			if plain.IsKnown() {
				continue
			}
			symbol, named := resource.SymbolOf(e)
			if !named || ok && symbol != found || !plain.Range().DefinitelyNotNull() {
				return symbol, false
			}
			found, ok = symbol, true
		}
	}
	return found, ok
}

// elementsIn are the elements of a list, or the value itself.
func elementsIn(v cty.Value) []cty.Value {
	if plain, _ := v.Unmark(); iterates(plain) && !plain.Type().IsSetType() {
		return plain.AsValueSlice()
	}
	return []cty.Value{v}
}
