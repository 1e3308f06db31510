package fact

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// loop is a for expression that makes a list.
type loop struct {
	*hclsyntax.ForExpr
	value element
	// test is the if-clause, or nil; reads are its traversals.
	test  hclsyntax.Expression
	reads []hcl.Traversal
}

func (q quickener) quickenFor(n *hclsyntax.ForExpr) hclsyntax.Expression {
	if c, ok := n.CollExpr.(collection); ok {
		n.CollExpr = collection{q.quicken(c.Expression)}
	}
	q.repeated = true
	value, ok := n.ValExpr.(element)
	if !ok {
		return n
	}
	value.Expression = q.quicken(value.Expression)
	l := loop{ForExpr: n}
	if test, ok := n.CondExpr.(clause); ok {
		l.reads = test.Variables()
		l.test = q.quicken(test.Expression)
		value.clause, n.CondExpr = l.test, clause{l.test}
	}
	n.ValExpr = value
	l.value = element{Expression: value.Expression}
	if n.KeyExpr != nil {
		return n
	}
	return l
}

// Value walks a list that is known, and evaluates the if-clause once for an element. HCL looks at the clause of an empty list too.
func (l loop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	list, diags := l.CollExpr.Value(ctx)
	bare, marks := list.Unmark()
	if len(diags) == 0 && !bare.IsNull() && bare.IsKnown() && bare.CanIterateElements() && (l.test == nil || bare.LengthInt() > 0) {
		if all, ok := l.elements(bare, ctx); ok {
			return cty.TupleVal(all).WithMarks(marks), nil
		}
	}
	other := *l.ForExpr
	other.CollExpr = given{l.CollExpr, list, diags}
	return other.Value(ctx)
}

// elements are those of the new list, false where something cannot be evaluated.
func (l loop) elements(list cty.Value, ctx *hcl.EvalContext) ([]cty.Value, bool) {
	all := make([]cty.Value, 0, list.LengthInt())
	inner := ctx.NewChild()
	inner.Variables = make(map[string]cty.Value, 2)
	for it := list.ElementIterator(); it.Next(); {
		key, v := it.Element()
		if l.KeyVar != "" {
			inner.Variables[l.KeyVar] = key
		}
		inner.Variables[l.ValVar] = v
		include, ok := l.include(inner)
		if !ok {
			return nil, false
		}
		if include.IsKnown() && include.False() {
			continue
		}
		e, diags := l.value.Value(inner)
		if len(diags) > 0 {
			return nil, false
		}
		if !include.IsKnown() {
			e = l.doubtful(e, include, inner)
		}
		all = append(all, e)
	}
	return all, true
}

// include is what the if-clause says of an element: false where it is absent or null, unknown with its marks.
func (l loop) include(ctx *hcl.EvalContext) (cty.Value, bool) {
	if l.test == nil {
		return cty.True, true
	}
	v, diags := l.test.Value(ctx)
	if diags.HasErrors() {
		return cty.False, isAbsent(diags)
	}
	switch bare, _ := v.Unmark(); {
	case bare.IsNull():
		return cty.False, true
	case !bare.IsKnown():
		return v, true
	default:
		return bare, bare.Type() == cty.Bool
	}
}

// doubtful is an element that may be missing.
func (l loop) doubtful(v, include cty.Value, ctx *hcl.EvalContext) cty.Value {
	marks := marksOf([]cty.Value{v, include})
	if len(marks) == 0 {
		marks = readMarks(l.reads, ctx, func(read cty.Value, _ bool) bool { return !read.IsKnown() })
	}
	return cty.DynamicVal.WithMarks(marks...).Mark(several{})
}

// unvaried is an expression in the body of a for that depends on the instance alone: it is evaluated for the first element.
type unvaried struct {
	hclsyntax.Expression
	node hclsyntax.Node
}

// settledValue is what an unvaried expression came to.
type settledValue struct {
	node  hclsyntax.Node
	value cty.Value
	diags hcl.Diagnostics
}

// once makes an expression unvaried that is repeated and reads nothing but the instance; n is the node that it was made of.
func (q quickener) once(n hclsyntax.Node, e hclsyntax.Expression) hclsyntax.Expression {
	of := []string{"self", "provider", "release", "region", "address", "vendor", "hosts"}
	if !q.repeated || slices.ContainsFunc(q.reads[n], func(t hcl.Traversal) bool { return !slices.Contains(of, t.RootName()) }) {
		return e
	}
	return unvaried{e, n}
}

// Value evaluates the expression, or knows it.
func (u unvaried) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	i := instanceIn(ctx)
	if i == nil {
		return u.Expression.Value(ctx)
	}
	for _, known := range i.unvaried {
		if known.node == u.node {
			return known.value, known.diags
		}
	}
	v, diags := u.Expression.Value(ctx)
	i.unvaried = append(i.unvaried, settledValue{u.node, v, diags})
	return v, diags
}
