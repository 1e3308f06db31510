package tffunc

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// Readable gives an expression with the same values and more to be read off them; the expression itself is not changed:
//   - a template that comes out as a JSON document known in part is one, as from jsonencode: see [Decoded];
//   - a condition that is known leaves no marks of the branch that was not taken, nor its own, but for secrets;
//   - what an operator, a function or a template makes does not wait for anything once it is known, and is no document
//     because it was made of one;
//   - unknown strings with equal symbols are equal, and a template of them has one: see [resource.Symbol].
//
// The budget is for each evaluation; its loops stop once it is spent.
func Readable(e hclsyntax.Expression) (hclsyntax.Expression, *Budget) {
	b := &Budget{}
	b.Reset()
	return readableIn(e, surroundings{budget: b}), b
}

// surroundings are what an expression stands within: so many templates which may be documents, and a budget.
type surroundings struct {
	documents int
	budget    *Budget
}

// readableIn is Readable for a part of an expression. Each node is copied before its parts are replaced: the syntax tree is shared with others.
func readableIn(e hclsyntax.Expression, within surroundings) hclsyntax.Expression {
	next := func(e hclsyntax.Expression) hclsyntax.Expression { return readableIn(e, within) }
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		return template(e, within)
	case *hclsyntax.TemplateWrapExpr:
		return &hclsyntax.TemplateWrapExpr{Wrapped: next(e.Wrapped), SrcRange: e.SrcRange}
	case *hclsyntax.TemplateJoinExpr:
		return &hclsyntax.TemplateJoinExpr{Tuple: next(e.Tuple)}
	case *hclsyntax.ParenthesesExpr:
		return &hclsyntax.ParenthesesExpr{Expression: next(e.Expression), SrcRange: e.SrcRange}
	case *hclsyntax.ConditionalExpr:
		return &choice{Expression: e, condition: next(e.Condition), then: next(e.TrueResult), otherwise: next(e.FalseResult)}
	case *hclsyntax.TupleConsExpr:
		c := *e
		c.Exprs = all(e.Exprs, within)
		return &c
	case *hclsyntax.ObjectConsExpr:
		c := *e
		c.Items = make([]hclsyntax.ObjectConsItem, len(e.Items))
		for i, item := range e.Items {
			c.Items[i] = hclsyntax.ObjectConsItem{KeyExpr: &nameless{item.KeyExpr}, ValueExpr: next(item.ValueExpr)}
		}
		return &c
	case *hclsyntax.FunctionCallExpr:
		c := *e
		c.Args = all(e.Args, within)
		return call(&c)
	case *hclsyntax.BinaryOpExpr:
		c := *e
		c.LHS, c.RHS = next(e.LHS), next(e.RHS)
		if e.Op == hclsyntax.OpEqual || e.Op == hclsyntax.OpNotEqual {
			return comparison(&c)
		}
		return &settled{&c}
	case *hclsyntax.UnaryOpExpr:
		c := *e
		c.Val = next(e.Val)
		return &negation{&c}
	}
	return apart(e, next, within.budget)
}

// apart is Readable for the expressions that take a value apart.
func apart(e hclsyntax.Expression, next func(hclsyntax.Expression) hclsyntax.Expression, b *Budget) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.ForExpr:
		c := *e
		c.CollExpr = &meter{Expression: next(e.CollExpr), budget: b}
		c.ValExpr = &meter{Expression: next(e.ValExpr), budget: b, makes: !reference(e.ValExpr)}
		if e.CondExpr != nil {
			c.CondExpr = &nameless{next(e.CondExpr)}
		}
		if e.KeyExpr != nil {
			c.KeyExpr = &nameless{e.KeyExpr}
		}
		return &c
	case *hclsyntax.IndexExpr:
		c := *e
		c.Collection, c.Key = next(e.Collection), &nameless{next(e.Key)}
		return &c
	case *hclsyntax.RelativeTraversalExpr:
		c := *e
		c.Source = next(e.Source)
		return &c
	case *hclsyntax.SplatExpr:
		c := *e
		c.Source = next(e.Source)
		return &c
	}
	return e
}

func all(list []hclsyntax.Expression, within surroundings) []hclsyntax.Expression {
	changed := make([]hclsyntax.Expression, len(list))
	for i, e := range list {
		changed[i] = readableIn(e, within)
	}
	return changed
}

// settled takes the reasons for being unknown off a value that is known, and the mark of a document off a string that was
// made of one and is none itself.
type settled struct{ hclsyntax.Expression }

// Value evaluates the expression.
func (s *settled) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := s.Expression.Value(ctx)
	if plain, marks := v.Unmark(); plain.Type() == cty.Number && plain.IsKnown() && !plain.IsNull() && Endless(plain.AsBigFloat()) {
		return cty.UnknownVal(cty.Number).WithMarks(marks), append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Number too large", Subject: s.Range().Ptr(),
			Detail: "The result has too many digits to be written out; it is taken for unknown.",
		})
	}
	return settle(v), diags
}

func settle(v cty.Value) cty.Value {
	if !v.IsMarked() {
		return v
	}
	plain, marks := v.Unmark()
	if !plain.IsKnown() {
		kept := readable(marks)
		if encoded, _ := encodedIn(v); encoded != nil || len(kept) == len(marks) {
			return v
		}
		return plain.WithMarks(kept)
	}
	kept := cty.ValueMarks{}
	for mark := range marks {
		if _, ok := mark.(resource.Why); !ok {
			kept[mark] = struct{}{}
		}
	}
	if len(kept) == len(marks) || !whollyKnown(plain) {
		return v
	}
	return plain.WithMarks(kept)
}

// negation is ! or -. The functions behind them give an unknown back without its marks.
type negation struct{ *hclsyntax.UnaryOpExpr }

// Value negates, and has an unknown wait for what its operand waits for.
func (n *negation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	operand, diags := n.Val.Value(ctx)
	other := *n.UnaryOpExpr
	other.Val = &fixed{n.Val, operand, diags}
	v, diags := other.Value(ctx)
	if diags.HasErrors() || v.IsKnown() {
		return v, diags
	}
	_, marks := operand.Unmark()
	return v.WithMarks(resource.WithoutSymbols(readable(marks))), diags
}

// choice is a conditional expression.
type choice struct {
	hclsyntax.Expression
	condition, then, otherwise hclsyntax.Expression
}

// fixed is an expression whose value is there.
type fixed struct {
	hclsyntax.Expression
	value cty.Value
	diags hcl.Diagnostics
}

// Value gives what the expression came to.
func (f *fixed) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return f.value, f.diags }

// Value chooses. HCL itself marks the result with all that is marked on the condition and on both branches.
func (c *choice) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	parts := [3]*fixed{}
	for i, e := range []hclsyntax.Expression{c.condition, c.then, c.otherwise} {
		v, diags := e.Value(ctx)
		parts[i] = &fixed{e, v, diags}
	}
	var marks []cty.ValueMarks
	taken, ok := truth(parts[0].value)
	for i, part := range parts {
		if !ok {
			part.value = resource.WithoutSymbol(part.value)
			continue
		}
		plain, own := part.value.Unmark()
		part.value = plain
		if i != taken {
			own = resource.Secrets(own)
		}
		marks = append(marks, own)
	}
	v, diags := (&hclsyntax.ConditionalExpr{
		Condition: parts[0], TrueResult: parts[1], FalseResult: parts[2], SrcRange: c.Range(),
	}).Value(ctx)
	return settle(v.WithMarks(marks...)), diags
}

// truth tells which branch a condition takes, 1 or 2, if it is known and a bool.
func truth(condition cty.Value) (int, bool) {
	plain, _ := condition.Unmark()
	if !plain.IsKnown() || plain.IsNull() {
		return 0, false
	}
	b, err := convert.Convert(plain, cty.Bool)
	switch {
	case err != nil || !b.IsKnown() || b.IsNull():
		return 0, false
	case b.True():
		return 1, true
	}
	return 2, true
}
