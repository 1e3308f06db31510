package evaluate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/tffunc"
)

// native gives an expression of the JSON syntax as the native one that it stands for, so that everything below sees one
// syntax. A native expression is returned as it is.
func (r *run) native(expr hcl.Expression) hclsyntax.Expression {
	if e, ok := expr.(hclsyntax.Expression); ok {
		return e
	}
	if e, ok := r.natives[expr]; ok {
		return e
	}
	e := r.convert(expr)
	r.natives[expr] = e
	return e
}

// convert is native for an expression that is seen for the first time.
func (r *run) convert(expr hcl.Expression) hclsyntax.Expression {
	if e, ok := expr.(interface{ ExprList() []hcl.Expression }); ok {
		if list := e.ExprList(); list != nil {
			tuple := &hclsyntax.TupleConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
			for _, element := range list {
				tuple.Exprs = append(tuple.Exprs, r.convert(element))
			}
			return tuple
		}
	}
	if e, ok := expr.(interface{ ExprMap() []hcl.KeyValuePair }); ok {
		if pairs := e.ExprMap(); pairs != nil {
			object := &hclsyntax.ObjectConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
			for _, pair := range pairs {
				object.Items = append(object.Items, hclsyntax.ObjectConsItem{
					KeyExpr: r.convert(pair.Key), ValueExpr: r.convert(pair.Value),
				})
			}
			return object
		}
	}
	// Without a scope, JSON gives the string as it is written.
	v, diags := expr.Value(nil)
	if diags.HasErrors() {
		r.report(diags)
		v = r.failure(r.now(), expr.Range())
	}
	if v.IsMarked() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: expr.Range()}
	}
	start := expr.Range().Start
	start.Column, start.Byte = start.Column+1, start.Byte+1
	template, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), expr.Range().Filename, start)
	if diags.HasErrors() {
		r.report(diags)
		return &hclsyntax.LiteralValueExpr{Val: r.failure(r.now(), expr.Range()), SrcRange: expr.Range()}
	}
	r.report(tffunc.BoundNumbers(template))
	return template
}
