package fact

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// quickener replaces the nodes of a softened expression by such as give the same values with less work. What they do not foresee
// they hand to HCL, with operands that are evaluated already; so values, marks and messages stay HCL's own.
type quickener struct {
	// reads are what calls and templates read, which is hard to tell of a softened expression.
	reads map[hclsyntax.Node][]hcl.Traversal
	// repeated is true in the body of a for.
	repeated bool
}

// newQuickener looks at an expression before it is softened.
func newQuickener(e hclsyntax.Expression) quickener {
	q := quickener{reads: map[hclsyntax.Node][]hcl.Traversal{}}
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.FunctionCallExpr:
			q.reads[n] = n.Variables()
		case *hclsyntax.TemplateExpr:
			q.reads[n] = n.Variables()
		}
		return nil
	})
	return q
}

func (q quickener) quicken(e hclsyntax.Expression) hclsyntax.Expression {
	if v, ok := constantOf(e); ok {
		return given{e, v, nil}
	}
	switch n := e.(type) {
	case settled:
		if t, ok := n.Expression.(*hclsyntax.ScopeTraversalExpr); ok {
			return read{n, t.Traversal}
		}
		return n
	case *hclsyntax.FunctionCallExpr:
		q.quickenAll(n.Args)
		if n.Name == "default" && len(n.Args) == 2 && !n.ExpandFinal {
			return q.once(n, remember(newDefaulting(n), q.reads[n]))
		}
		return q.once(n, remember(invocation{n, natives[n.Name], shortcutOf(n)}, q.reads[n]))
	case *hclsyntax.BinaryOpExpr:
		n.LHS, n.RHS = q.quicken(n.LHS), q.quicken(n.RHS)
		return operation{n}
	case *hclsyntax.TemplateExpr:
		q.quickenAll(n.Parts)
		return q.once(n, template{n})
	case *hclsyntax.ForExpr:
		return q.quickenFor(n)
	}
	q.quickenChildren(e)
	return e
}

// quickenChildren quickens what a node is made of that stays itself.
func (q quickener) quickenChildren(e hclsyntax.Expression) {
	switch n := e.(type) {
	case choice:
		n.Condition, n.TrueResult, n.FalseResult = q.quicken(n.Condition), q.quicken(n.TrueResult), q.quicken(n.FalseResult)
	case *hclsyntax.ConditionalExpr:
		n.Condition, n.TrueResult, n.FalseResult = q.quicken(n.Condition), q.quicken(n.TrueResult), q.quicken(n.FalseResult)
	case negation:
		n.Val = q.quicken(n.Val)
	case *hclsyntax.ParenthesesExpr:
		n.Expression = q.quicken(n.Expression)
	case *hclsyntax.IndexExpr:
		n.Key = q.quicken(n.Key)
		if t, ok := n.Collection.(table); ok {
			n.Collection = table{q.quicken(t.Expression), n.Key}
		} else {
			n.Collection = q.quicken(n.Collection)
		}
	case *hclsyntax.SplatExpr:
		n.Source = q.quicken(n.Source)
	case *hclsyntax.TupleConsExpr:
		for i, e := range n.Exprs {
			n.Exprs[i] = q.quickenElement(e)
		}
	case *hclsyntax.ObjectConsExpr:
		for i, item := range n.Items {
			n.Items[i].ValueExpr = q.quickenElement(item.ValueExpr)
		}
	}
}

func (q quickener) quickenAll(all []hclsyntax.Expression) {
	for i, e := range all {
		all[i] = q.quicken(e)
	}
}

func (q quickener) quickenElement(e hclsyntax.Expression) hclsyntax.Expression {
	if element, ok := e.(element); ok {
		element.Expression = q.quicken(element.Expression)
		return element
	}
	return e
}

// constantOf evaluates an expression that reads nothing.
func constantOf(e hclsyntax.Expression) (cty.Value, bool) {
	switch e.(type) {
	case *hclsyntax.TupleConsExpr, *hclsyntax.ObjectConsExpr, *hclsyntax.FunctionCallExpr, *hclsyntax.TemplateExpr:
	default:
		return cty.NilVal, false
	}
	if readsSomething(e) {
		return cty.NilVal, false
	}
	v, diags := e.Value(rootContext)
	return v, len(diags) == 0
}

// readsSomething reports whether an expression reads anything: a variable, or the element of the splat that it stands in.
func readsSomething(e hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n.(type) {
		case settled, read, *hclsyntax.ScopeTraversalExpr, *hclsyntax.AnonSymbolExpr:
			found = true
		}
		return nil
	})
	return found
}

// given is an expression that is evaluated already.
type given struct {
	hclsyntax.Expression
	value cty.Value
	diags hcl.Diagnostics
}

// Value returns what is given.
func (g given) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return g.value, g.diags }

// read is a settled traversal.
type read struct {
	settled
	path hcl.Traversal
}

// Value walks the traversal.
func (r read) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if v, taken := descendInto(r.path, ctx); taken == len(r.path) {
		return settleValue(v, ctx), nil
	}
	return r.settled.Value(ctx)
}

// invocation is a call of a function other than default().
type invocation struct {
	*hclsyntax.FunctionCallExpr
	native   native
	shortcut shortcut
}

// Value evaluates the arguments and calls the function.
func (c invocation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	exprs := c.Args
	if c.ExpandFinal {
		last := len(exprs) - 1
		list, diags := exprs[last].Value(ctx)
		bare, marks := list.Unmark()
		if len(diags) > 0 || bare.IsNull() || !bare.IsKnown() || !isList(bare) {
			return c.among(append(exprs[:last:last], given{exprs[last], list, diags}), true).Value(ctx)
		}
		exprs = exprs[:last:last]
		for it := bare.ElementIterator(); it.Next(); {
			_, v := it.Element()
			exprs = append(exprs, given{c.Args[last], withMarks(v, marks), nil})
		}
	}
	args, failed := make([]cty.Value, len(exprs)), false
	var diags hcl.Diagnostics
	for i, e := range exprs {
		v, argDiags := e.Value(ctx)
		args[i], diags, failed = v, append(diags, argDiags...), failed || argDiags.HasErrors()
	}
	if failed {
		return cty.DynamicVal, diags
	}
	if c.native.takes(len(args)) {
		if v, err := c.answer(args, ctx); err == nil {
			return v, nil
		}
	}
	all := make([]hclsyntax.Expression, len(args))
	for i, v := range args {
		all[i] = given{exprs[i], v, nil}
	}
	return c.among(all, false).Value(ctx)
}

// answer calls the function. What reads a whole text is asked once of an instance: its fields and facts ask it again and again.
func (c invocation) answer(args []cty.Value, ctx *hcl.EvalContext) (cty.Value, error) {
	if c.shortcut != nil {
		if v, ok := c.shortcut(args); ok {
			return v, nil
		}
	}
	i := instanceIn(ctx)
	if i == nil || !textFunctions[c.Name] || len(args) != 1 {
		return c.native.call(args)
	}
	for _, known := range i.readings {
		if known.function == c.Name && known.argument.RawEquals(args[0]) {
			return known.value, nil
		}
	}
	v, err := c.native.call(args)
	if err == nil {
		i.readings = append(i.readings, reading{c.Name, args[0], v})
	}
	return v, err
}

// among is the same call with other arguments.
func (c invocation) among(args []hclsyntax.Expression, expand bool) *hclsyntax.FunctionCallExpr {
	other := *c.FunctionCallExpr
	other.Args, other.ExpandFinal = args, expand
	return &other
}

// defaulting is a call of default(). As in every call both arguments are evaluated.
type defaulting struct {
	*hclsyntax.FunctionCallExpr
	// path is set where the first argument is a traversal; reads are the traversals of any other.
	path  hcl.Traversal
	reads []hcl.Traversal
}

func newDefaulting(n *hclsyntax.FunctionCallExpr) defaulting {
	d := defaulting{FunctionCallExpr: n}
	switch first := n.Args[0].(type) {
	case read:
		d.path = first.path
	case *hclsyntax.ScopeTraversalExpr:
		d.path = first.Traversal
	default:
		d.reads = first.Variables()
	}
	return d
}

// Value evaluates the first argument, and puts the second in its place.
func (d defaulting) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	fallback, diags := d.Args[1].Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	var v cty.Value
	var err error
	if d.path != nil {
		v, _, err = walk(d.path, ctx)
	} else {
		v, _, err = evaluate(d.Args[0], d.reads, ctx, false)
	}
	switch {
	case err != nil:
		return d.FunctionCallExpr.Value(ctx)
	case !replaceable(v, ctx):
		return v, nil
	}
	return withMarks(fallback, placesOf(v)), nil
}

// operation is a binary operation.
type operation struct{ *hclsyntax.BinaryOpExpr }

// Value evaluates both operands, as their marks are wanted, and compares them.
func (o operation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	left, leftDiags := o.LHS.Value(ctx)
	right, rightDiags := o.RHS.Value(ctx)
	x, leftMarks := left.Unmark()
	y, rightMarks := right.Unmark()
	if len(leftDiags)+len(rightDiags) == 0 && x.IsKnown() && y.IsKnown() {
		if result, ok := o.apply(x, y); ok {
			return cty.BoolVal(result).WithMarks(leftMarks, rightMarks), nil
		}
	}
	other := *o.BinaryOpExpr
	other.LHS, other.RHS = given{o.LHS, left, leftDiags}, given{o.RHS, right, rightDiags}
	return other.Value(ctx)
}

// apply is the operation on plain values of one type; ok is false for all else.
func (o operation) apply(x, y cty.Value) (result, ok bool) {
	if !isSimple(x) || !isSimple(y) {
		return false, false
	}
	null := x.IsNull() || y.IsNull()
	switch {
	case !null && x.Type() != y.Type():
		return false, false
	case o.Op == hclsyntax.OpEqual || o.Op == hclsyntax.OpNotEqual:
		equal := x.IsNull() && y.IsNull() || !null && x.RawEquals(y)
		return equal == (o.Op == hclsyntax.OpEqual), true
	case null:
		return false, false
	case x.Type() == cty.Number:
		return o.compare(x.AsBigFloat().Cmp(y.AsBigFloat()))
	case x.Type() == cty.Bool:
		return o.connect(x.True(), y.True())
	}
	return false, false
}

func (o operation) connect(x, y bool) (result, ok bool) {
	switch o.Op {
	case hclsyntax.OpLogicalAnd:
		return x && y, true
	case hclsyntax.OpLogicalOr:
		return x || y, true
	}
	return false, false
}

func isSimple(v cty.Value) bool {
	return v.Type().IsPrimitiveType() || v.Type() == cty.DynamicPseudoType
}

func (o operation) compare(order int) (result, ok bool) {
	switch o.Op {
	case hclsyntax.OpGreaterThan:
		return order > 0, true
	case hclsyntax.OpGreaterThanOrEqual:
		return order >= 0, true
	case hclsyntax.OpLessThan:
		return order < 0, true
	case hclsyntax.OpLessThanOrEqual:
		return order <= 0, true
	}
	return false, false
}

// template is a string with values in it.
type template struct{ *hclsyntax.TemplateExpr }

// Value puts the parts together where all are known strings.
func (t template) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	parts, marks := make([]given, len(t.Parts)), make([]cty.ValueMarks, len(t.Parts))
	var text strings.Builder
	plain := true
	for i, part := range t.Parts {
		v, diags := part.Value(ctx)
		parts[i] = given{part, v, diags}
		v, marks[i] = v.Unmark()
		if plain = plain && len(diags) == 0 && v.Type() == cty.String && v.IsKnown() && !v.IsNull(); plain {
			text.WriteString(v.AsString())
		}
	}
	if plain {
		return cty.StringVal(text.String()).WithMarks(marks...), nil
	}
	other := *t.TemplateExpr
	other.Parts = make([]hclsyntax.Expression, len(parts))
	for i, part := range parts {
		other.Parts[i] = part
	}
	return other.Value(ctx)
}
