package fact

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// operation is a binary operation.
type operation struct{ *hclsyntax.BinaryOpExpr }

// Value evaluates both operands, as their marks are wanted, and compares them.
func (o operation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(o, ctx) }

func (o operation) eval(s *scope) (marked, hcl.Diagnostics) {
	left, leftDiags := s.eval(o.LHS)
	return o.of(left, leftDiags, s)
}

// test is an operation whose marks nobody asks for where it is known: && of false is false.
func (s *scope) test(e hclsyntax.Expression) (marked, hcl.Diagnostics) {
	o, ok := e.(operation)
	if !ok || o.Op != hclsyntax.OpLogicalAnd {
		return s.eval(e)
	}
	left, diags := s.test(o.LHS)
	if len(diags) == 0 && left.bare == cty.False {
		return left, nil
	}
	return o.of(left, diags, s)
}

// of is the operation on a left operand that is evaluated already.
func (o operation) of(left marked, leftDiags hcl.Diagnostics, s *scope) (marked, hcl.Diagnostics) {
	right, rightDiags := s.eval(o.RHS)
	if len(leftDiags)+len(rightDiags) == 0 {
		if result, ok := o.apply(left.bare, right.bare); ok {
			return marked{bare: result, marks: union(left.marks, right.marks)}, nil
		}
	}
	other := *o.BinaryOpExpr
	other.LHS, other.RHS = given{o.LHS, left, leftDiags}, given{o.RHS, right, rightDiags}
	return s.eval(&other)
}

// apply is the operation on plain values of one type, or null; ok is false for all but what entries ask for all the time.
func (o operation) apply(x, y cty.Value) (result cty.Value, ok bool) {
	switch {
	case !isSimple(x) || !isSimple(y):
		return cty.NilVal, false
	case o.Op == hclsyntax.OpEqual || o.Op == hclsyntax.OpNotEqual:
		equal, known := equals(x, y)
		return cty.BoolVal(equal == (o.Op == hclsyntax.OpEqual)), known
	case x.Type() != y.Type() || x.IsNull() || y.IsNull():
		return cty.NilVal, false
	case x.Type() == cty.Bool && (o.Op == hclsyntax.OpLogicalAnd || o.Op == hclsyntax.OpLogicalOr):
		return connect(x, y, o.Op == hclsyntax.OpLogicalOr), true
	case x.Type() == cty.Number && x.IsKnown() && y.IsKnown():
		return o.reckon(x, y)
	}
	return cty.NilVal, false
}

// equals holds a value against one of its type, or against null.
func equals(x, y cty.Value) (equal, known bool) {
	if x.IsNull() || y.IsNull() {
		return x.IsNull() && y.IsNull(), isNullOrNot(x) && isNullOrNot(y)
	}
	return x.RawEquals(y), x.Type() == y.Type() && x.IsKnown() && y.IsKnown()
}

// isNullOrNot reports whether it is known if a value is null.
func isNullOrNot(v cty.Value) bool { return v.IsKnown() || v.Range().DefinitelyNotNull() }

// connect is && and, where decisive is true, ||: one operand decides that is so, else one that is unknown leaves the answer unknown.
func connect(x, y cty.Value, decisive bool) cty.Value {
	unknown := false
	for _, v := range []cty.Value{x, y} {
		if !v.IsKnown() {
			unknown = true
		} else if v == cty.BoolVal(decisive) {
			return cty.BoolVal(decisive)
		}
	}
	if unknown {
		return cty.UnknownVal(cty.Bool).RefineNotNull()
	}
	return cty.BoolVal(!decisive)
}

func isSimple(v cty.Value) bool {
	return v.Type().IsPrimitiveType() || v.Type() == cty.DynamicPseudoType
}

// reckon is the operation on numbers. What is infinite is HCL's to add, which has a message for that.
func (o operation) reckon(x, y cty.Value) (result cty.Value, ok bool) {
	order := x.AsBigFloat().Cmp(y.AsBigFloat())
	switch o.Op {
	case hclsyntax.OpGreaterThan:
		return cty.BoolVal(order > 0), true
	case hclsyntax.OpGreaterThanOrEqual:
		return cty.BoolVal(order >= 0), true
	case hclsyntax.OpLessThan:
		return cty.BoolVal(order < 0), true
	case hclsyntax.OpLessThanOrEqual:
		return cty.BoolVal(order <= 0), true
	case hclsyntax.OpAdd:
		if !x.AsBigFloat().IsInf() && !y.AsBigFloat().IsInf() {
			return x.Add(y), true
		}
	}
	return cty.NilVal, false
}

// template is a string with values in it.
type template struct{ *hclsyntax.TemplateExpr }

// Value puts the parts together where all are known strings.
func (t template) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(t, ctx) }

func (t template) eval(s *scope) (marked, hcl.Diagnostics) {
	parts := make([]given, len(t.Parts))
	var marks cty.ValueMarks
	var text strings.Builder
	plain := true
	for n, part := range t.Parts {
		m, diags := s.eval(part)
		parts[n] = given{part, m, diags}
		marks = union(marks, m.marks)
		known, isText := m.text()
		plain = plain && len(diags) == 0 && isText
		text.WriteString(known)
	}
	if plain {
		return marked{bare: cty.StringVal(text.String()), marks: marks}, nil
	}
	other := *t.TemplateExpr
	other.Parts = make([]hclsyntax.Expression, len(parts))
	for n, part := range parts {
		other.Parts[n] = part
	}
	return s.eval(&other)
}
