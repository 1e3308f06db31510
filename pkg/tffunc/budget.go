package tffunc

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// maxSteps bounds the iterations of all loops in one evaluation of an expression or a template, nested ones multiplied.
const maxSteps = 1 << 18

// Budget counts what the loops of an expression may still do.
type Budget struct{ steps, bytes int }

// Reset makes the budget that of a new evaluation.
func (b *Budget) Reset() { b.steps, b.bytes = maxSteps, 2*MaxBytes }

// Spent reports whether the evaluation was cut short: its value means nothing.
func (b *Budget) Spent() bool { return b.steps < 0 || b.bytes < 0 }

// meter takes every evaluation of an expression in a loop off a budget, and evaluates nothing once it is spent.
type meter struct {
	hclsyntax.Expression
	budget *Budget
	// makes is set where each turn makes a value anew.
	makes bool
}

// Value evaluates the expression while the budget lasts.
func (m *meter) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if m.budget.Spent() {
		return cty.DynamicVal, nil
	}
	v, diags := m.Expression.Value(ctx)
	m.budget.steps--
	if m.makes {
		m.weigh(v, 2)
	}
	return v, diags
}

// weigh takes the strings in v off the budget, so many levels deep.
func (m *meter) weigh(v cty.Value, levels int) {
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.String:
		m.budget.bytes -= len(v.AsString())
	case levels > 0 && (v.Type().IsObjectType() || v.Type().IsTupleType()):
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			m.weigh(element, levels-1)
		}
	}
}
