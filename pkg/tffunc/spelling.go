package tffunc

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// carrying are functions whose result says what their argument does.
var carrying = []string{"base64encode", "base64gzip", "chomp", "textencodebase64", "trimspace"}

// verb is what format puts a value for.
var verb = regexp.MustCompile(`%[-+ #0]*[0-9.]*(\[[0-9]+\])?[a-zA-Z]`)

// Spell is what an expression writes around the parts that are unknown, each of which is a $. False where it writes nothing itself.
func Spell(e hclsyntax.Expression, ctx *hcl.EvalContext) (string, bool) {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		var text strings.Builder
		for _, part := range e.Parts {
			text.WriteString(partText(part, ctx))
		}
		return text.String(), true
	case *hclsyntax.TemplateWrapExpr:
		return Spell(e.Wrapped, ctx)
	case *hclsyntax.ParenthesesExpr:
		return Spell(e.Expression, ctx)
	case *hclsyntax.TupleConsExpr:
		return spellEach(e.Exprs, "\n", ctx)
	case *hclsyntax.FunctionCallExpr:
		return spellCall(e, ctx)
	}
	return "", false
}

func spellCall(e *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext) (string, bool) {
	switch {
	case len(e.Args) > 0 && slices.Contains(carrying, e.Name):
		return Spell(e.Args[0], ctx)
	case e.Name == "format" && len(e.Args) > 0:
		text, ok := Spell(e.Args[0], ctx)
		return verb.ReplaceAllLiteralString(text, "$"), ok
	case e.Name == "join" && len(e.Args) == 2 && !e.ExpandFinal:
		if tuple, ok := e.Args[1].(*hclsyntax.TupleConsExpr); ok {
			return spellEach(tuple.Exprs, partText(e.Args[0], ctx), ctx)
		}
	}
	return "", false
}

func spellEach(exprs []hclsyntax.Expression, separator string, ctx *hcl.EvalContext) (string, bool) {
	texts := make([]string, len(exprs))
	for i, e := range exprs {
		text, ok := Spell(e, ctx)
		if !ok {
			text = partText(e, ctx)
		}
		texts[i] = text
	}
	return strings.Join(texts, separator), true
}

// partText is what a part of a template says, $ where that is unknown or would have to be worked out once more. Of a part that stands
// under a condition it is what the condition chooses.
func partText(part hclsyntax.Expression, ctx *hcl.EvalContext) string {
	switch part := part.(type) {
	case *hclsyntax.LiteralValueExpr, *hclsyntax.ScopeTraversalExpr:
	case *hclsyntax.TemplateExpr:
		if text, ok := Spell(part, ctx); ok {
			return text
		}
	case *hclsyntax.ConditionalExpr:
		switch conditionOf(part, ctx) {
		case cty.True:
			return partText(part.TrueResult, ctx)
		case cty.False:
			return partText(part.FalseResult, ctx)
		}
		return "$"
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

func conditionOf(part *hclsyntax.ConditionalExpr, ctx *hcl.EvalContext) cty.Value {
	v, diags := part.Condition.Value(ctx)
	v, _ = v.Unmark()
	if diags.HasErrors() || !v.IsKnown() || v.IsNull() {
		return cty.NilVal
	}
	chosen, err := convert.Convert(v, cty.Bool)
	if err != nil {
		return cty.NilVal
	}
	return chosen
}

// Spelled marks a text that is unknown with what its expression writes, where that is a script: text of several lines.
func Spelled(v cty.Value, e hclsyntax.Expression, ctx *hcl.EvalContext) cty.Value {
	if bare, _ := v.Unmark(); bare.IsKnown() || bare.Type() != cty.String {
		return v
	}
	for range cty.ValueMarksOfType[*resource.Encoded](v) {
		return v // a document, of which more is known
	}
	text, ok := Spell(e, ctx)
	said := strings.TrimSpace(text)
	if !ok || !strings.Contains(text, "\n") || strings.HasPrefix(said, "{") || strings.HasPrefix(said, "[") {
		return v // of JSON more will be known than its text
	}
	return v.Mark(&resource.Spelled{Text: text})
}
