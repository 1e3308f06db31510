package evaluate

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// carrying are functions whose result says what their argument does.
var carrying = []string{"base64encode", "chomp", "trimspace"}

// spell marks a text that is unknown with what its template writes, where that is a script: text of several lines.
func spell(v cty.Value, e hclsyntax.Expression, ctx *hcl.EvalContext) cty.Value {
	if bare, _ := v.Unmark(); bare.IsKnown() || bare.Type() != cty.String {
		return v
	}
	template := templateIn(e)
	if template == nil {
		return v
	}
	for range cty.ValueMarksOfType[*resource.Encoded](v) {
		return v // a document, of which more is known
	}
	var text strings.Builder
	for _, part := range template.Parts {
		text.WriteString(partText(part, ctx))
	}
	said := strings.TrimSpace(text.String())
	if !strings.Contains(text.String(), "\n") || strings.HasPrefix(said, "{") || strings.HasPrefix(said, "[") {
		return v // of JSON more will be known than its text
	}
	return v.Mark(&resource.Spelled{Text: text.String()})
}

// templateIn is the template that an expression consists of, or hands on; nil where there is none.
func templateIn(e hclsyntax.Expression) *hclsyntax.TemplateExpr {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		return e
	case *hclsyntax.ParenthesesExpr:
		return templateIn(e.Expression)
	case *hclsyntax.FunctionCallExpr:
		if len(e.Args) == 1 && slices.Contains(carrying, e.Name) {
			return templateIn(e.Args[0])
		}
	}
	return nil
}

// partText is what a part of a template says, $ where that is unknown or would have to be worked out once more.
func partText(part hclsyntax.Expression, ctx *hcl.EvalContext) string {
	switch part.(type) {
	case *hclsyntax.LiteralValueExpr, *hclsyntax.ScopeTraversalExpr:
	default:
		return "$"
	}
	v, diags := part.Value(ctx)
	v, _ = v.Unmark()
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() {
		return "$"
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil {
		return "$"
	}
	return text.AsString()
}
