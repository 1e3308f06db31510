package fact

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// contained is an expression that puts together what is quickened already, or takes it apart.
func contained(e hclsyntax.Expression) hclsyntax.Expression {
	switch n := e.(type) {
	case *hclsyntax.ConditionalExpr:
		return conditional{n}
	case *hclsyntax.TupleConsExpr:
		return tuple{n}
	case *hclsyntax.SplatExpr:
		if each, ok := n.Each.(element); ok {
			return splatOf(n, each.Expression)
		}
	}
	return e
}

// tuple is a list that the catalogue writes.
type tuple struct{ *hclsyntax.TupleConsExpr }

// Value evaluates the elements.
func (t tuple) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(t, ctx) }

func (t tuple) eval(s *scope) (marked, hcl.Diagnostics) {
	all := make([]cty.Value, len(t.Exprs))
	var diags hcl.Diagnostics
	for n, e := range t.Exprs {
		m, elementDiags := s.eval(e)
		all[n], diags = m.value(), append(diags, elementDiags...)
	}
	return unmarked(cty.TupleVal(all)), diags
}

// splat is list[*].a.b.
type splat struct {
	*hclsyntax.SplatExpr
	// steps lead from an element to what is wanted of it.
	steps hcl.Traversal
}

// splatOf is the splat whose elements are made by each, or the same splat where that is more than some steps.
func splatOf(n *hclsyntax.SplatExpr, each hclsyntax.Expression) hclsyntax.Expression {
	switch each := each.(type) {
	case *hclsyntax.AnonSymbolExpr:
		return splat{n, nil}
	case *hclsyntax.RelativeTraversalExpr:
		if each.Source == hclsyntax.Expression(n.Item) {
			return splat{n, each.Traversal}
		}
	}
	return n
}

// Value evaluates the list, and takes the steps from each of its elements.
func (p splat) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(p, ctx) }

func (p splat) eval(s *scope) (marked, hcl.Diagnostics) {
	list, diags := s.eval(p.Source)
	if v := list.bare; len(diags) == 0 && v.Type().IsTupleType() && v.IsKnown() && !v.IsNull() {
		if all, ok := p.elements(v, s); ok {
			return marked{bare: cty.TupleVal(all), marks: list.marks}, nil
		}
	}
	other := *p.SplatExpr
	other.Source = given{p.Source, list, diags}
	return s.eval(&other)
}

// elements are those of the new list, false where HCL has something to say of one.
func (p splat) elements(list cty.Value, s *scope) ([]cty.Value, bool) {
	all := make([]cty.Value, 0, list.LengthInt())
	for e := range inOrder(list) {
		m := apart(e)
		for _, step := range p.steps {
			next, ok := take(m, step)
			if !ok && !nothingIn(m.bare, step) {
				return nil, false
			}
			if m = next; !ok {
				m = unmarked(cty.NullVal(cty.DynamicPseudoType))
				break
			}
		}
		all = append(all, s.orNull(m).value())
	}
	return all, true
}

// conditional is a conditional within a choice: what stands at both of its branches may decide.
type conditional struct{ *hclsyntax.ConditionalExpr }

// Value evaluates the condition and both branches.
func (c conditional) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(c, ctx) }

func (c conditional) eval(s *scope) (marked, hcl.Diagnostics) {
	yes, yesDiags := s.eval(c.TrueResult)
	no, noDiags := s.eval(c.FalseResult)
	condition, diags := s.eval(c.Condition)
	if holds := condition.bare; len(yesDiags)+len(noDiags)+len(diags) == 0 && holds.Type() == cty.Bool && holds.IsKnown() && !holds.IsNull() {
		branch, other := yes, no
		if holds == cty.False {
			branch, other = no, yes
		}
		if v, ok := besides(branch, other); ok {
			return marked{bare: v, marks: union(union(condition.marks, yes.marks), no.marks)}, nil
		}
	}
	other := *c.ConditionalExpr
	other.Condition = given{c.Condition, condition, diags}
	other.TrueResult, other.FalseResult = given{c.TrueResult, yes, yesDiags}, given{c.FalseResult, no, noDiags}
	return s.eval(&other)
}

// besides is a branch of a conditional in the type that it has beside the other one; ok is false where HCL would look for such a type.
func besides(branch, other marked) (v cty.Value, ok bool) {
	switch {
	case branch.isLiteralNull():
		return cty.NullVal(other.bare.Type()), true
	case other.isLiteralNull() || branch.bare.Type() == cty.DynamicPseudoType || other.bare.Type() == cty.DynamicPseudoType:
		return branch.bare, true
	}
	return branch.bare, branch.bare.Type().IsPrimitiveType() && branch.bare.Type() == other.bare.Type()
}

func (m marked) isLiteralNull() bool {
	return len(m.marks) == 0 && m.bare.Type() == cty.DynamicPseudoType && m.bare.IsNull()
}

// objectLoop is a for expression that makes an object.
type objectLoop struct{ *hclsyntax.ForExpr }

// Value evaluates the list. Most such lists are empty.
func (l objectLoop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(l, ctx) }

func (l objectLoop) eval(s *scope) (marked, hcl.Diagnostics) {
	list, diags := s.eval(l.CollExpr)
	if v := list.bare; len(diags) == 0 && l.CondExpr == nil && v.IsKnown() && !v.IsNull() && v.CanIterateElements() && v.LengthInt() == 0 {
		return marked{bare: cty.EmptyObjectVal, marks: list.marks}, nil
	}
	other := *l.ForExpr
	other.CollExpr = given{l.CollExpr, list, diags}
	return s.eval(&other)
}
