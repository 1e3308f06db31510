package tffunc

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Document gives a template that is nothing but one JSON document, known in part, with white space around it, as jsonencode
// would give the document itself. It reports false for any other template.
func Document(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, bool) {
	template, ok := expr.(*hclsyntax.TemplateExpr)
	if !ok {
		return cty.NilVal, false
	}
	var document cty.Value
	before := ""
	for _, part := range template.Parts {
		v, diags := part.Value(ctx)
		if diags.HasErrors() {
			return cty.NilVal, false
		}
		if literal, ok := part.(*hclsyntax.LiteralValueExpr); ok {
			if literal.Val.Type() != cty.String || strings.TrimSpace(literal.Val.AsString()) != "" {
				return cty.NilVal, false
			}
			if document == cty.NilVal {
				before += literal.Val.AsString()
			}
			continue
		}
		if _, ok := Decoded(v); !ok || document != cty.NilVal {
			return cty.NilVal, false
		}
		document = v
	}
	if document == cty.NilVal || before == "" {
		return document, document != cty.NilVal
	}
	// The space before the document is part of what is known of the string.
	plain, marks := document.Unmark()
	return cty.UnknownVal(cty.String).Refine().NotNull().StringPrefix(before + plain.Range().StringPrefix()).NewValue().WithMarks(marks), true
}
