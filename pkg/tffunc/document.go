package tffunc

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// mayBeDocument reports whether a template could be a JSON document: its text begins with a bracket, or there is nothing but white
// space around what it interpolates.
func mayBeDocument(t *hclsyntax.TemplateExpr) bool {
	if t.IsStringLiteral() {
		return false
	}
	filled, blank := false, true
	for _, part := range t.Parts {
		literal, ok := part.(*hclsyntax.LiteralValueExpr)
		switch {
		case !ok && !filled:
			filled = true
			switch part.(type) {
			case *hclsyntax.ConditionalExpr, *hclsyntax.TemplateJoinExpr: // perhaps a directive around all of the text
				return true
			}
			continue
		case !ok:
			continue
		case literal.Val.Type() != cty.String:
			return false
		}
		text := strings.Trim(literal.Val.AsString(), jsonSpace)
		if text == "" {
			continue
		}
		if !filled {
			return text[0] == '{' || text[0] == '['
		}
		blank = false
	}
	return blank
}

// Bounds on documents in templates.
const (
	// maxDocument is the longest text of a template that is read as a document, maxNodes the most values it may hold.
	maxDocument = 1 << 20
	maxNodes    = 1 << 14
	// maxWithin is how deep templates that are read as documents may stand within each other. Each level doubles the work.
	maxWithin = 3
)

func template(e *hclsyntax.TemplateExpr, within surroundings) hclsyntax.Expression {
	if within.documents >= maxWithin || !mayBeDocument(e) {
		if e.IsStringLiteral() {
			return e
		}
		return spelling(&hclsyntax.TemplateExpr{Parts: all(e.Parts, within), SrcRange: e.SrcRange})
	}
	within.documents++
	inner := &hclsyntax.TemplateExpr{Parts: all(e.Parts, within), SrcRange: e.SrcRange}
	d := &document{Expression: spelling(inner)}
	d.text = d.spelled(inner)
	return d
}

// document is a template that may be a JSON document.
type document struct {
	hclsyntax.Expression
	// text is the template with each interpolation replaced by a slot.
	text hclsyntax.Expression

	// What the last evaluation put into the slots; ambiguous is set where its text cannot be told from tokens.
	filled    []filling
	ambiguous bool
	// whole are the marks that belong to no string in particular.
	whole cty.ValueMarks
}

// filling is what a slot was filled with. It spills where its text may hold quotation marks, and so end the string around it.
type filling struct {
	value  cty.Value
	spills bool
}

// Tokens stand for fillings in the text: one of the first three, a number, and closing. They are noncharacters of Unicode.
const (
	opening  = '\uFDD0' // an unknown
	noting   = '\uFDD1' // marks of the text that follows
	alone    = '\uFDD2' // an unknown that stands outside of quotation marks
	closing  = '\uFDD3'
	reserved = "\uFDD0\uFDD1\uFDD2\uFDD3"
)

func token(kind rune, number int) string { return fmt.Sprintf("%c%d%c", kind, number, closing) }

// Value evaluates the template, and once more with tokens for what is unknown where that leaves it unknown.
func (d *document) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := d.Expression.Value(ctx)
	if diags.HasErrors() || v.IsKnown() {
		return v, diags
	}
	_, marks := v.Unmark()
	if read, ok := d.read(ctx, marks); ok {
		return read, diags
	}
	return v, diags
}

// spelled gives a template, or a part of one, with slots.
func (d *document) spelled(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e
	case *hclsyntax.TemplateExpr:
		parts := make([]hclsyntax.Expression, len(e.Parts))
		for i, part := range e.Parts {
			parts[i] = d.spelled(part)
		}
		return &hclsyntax.TemplateExpr{Parts: parts, SrcRange: e.SrcRange}
	case *document:
		return d.spelled(e.Expression)
	case *recalled:
		return d.spelled(e.Expression)
	case *symbolic:
		if inner, ok := e.Expression.(*hclsyntax.TemplateExpr); ok {
			return d.spelled(inner)
		}
	case *meter:
		return &meter{Expression: d.spelled(e.Expression), budget: e.budget}
	case *choice:
		c := *e
		c.then, c.otherwise = d.spelled(e.then), d.spelled(e.otherwise)
		return &slot{Expression: &c, document: d, composed: true}
	case *hclsyntax.TemplateJoinExpr:
		if loop, ok := e.Tuple.(*hclsyntax.ForExpr); ok {
			c := *loop
			c.ValExpr = d.spelled(loop.ValExpr)
			return &slot{Expression: &hclsyntax.TemplateJoinExpr{Tuple: &c}, document: d, composed: true}
		}
	}
	return &slot{Expression: e, document: d, spills: quotes(e)}
}

// quotes reports whether quotation marks are written within an expression, as in join("\",\"", list).
func quotes(e hclsyntax.Expression) bool {
	found := false
	diags := hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		literal, ok := n.(*hclsyntax.LiteralValueExpr)
		if ok && literal.Val.Type() == cty.String && !literal.Val.IsNull() && strings.Contains(literal.Val.AsString(), `"`) {
			found = true
		}
		return nil
	})
	return found || diags.HasErrors()
}

// slot is an interpolation whose value may be replaced by a token.
type slot struct {
	hclsyntax.Expression
	document *document
	// composed is set where the expression puts other slots together.
	composed bool
	spills   bool
}

// Value gives a token for an unknown, and puts one before a known text that is marked.
func (s *slot) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := s.Expression.Value(ctx)
	plain, marks := v.Unmark()
	if diags.HasErrors() || plain.IsKnown() && plain.IsNull() {
		return v, diags
	}
	d := s.document
	number := len(d.filled)
	if !plain.IsKnown() {
		d.filled = append(d.filled, filling{v, s.spills})
		return cty.StringVal(token(opening, number)).WithMarks(marks), diags
	}
	text, err := convert.Convert(plain, cty.String)
	if err != nil {
		return v, diags // the template tells of it
	}
	if s.composed {
		for mark := range resource.Secrets(marks) {
			d.whole[mark] = struct{}{}
		}
		return v, diags
	}
	if strings.ContainsAny(text.AsString(), reserved) {
		d.ambiguous = true
	}
	if len(marks) == 0 {
		return v, diags
	}
	d.filled = append(d.filled, filling{value: v})
	return cty.StringVal(token(noting, number) + text.AsString()).WithMarks(marks), diags
}

// readable are the marks of a string without the documents it holds.
func readable(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		if _, ok := mark.(*resource.Encoded); !ok {
			kept[mark] = struct{}{}
		}
	}
	return kept
}
