package fact

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// quickener replaces the nodes of a softened expression by such as give the same values with less work. What they do not foresee
// they hand to HCL, with operands that are evaluated already; so values, marks and messages stay HCL's own.
type quickener struct {
	// reads are what calls and templates read, which is hard to tell of a softened expression.
	reads map[hclsyntax.Node][]route
	// repeated is true in the body of a for.
	repeated bool
}

// newQuickener looks at an expression before it is softened.
func newQuickener(e hclsyntax.Expression) quickener {
	q := quickener{reads: map[hclsyntax.Node][]route{}}
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.FunctionCallExpr:
			q.reads[n] = routesOf(n.Variables())
		case *hclsyntax.TemplateExpr:
			q.reads[n] = routesOf(n.Variables())
		}
		return nil
	})
	return q
}

func (q quickener) quicken(e hclsyntax.Expression) hclsyntax.Expression {
	if v, ok := constantOf(e); ok {
		return given{e, apart(v), nil}
	}
	switch n := e.(type) {
	case settled:
		if t, ok := n.Expression.(*hclsyntax.ScopeTraversalExpr); ok {
			return read{n, routeOf(t.Traversal)}
		}
		return n
	case *hclsyntax.FunctionCallExpr:
		q.quickenAll(n.Args)
		if n.Name == "default" && len(n.Args) == 2 && !n.ExpandFinal {
			return q.once(n, remember(newDefaulting(n), q.reads[n]))
		}
		return q.once(n, remember(called(n), q.reads[n]))
	case *hclsyntax.BinaryOpExpr:
		n.LHS, n.RHS = q.quicken(n.LHS), q.quicken(n.RHS)
		return operation{n}
	case *hclsyntax.TemplateExpr:
		q.quickenAll(n.Parts)
		return q.once(n, template{n})
	case *hclsyntax.ForExpr:
		return q.quickenFor(n)
	case *hclsyntax.ParenthesesExpr:
		return q.quicken(n.Expression)
	}
	q.quickenChildren(e)
	return contained(e)
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
	case *hclsyntax.TupleConsExpr, *hclsyntax.ObjectConsExpr, *hclsyntax.FunctionCallExpr, *hclsyntax.TemplateExpr, *hclsyntax.LiteralValueExpr:
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
	value marked
	diags hcl.Diagnostics
}

// Value returns what is given.
func (g given) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return g.value.value(), g.diags }

func (g given) eval(*scope) (marked, hcl.Diagnostics) { return g.value, g.diags }

// read is a settled traversal.
type read struct {
	settled
	path route
}

// Value walks the traversal.
func (r read) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(r, ctx) }

func (r read) eval(s *scope) (marked, hcl.Diagnostics) {
	reached := s.reach(r.path)
	switch taken := reached.taken; {
	case taken == len(r.path.Traversal):
		return reached.at, nil
	case taken > 0 && nothingIn(reached.at.bare, r.path.Traversal[taken]):
		return unmarked(cty.DynamicVal), nothing
	}
	return r.settled.eval(s)
}

// invocation is a call of a function other than default().
type invocation struct {
	*hclsyntax.FunctionCallExpr
	native   native
	shortcut shortcut
}

// called is a call whose arguments are quickened already.
func called(n *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	call := invocation{n, natives[n.Name], shortcutOf(n)}
	decisive, quantifies := map[string]cty.Value{"any": cty.True, "all": cty.False}[n.Name]
	if quantifies && len(n.Args) == 1 && !n.ExpandFinal {
		if list, ok := n.Args[0].(loop); ok {
			return quantification{call, list, decisive}
		}
	}
	return call
}

// Value evaluates the arguments and calls the function.
func (c invocation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(c, ctx) }

func (c invocation) eval(s *scope) (marked, hcl.Diagnostics) {
	exprs := c.Args
	if c.ExpandFinal {
		last := len(exprs) - 1
		list, diags := s.eval(exprs[last])
		if v := list.bare; len(diags) > 0 || v.IsNull() || !v.IsKnown() || !isList(v) {
			return s.eval(c.among(append(exprs[:last:last], given{exprs[last], list, diags}), true))
		}
		exprs = exprs[:last:last]
		for e := range inOrder(list.bare) {
			exprs = append(exprs, given{c.Args[last], apart(e).with(list.marks), nil})
		}
	}
	args, failed := make([]marked, len(exprs)), false
	var diags hcl.Diagnostics
	for n, e := range exprs {
		m, argDiags := s.eval(e)
		args[n], diags, failed = m, append(diags, argDiags...), failed || argDiags.HasErrors()
	}
	if failed {
		return unmarked(cty.DynamicVal), diags
	}
	if c.native.takes(len(args)) {
		if m, err := c.answer(args, s); err == nil {
			return m, nil
		}
	}
	all := make([]hclsyntax.Expression, len(args))
	for n, m := range args {
		all[n] = given{exprs[n], m, nil}
	}
	return s.eval(c.among(all, false))
}

// answer calls the function. What reads a whole text is asked once of an instance: its fields and facts ask it again and again.
func (c invocation) answer(args []marked, s *scope) (marked, error) {
	if c.shortcut != nil {
		if m, ok := c.shortcut(args); ok {
			return m, nil
		}
	}
	if s.instance == nil || !textFunctions[c.Name] || len(args) != 1 {
		return c.native.answer(args)
	}
	text := args[0].value()
	for _, known := range s.instance.readings {
		if known.function == c.Name && known.argument.RawEquals(text) {
			return known.value, nil
		}
	}
	m, err := c.native.answer(args)
	if err == nil {
		s.instance.readings = append(s.instance.readings, reading{c.Name, text, m})
	}
	return m, err
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
	// isPath is set where the first argument is a traversal, the only one of reads; else they are those of the argument.
	isPath bool
	reads  []route
}

func newDefaulting(n *hclsyntax.FunctionCallExpr) defaulting {
	switch first := n.Args[0].(type) {
	case read:
		return defaulting{n, true, []route{first.path}}
	case *hclsyntax.ScopeTraversalExpr:
		return defaulting{n, true, []route{routeOf(first.Traversal)}}
	default:
		return defaulting{n, false, routesOf(first.Variables())}
	}
}

// Value evaluates the first argument, and puts the second in its place.
func (d defaulting) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(d, ctx) }

func (d defaulting) eval(s *scope) (marked, hcl.Diagnostics) {
	fallback, diags := s.eval(d.Args[1])
	if diags.HasErrors() {
		return unmarked(cty.DynamicVal), diags
	}
	var m marked
	var err error
	if d.isPath {
		m, _, err = s.walk(d.reads[0])
	} else {
		m, _, err = s.evaluate(d.Args[0], d.reads, false)
	}
	switch {
	case err != nil:
		return s.eval(d.FunctionCallExpr)
	case !m.replaceable(s):
		return m, nil
	}
	return fallback.with(placesOf(m.marks)), nil
}
