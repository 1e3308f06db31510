package fact

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// HCL gives up on a whole expression where one element of a list is absent or unknown, and forgets why. soften rewrites the
// syntax tree of a catalogue expression, which is ours alone, so that what can be known of the other elements stays known:
//   - what is absent in the body of a for or a splat, or in an element of a list or object, is null there, and not the whole field;
//   - an element whose if-clause is unknown is an unknown element that may be missing, and not the whole list unknown; the marks of
//     the clause go to that element alone;
//   - a for over an unknown keeps the marks of that unknown;
//   - a conditional whose condition is known is the branch that it takes, and stands where that branch does;
//   - what a literal table is asked for keeps the marks of the key;
//   - the negation of an unknown keeps the marks of that unknown;
//   - an attribute that the configuration leaves to the provider is null.
func soften(node hclsyntax.Node) {
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		softenNode(n)
		return nil
	})
}

func softenNode(n hclsyntax.Node) {
	switch n := n.(type) {
	case element: // an element that is itself a for
		softenNode(n.Expression)
	case collection:
		softenNode(n.Expression)
	case clause:
		softenNode(n.Expression)
	case *hclsyntax.ForExpr:
		n.CollExpr = collection{settle(n.CollExpr)}
		value := element{Expression: settle(n.ValExpr)}
		if n.CondExpr != nil {
			value.clause = settle(n.CondExpr)
			n.CondExpr = clause{value.clause}
		}
		n.ValExpr = value
	case *hclsyntax.IndexExpr:
		if object, ok := n.Collection.(*hclsyntax.ObjectConsExpr); ok {
			n.Collection = table{object, n.Key}
		}
		settleOperands(n)
	case table:
		softenNode(n.Expression)
	case *hclsyntax.SplatExpr:
		n.Source = settle(n.Source)
		n.Each = element{Expression: n.Each}
	case *hclsyntax.TupleConsExpr:
		for i := range n.Exprs {
			n.Exprs[i] = element{Expression: settle(n.Exprs[i])}
		}
	case *hclsyntax.ObjectConsExpr:
		for i := range n.Items {
			n.Items[i].ValueExpr = element{Expression: settle(n.Items[i].ValueExpr)}
		}
	default:
		settleOperands(n)
	}
}

// settleOperands settles the traversals that are operands of an expression.
func settleOperands(n hclsyntax.Node) {
	var operands []*hclsyntax.Expression
	switch n := n.(type) {
	case *hclsyntax.FunctionCallExpr:
		for i := range n.Args {
			operands = append(operands, &n.Args[i])
		}
	case *hclsyntax.TemplateExpr:
		for i := range n.Parts {
			operands = append(operands, &n.Parts[i])
		}
	case *hclsyntax.TemplateWrapExpr:
		operands = append(operands, &n.Wrapped)
	case *hclsyntax.BinaryOpExpr:
		operands = append(operands, &n.LHS, &n.RHS)
	case *hclsyntax.UnaryOpExpr:
		operands = append(operands, &n.Val)
	case negation:
		operands = append(operands, &n.Val)
	case *hclsyntax.ConditionalExpr:
		operands = append(operands, &n.Condition, &n.TrueResult, &n.FalseResult)
	case choice:
		operands = n.operands()
	case *hclsyntax.ParenthesesExpr:
		operands = append(operands, &n.Expression)
	case *hclsyntax.IndexExpr:
		operands = append(operands, &n.Collection, &n.Key)
	}
	for _, operand := range operands {
		*operand = settle(*operand)
	}
}

// settled is a traversal whose value the provider would choose is null.
type settled struct{ hclsyntax.Expression }

func settle(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return settled{e}
	case *hclsyntax.ConditionalExpr:
		return choice{e}
	case *hclsyntax.UnaryOpExpr:
		return negation{e}
	}
	return e
}

// Value evaluates the traversal.
func (t settled) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(t, ctx) }

func (t settled) eval(s *scope) (marked, hcl.Diagnostics) {
	v, diags := t.Expression.Value(s.context())
	return s.orNull(apart(v)), diags
}

// choice is a conditional. HCL marks its result with the condition and with both branches; a reader wants the place of the
// branch that is taken, that of the condition only where the branch is written in the catalogue, and where there is neither the
// block that the other branch reads: it is written, but without what would have that branch taken.
type choice struct{ *hclsyntax.ConditionalExpr }

// operands are those to be settled. A conditional within a choice stays one: what stands at both of its branches may decide.
func (c choice) operands() []*hclsyntax.Expression {
	return slices.DeleteFunc([]*hclsyntax.Expression{&c.Condition, &c.TrueResult, &c.FalseResult}, func(e *hclsyntax.Expression) bool {
		_, chooses := (*e).(*hclsyntax.ConditionalExpr)
		return chooses
	})
}

// Value evaluates the condition and, where that is known, the branch it chooses.
func (c choice) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(c, ctx) }

func (c choice) eval(s *scope) (marked, hcl.Diagnostics) {
	condition, diags := s.eval(c.Condition)
	holds := condition.bare
	if diags.HasErrors() || !holds.IsKnown() || holds.IsNull() || holds.Type() != cty.Bool {
		v, diags := c.ConditionalExpr.Value(s.context())
		return apart(v), diags
	}
	branch, other := c.FalseResult, c.TrueResult
	if holds == cty.True {
		branch, other = other, branch
	}
	m, diags := s.eval(branch)
	if diags.HasErrors() {
		return m, diags
	}
	switch {
	case m.hasPlace():
		return m.with(withoutPlaces(condition.marks)), nil
	case !condition.hasPlace():
		return m.with(union(condition.marks, s.blocksRead(other))), nil
	}
	return m.with(condition.marks), nil
}

// negation is ! or -. The functions behind them give an unknown back without its marks.
type negation struct{ *hclsyntax.UnaryOpExpr }

// Value evaluates the operand and negates it.
func (n negation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(n, ctx) }

func (n negation) eval(s *scope) (marked, hcl.Diagnostics) {
	operand, diags := s.eval(n.Val)
	if v := operand.bare; len(diags) == 0 && n.Op == hclsyntax.OpLogicalNot && v.Type() == cty.Bool && v.IsKnown() && !v.IsNull() {
		return marked{bare: v.Not(), marks: operand.marks}, nil
	}
	other := *n.UnaryOpExpr
	other.Val = given{n.Val, operand, diags}
	v, diags := other.Value(s.context())
	if diags.HasErrors() || v.IsKnown() {
		return apart(v), diags
	}
	return apart(v).with(operand.marks), diags
}

// blocksRead are the places of the blocks that an expression reads.
func (s *scope) blocksRead(e hclsyntax.Expression) cty.ValueMarks {
	m, diags := s.eval(e)
	if s.instance == nil || diags.HasErrors() || !m.hasPlace() {
		return nil
	}
	headers := s.instance.blockHeaders()
	return sift(m.deep(), func(mark any) bool { at, ok := mark.(resource.At); return ok && headers[*at.Range] })
}

// optional reports whether the configuration could set the attributes that marks say a value is read from. Inside a nested block a
// reference names the block alone; what a block holds is there to be set. The id that the provider SDK gives every resource only looks
// as if it were.
func (i *instance) optional(marks cty.ValueMarks) bool {
	for mark := range marks {
		ref, ok := mark.(resource.Ref)
		if !ok {
			continue
		}
		_, nested := i.kind.schema.Blocks[ref.Attribute]
		if !nested && (!i.kind.schema.Attributes[ref.Attribute].Optional || ref.Attribute == "id") {
			return false
		}
	}
	return true
}

// several marks an unknown element that stands for any number of elements, none included.
type several struct{}

// element yields an element of a list or object.
type element struct {
	hclsyntax.Expression
	// clause is the if-clause of the for, or nil.
	clause hclsyntax.Expression
}

// Value evaluates the element.
func (e element) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(e, ctx) }

func (e element) eval(s *scope) (marked, hcl.Diagnostics) {
	m, diags := s.eval(e.Expression)
	if diags.HasErrors() {
		if !isAbsent(diags) {
			return m, diags
		}
		m = unmarked(cty.NullVal(cty.DynamicPseudoType))
	}
	m = s.orNull(m)
	if !m.bare.IsKnown() && len(m.marks) == 0 {
		m = m.with(s.marksRead(routesOf(e.Variables()), isUnknown))
	}
	if e.clause == nil {
		return m, nil
	}
	include, clauseDiags := s.eval(e.clause)
	if clauseDiags.HasErrors() || include.bare.IsKnown() {
		return m, nil // the clause itself has its say
	}
	return s.doubtful(m, include, e.clause), nil
}

// doubtful is an element that may be missing, as its if-clause is unknown.
func (s *scope) doubtful(m, include marked, clause hclsyntax.Expression) marked {
	marks := union(m.deep(), include.deep())
	if len(marks) == 0 {
		marks = s.marksRead(routesOf(clause.Variables()), isUnknown)
	}
	return apart(cty.DynamicVal.WithMarks(marks).Mark(several{}))
}

// clause is an if-clause: false where what it reads is absent or null, true where it is unknown; element then says so.
type clause struct{ hclsyntax.Expression }

// Value evaluates the clause.
func (c clause) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(c, ctx) }

func (c clause) eval(s *scope) (marked, hcl.Diagnostics) {
	m, diags := s.eval(c.Expression)
	switch {
	case diags.HasErrors():
		if isAbsent(diags) {
			return unmarked(cty.False), nil
		}
		return m, diags
	case m.bare.IsNull():
		return unmarked(cty.False), nil
	case !m.bare.IsKnown():
		return unmarked(cty.True), nil
	default:
		return unmarked(m.bare), nil
	}
}

// table is a literal object that key looks up: { LRS = "local", GRS = "geo" }[self.account_replication_type]. HCL's index drops the
// marks of the key, so they go on the table.
type table struct {
	hclsyntax.Expression
	key hclsyntax.Expression
}

// Value evaluates the object.
func (t table) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(t, ctx) }

func (t table) eval(s *scope) (marked, hcl.Diagnostics) {
	m, diags := s.eval(t.Expression)
	key, keyDiags := s.eval(t.key)
	if diags.HasErrors() || keyDiags.HasErrors() {
		return m, diags
	}
	return m.with(s.orNull(key).marks), diags
}

// collection is what a for walks.
type collection struct{ hclsyntax.Expression }

// Value evaluates the collection.
func (c collection) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(c, ctx) }

func (c collection) eval(s *scope) (marked, hcl.Diagnostics) {
	m, diags := s.eval(c.Expression)
	if !diags.HasErrors() && !m.bare.IsKnown() && m.bare.Type() == cty.DynamicPseudoType {
		return marked{bare: cty.UnknownVal(cty.List(cty.DynamicPseudoType)), marks: m.marks}, diags
	}
	return m, diags
}
