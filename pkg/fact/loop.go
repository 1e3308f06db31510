package fact

import (
	"iter"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// loop is a for expression that makes a list.
type loop struct {
	*hclsyntax.ForExpr
	value element
	// test is the if-clause, or nil.
	test hclsyntax.Expression
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
		l.test = q.quicken(test.Expression)
		value.clause, n.CondExpr = l.test, clause{l.test}
	}
	n.ValExpr = value
	l.value = element{Expression: value.Expression}
	if n.KeyExpr != nil {
		return objectLoop{n}
	}
	return l
}

// Value walks a list that is known, and evaluates the if-clause once for an element. HCL looks at the clause of an empty list too.
func (l loop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(l, ctx) }

func (l loop) eval(s *scope) (marked, hcl.Diagnostics) {
	list, diags := s.eval(l.CollExpr)
	if all, ok := l.elements(list, diags, s, nil); ok {
		values := make([]cty.Value, len(all))
		for n, m := range all {
			values[n] = m.value()
		}
		return marked{bare: cty.TupleVal(values), marks: list.marks}, nil
	}
	other := *l.ForExpr
	other.CollExpr = given{l.CollExpr, list, diags}
	return s.eval(&other)
}

// elements are those of the new list, false where the list is not known, or something cannot be evaluated. Where one of them is last, those
// that follow are left out.
func (l loop) elements(list marked, diags hcl.Diagnostics, s *scope, last func(marked) bool) ([]marked, bool) {
	v := list.bare
	if len(diags) > 0 || v.IsNull() || !v.IsKnown() || !v.CanIterateElements() || l.test != nil && v.LengthInt() == 0 {
		return nil, false
	}
	all := make([]marked, 0, v.LengthInt())
	inner := s.within()
	defer inner.leave()
	for key, v := range l.pairs(v) {
		inner.set(variable{l.ValVar, apart(v)})
		if l.KeyVar != "" {
			inner.vars = append(inner.vars, variable{l.KeyVar, key})
		}
		include, ok := l.include(inner)
		if !ok {
			return nil, false
		}
		if include.bare == cty.False {
			continue
		}
		m, diags := l.value.eval(inner)
		if len(diags) > 0 {
			return nil, false
		}
		if !include.bare.IsKnown() {
			m = inner.doubtful(m, include, l.test)
		}
		all = append(all, m)
		if last != nil && last(m) {
			break
		}
	}
	return all, true
}

// pairs are the keys and elements of a list, without the keys where no variable takes them.
func (l loop) pairs(list cty.Value) iter.Seq2[marked, cty.Value] {
	return func(yield func(marked, cty.Value) bool) {
		if l.KeyVar == "" {
			for v := range inOrder(list) {
				if !yield(marked{}, v) {
					return
				}
			}
			return
		}
		for it := list.ElementIterator(); it.Next(); {
			if key, v := it.Element(); !yield(unmarked(key), v) {
				return
			}
		}
	}
}

// quantification is any() or all() of a loop, whose list nobody else sees.
type quantification struct {
	invocation
	list     loop
	decisive cty.Value
}

// Value evaluates the elements.
func (c quantification) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return evalIn(c, ctx)
}

func (c quantification) eval(s *scope) (marked, hcl.Diagnostics) {
	list, diags := s.eval(c.list.CollExpr)
	decides := func(m marked) bool { return m.bare == c.decisive }
	if all, ok := c.list.elements(list, diags, s, decides); ok {
		if m, err := quantify(slices.Values(all), list.marks, c.decisive); err == nil {
			return m, nil
		}
	}
	return c.invocation.eval(s)
}

// include is what the if-clause says of an element: false where it is absent or null, unknown with its marks.
func (l loop) include(s *scope) (marked, bool) {
	if l.test == nil {
		return unmarked(cty.True), true
	}
	m, diags := s.test(l.test)
	switch {
	case diags.HasErrors():
		return unmarked(cty.False), isAbsent(diags)
	case m.bare.IsNull():
		return unmarked(cty.False), true
	case !m.bare.IsKnown():
		return m, true
	default:
		return m, m.bare.Type() == cty.Bool
	}
}

// unvaried is an expression in the body of a for that depends on the instance alone: it is evaluated for the first element.
type unvaried struct {
	hclsyntax.Expression
	node hclsyntax.Node
}

// settledValue is what an unvaried expression came to.
type settledValue struct {
	node  hclsyntax.Node
	value marked
	diags hcl.Diagnostics
}

// once makes an expression unvaried that is repeated and reads nothing but the instance; n is the node that it was made of.
func (q quickener) once(n hclsyntax.Node, e hclsyntax.Expression) hclsyntax.Expression {
	if !q.repeated || slices.ContainsFunc(q.reads[n], func(p route) bool { return !slices.Contains(instanceVariables, p.RootName()) }) {
		return e
	}
	return unvaried{e, n}
}

// Value evaluates the expression, or knows it.
func (u unvaried) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(u, ctx) }

func (u unvaried) eval(s *scope) (marked, hcl.Diagnostics) {
	i := s.instance
	if i == nil {
		return s.eval(u.Expression)
	}
	for _, known := range i.unvaried {
		if known.node == u.node {
			return known.value, known.diags
		}
	}
	m, diags := s.eval(u.Expression)
	i.unvaried = append(i.unvaried, settledValue{u.node, m, diags})
	return m, diags
}
