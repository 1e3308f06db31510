package fact

import (
	"reflect"
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
func (s settled) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := s.Expression.Value(ctx)
	return settleValue(v, ctx), diags
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
func (c choice) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	condition, diags := c.Condition.Value(ctx)
	bare, marks := condition.Unmark()
	if diags.HasErrors() || !bare.IsKnown() || bare.IsNull() || bare.Type() != cty.Bool {
		return c.ConditionalExpr.Value(ctx)
	}
	branch, other := c.FalseResult, c.TrueResult
	if bare.True() {
		branch, other = other, branch
	}
	v, diags := branch.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	switch {
	case hasPlace(v):
		marks = withoutPlaces(marks)
	case !hasPlace(condition):
		marks = union(marks, blocksRead(other, ctx))
	}
	return withMarks(v, marks), nil
}

// negation is ! or -. The functions behind them give an unknown back without its marks.
type negation struct{ *hclsyntax.UnaryOpExpr }

// Value evaluates the operand and negates it.
func (n negation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	operand, diags := n.Val.Value(ctx)
	other := *n.UnaryOpExpr
	other.Val = given{n.Val, operand, diags}
	v, diags := other.Value(ctx)
	if diags.HasErrors() || v.IsKnown() {
		return v, diags
	}
	return v.WithSameMarks(operand), diags
}

// blocksRead are the places of the blocks that an expression reads.
func blocksRead(e hclsyntax.Expression, ctx *hcl.EvalContext) cty.ValueMarks {
	i := instanceIn(ctx)
	v, diags := e.Value(ctx)
	if i == nil || diags.HasErrors() || !hasPlace(v) {
		return nil
	}
	_, marks := v.UnmarkDeep()
	return sift(marks, func(mark any) bool { at, ok := mark.(resource.At); return ok && i.blockHeaders()[at.Range] })
}

// instanceIn is the instance that a context is of, nil where a constant is evaluated.
func instanceIn(ctx *hcl.EvalContext) *instance {
	carried := lookup(ctx, instanceVariable)
	if carried == cty.NilVal {
		return nil
	}
	i, _ := carried.EncapsulatedValue().(*instance)
	return i
}

// hasPlace reports whether something in a value says where it is written.
func hasPlace(v cty.Value) bool {
	for range cty.ValueMarksOfTypeDeep[resource.At](v) {
		return true
	}
	return false
}

func withoutPlaces(marks cty.ValueMarks) cty.ValueMarks {
	return sift(marks, func(mark any) bool { _, ok := mark.(resource.At); return !ok })
}

func sift(marks cty.ValueMarks, keep func(mark any) bool) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		if keep(mark) {
			kept[mark] = struct{}{}
		}
	}
	return kept
}

// settleValue is null for an unknown that is unknown only because the configuration does not write it: an attribute that the
// author may set and that the provider would choose otherwise. What the provider alone computes stays unknown.
func settleValue(v cty.Value, ctx *hcl.EvalContext) cty.Value {
	if !v.IsMarked() {
		return v
	}
	i := instanceIn(ctx) // asked before v.IsKnown, for which cty copies the marks
	if i == nil || i.schema == nil || !leftToProvider(v, i.resource.Address) || v.IsKnown() {
		return v
	}
	for ref := range cty.ValueMarksOfType[resource.Ref](v) {
		if !i.optional(ref.Attribute) {
			return v
		}
	}
	bare, _ := v.Unmark()
	return cty.NullVal(bare.Type()).WithMarks(placesOf(v))
}

// optional reports whether the configuration could set an attribute. Inside a nested block a reference names the block alone;
// what a block holds is there to be set. The id that the provider SDK gives every resource only looks as if it were.
func (i *instance) optional(attribute string) bool {
	if _, nested := i.schema.Blocks[attribute]; nested {
		return true
	}
	return i.schema.Attributes[attribute].Optional && attribute != "id"
}

// instanceVariable holds the instance in every context of an evaluation. No expression can name it.
const instanceVariable = "instance "

var instanceType = cty.Capsule("instance", reflect.TypeFor[instance]())

// several marks an unknown element that stands for any number of elements, none included.
type several struct{}

// element yields an element of a list or object.
type element struct {
	hclsyntax.Expression
	// clause is the if-clause of the for, or nil.
	clause hclsyntax.Expression
}

// Value evaluates the element.
func (e element) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := e.Expression.Value(ctx)
	if diags.HasErrors() {
		if !isAbsent(diags) {
			return v, diags
		}
		v = cty.NullVal(cty.DynamicPseudoType)
	}
	v = settleValue(v, ctx)
	if !v.IsKnown() && !v.IsMarked() {
		v = v.WithMarks(readMarks(e.Variables(), ctx, func(read cty.Value, _ bool) bool { return !read.IsKnown() })...)
	}
	if e.clause == nil {
		return v, nil
	}
	include, clauseDiags := e.clause.Value(ctx)
	if clauseDiags.HasErrors() || include.IsKnown() {
		return v, nil // the clause itself has its say
	}
	marks := marksOf([]cty.Value{v, include})
	if len(marks) == 0 {
		marks = readMarks(e.clause.Variables(), ctx, func(read cty.Value, _ bool) bool { return !read.IsKnown() })
	}
	return cty.DynamicVal.WithMarks(marks...).Mark(several{}), nil
}

// clause is an if-clause: false where what it reads is absent or null, true where it is unknown; element then says so.
type clause struct{ hclsyntax.Expression }

// Value evaluates the clause.
func (c clause) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := c.Expression.Value(ctx)
	switch bare, _ := v.Unmark(); {
	case diags.HasErrors():
		if isAbsent(diags) {
			return cty.False, nil
		}
		return v, diags
	case bare.IsNull():
		return cty.False, nil
	case !bare.IsKnown():
		return cty.True, nil
	default:
		return bare, nil
	}
}

// table is a literal object that key looks up: { LRS = "local", GRS = "geo" }[self.account_replication_type]. HCL's index drops the
// marks of the key, so they go on the table.
type table struct {
	hclsyntax.Expression
	key hclsyntax.Expression
}

// Value evaluates the object.
func (t table) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := t.Expression.Value(ctx)
	key, keyDiags := t.key.Value(ctx)
	if diags.HasErrors() || keyDiags.HasErrors() {
		return v, diags
	}
	_, marks := settleValue(key, ctx).Unmark()
	return v.WithMarks(marks), diags
}

// collection is what a for walks.
type collection struct{ hclsyntax.Expression }

// Value evaluates the collection.
func (c collection) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := c.Expression.Value(ctx)
	bare, marks := v.Unmark()
	if !diags.HasErrors() && !bare.IsKnown() && bare.Type() == cty.DynamicPseudoType {
		return cty.UnknownVal(cty.List(cty.DynamicPseudoType)).WithMarks(marks), diags
	}
	return v, diags
}
