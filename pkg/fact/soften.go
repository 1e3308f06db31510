package fact

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// HCL gives up on a whole expression where one element of a list is absent or unknown, and forgets why. soften rewrites the
// syntax tree of a catalogue expression, which is ours alone, so that what can be known of the other elements stays known:
//   - what is absent in the body of a for or a splat, or in an element of a list or object, is null there, and not the whole field;
//   - an element whose if-clause is unknown is an unknown element that may be missing, and not the whole list unknown; the marks of
//     the clause go to that element alone;
//   - a for over an unknown keeps the marks of that unknown.
func soften(node hclsyntax.Node) {
	hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
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
	case *hclsyntax.ForExpr:
		n.CollExpr = collection{n.CollExpr}
		n.ValExpr = element{n.ValExpr, n.CondExpr}
		if n.CondExpr != nil {
			n.CondExpr = clause{n.CondExpr}
		}
	case *hclsyntax.SplatExpr:
		n.Each = element{Expression: n.Each}
	case *hclsyntax.TupleConsExpr:
		for i := range n.Exprs {
			n.Exprs[i] = element{Expression: n.Exprs[i]}
		}
	case *hclsyntax.ObjectConsExpr:
		for i := range n.Items {
			n.Items[i].ValueExpr = element{Expression: n.Items[i].ValueExpr}
		}
	}
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
func (e element) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := e.Expression.Value(ctx)
	if diags.HasErrors() {
		if !isAbsent(diags) {
			return v, diags
		}
		v = cty.NullVal(cty.DynamicPseudoType)
	}
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
