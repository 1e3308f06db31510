package tffunc

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// nameless is an expression of which something else is made than its value: a key, a condition.
type nameless struct{ hclsyntax.Expression }

// Value evaluates the expression.
func (n *nameless) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	return resource.WithoutSymbol(v), diags
}

// symbolic is an operator, a template or a call. What it makes of its operands has no symbol, unless their symbols say which.
type symbolic struct {
	settled
	operands []hclsyntax.Expression
	// symbolize gives an unknown result, which has no symbol yet, what is known by the operands.
	symbolize func(result cty.Value, operands []cty.Value) cty.Value
	// spells is set where the result is made of the operands, one after the other.
	spells bool
}

// Value evaluates the expression, and looks at its operands where one of them may have a symbol.
func (s *symbolic) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	defer s.forget()
	v, diags := s.settled.Value(ctx)
	switch {
	case diags.HasErrors():
		return v, diags
	case named(v):
		v = resource.WithoutSymbol(v)
	case !s.spells:
		return v, diags
	}
	if v.IsKnown() {
		return v, diags
	}
	operands := make([]cty.Value, 0, len(s.operands))
	for _, e := range s.operands {
		operand, failed := e.Value(ctx)
		if !failed.HasErrors() { // else try passes over it
			operands = append(operands, operand)
		}
	}
	return s.symbolize(v, operands), diags
}

func (s *symbolic) forget() {
	for _, e := range s.operands {
		if r, ok := e.(*recalled); ok {
			*r = recalled{Expression: r.Expression}
		}
	}
}

// recalled is an operand that is evaluated once in an evaluation of what it is an operand of. With twice, each level of nesting
// would double the work.
type recalled struct {
	hclsyntax.Expression
	value cty.Value
	diags hcl.Diagnostics
}

// Value evaluates the operand the first time.
func (r *recalled) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if r.value == cty.NilVal {
		r.value, r.diags = r.Expression.Value(ctx)
	}
	return r.value, r.diags
}

// recall makes operands of expressions, but of references: some functions ask whether they are given one.
func recall(list []hclsyntax.Expression) []hclsyntax.Expression {
	operands := slices.Clone(list)
	for i, e := range operands {
		if !reference(e) {
			operands[i] = &recalled{Expression: e}
		}
	}
	return operands
}

func named(v cty.Value) bool {
	for range cty.ValueMarksOfType[resource.Symbol](v) {
		return true
	}
	return false
}

// comparison is == or !=, which symbols answer where the values are not known.
func comparison(e *hclsyntax.BinaryOpExpr) hclsyntax.Expression {
	sides := recall([]hclsyntax.Expression{e.LHS, e.RHS})
	e.LHS, e.RHS = sides[0], sides[1]
	return &symbolic{settled: settled{e}, operands: sides, symbolize: func(result cty.Value, values []cty.Value) cty.Value {
		left, ok := resource.SymbolOf(values[0])
		right, both := resource.SymbolOf(values[1])
		if equal, known := left.Equal(right); ok && both && known {
			return settle(cty.BoolVal(equal == (e.Op == hclsyntax.OpEqual)).WithSameMarks(result))
		}
		return result
	}}
}

// spelling is a template, which has a symbol where all of its parts have one.
func spelling(e *hclsyntax.TemplateExpr) hclsyntax.Expression {
	composed := slices.ContainsFunc(e.Parts, func(part hclsyntax.Expression) bool { _, ok := part.(*hclsyntax.TemplateJoinExpr); return ok })
	e.Parts = recall(e.Parts)
	return &symbolic{settled: settled{e}, operands: e.Parts, spells: true, symbolize: func(result cty.Value, parts []cty.Value) cty.Value {
		result = begun(result, parts)
		if symbol, ok := joined(parts, ""); ok && !composed {
			return result.Mark(symbol)
		}
		return result
	}}
}

// begun is an unknown text that begins as its parts do: of the first that is unknown the language forgets what it begins with.
func begun(text cty.Value, parts []cty.Value) cty.Value {
	var b strings.Builder
	for _, part := range parts {
		plain, _ := part.Unmark()
		if !plain.IsKnown() && plain.Type() == cty.String {
			b.WriteString(plain.Range().StringPrefix())
		}
		known, err := convert.Convert(plain, cty.String)
		if err != nil || !known.IsKnown() || known.IsNull() {
			break
		}
		b.WriteString(known.AsString())
	}
	plain, marks := text.Unmark()
	if plain.Type() != cty.String || len(b.String()) <= len(plain.Range().StringPrefix()) {
		return text
	}
	return plain.Refine().StringPrefix(b.String()).NewValue().WithMarks(marks)
}

// longestText is the longest text with gaps that is kept, in bytes: templates of templates may grow without end.
const longestText = 2000

// joined is the symbol of texts with a separator between them, with gaps for what is not known where the rest of it tells something.
func joined(texts []cty.Value, separator string) (resource.Symbol, bool) {
	var b strings.Builder
	for i, text := range texts {
		if plain, _ := text.Unmark(); plain.IsKnown() && plain.Type().IsPrimitiveType() {
			text, _ = convert.Convert(plain, cty.String)
		}
		if i > 0 {
			b.WriteString(separator)
		}
		symbol, ok := resource.OutlineOf(text)
		if !ok && i+1 < len(texts) {
			symbol, ok = partition(b.String(), text, separator+begins(texts[i+1]))
		}
		if !ok {
			symbol = resource.Gap()
		}
		b.WriteString(symbol.Text)
	}
	return telling(b.String())
}

// telling is the symbol of a text; a text with gaps has none where the rest of it tells nothing.
func telling(text string) (resource.Symbol, bool) {
	whole := resource.Symbol{Text: text}
	return whole, !whole.HasGaps() || whole.Tells() && len(text) <= longestText
}

// begins is what is known of the beginning of a text.
func begins(text cty.Value) string {
	plain, _ := text.Unmark()
	switch {
	case plain.Type() != cty.String || plain.IsNull():
		return ""
	case plain.IsKnown():
		return plain.AsString()
	}
	return plain.Range().StringPrefix()
}

// partition is the symbol of an unknown text between two others where an ARN has its partition: all else that the ARN says is known
// without it. It is false anywhere else.
func partition(before string, text cty.Value, after string) (resource.Symbol, bool) {
	if before != "arn:" || !strings.HasPrefix(after, ":") {
		return resource.Symbol{}, false
	}
	var from []string
	for mark := range text.Marks() {
		switch m := mark.(type) {
		case resource.Why:
			from = append(from, m.Subject)
		case resource.Ref:
			from = append(from, m.Address)
		}
	}
	slices.Sort(from)
	return resource.SymbolFor(resource.Partition, strings.Join(slices.Compact(from), ", ")), len(from) > 0
}

// call is a call of a function. What it makes has no symbol, unless it only chooses among its arguments, or puts texts together.
func call(e *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	e.Args = recall(e.Args)
	spells := e.Name == "format" || e.Name == "join"
	return &symbolic{settled: settled{e}, operands: e.Args, spells: spells, symbolize: func(result cty.Value, args []cty.Value) cty.Value {
		if result.Type() != cty.String {
			return result
		}
		if symbol, ok := spelled(e.Name, args); ok {
			return result.Mark(symbol)
		}
		return result
	}}
}

// spelled is the symbol of what a function makes of some arguments.
func spelled(function string, args []cty.Value) (resource.Symbol, bool) {
	switch function {
	case "coalesce", "nonsensitive", "one", "sensitive", "tostring", "try":
		return onlySymbol(args)
	case "format":
		format, _ := args[0].Unmark()
		if format.Type() != cty.String || !format.IsKnown() || format.IsNull() {
			return resource.Symbol{}, false
		}
		literals := strings.Split(format.AsString(), "%s")
		if strings.Contains(strings.Join(literals, ""), "%") || len(literals) != len(args) {
			return resource.Symbol{}, false
		}
		texts := []cty.Value{cty.StringVal(literals[0])}
		for i, literal := range literals[1:] {
			texts = append(texts, args[i+1], cty.StringVal(literal))
		}
		return joined(texts, "")
	case "join":
		separator, ok := resource.SymbolOf(args[0])
		var texts []cty.Value
		for _, list := range args[1:] {
			plain, _ := list.Unmark()
			if !ok || !iterates(plain) || plain.Type().IsSetType() {
				return resource.Symbol{}, false
			}
			texts = append(texts, plain.AsValueSlice()...)
		}
		return joined(texts, separator.Text)
	}
	return resource.Symbol{}, false
}

// onlySymbol is the symbol of all that is unknown in some values, none of which is null where one is chosen that is not.
func onlySymbol(args []cty.Value) (found resource.Symbol, ok bool) {
	for _, arg := range args {
		for _, e := range elementsIn(arg) {
			plain, _ := e.Unmark()
			if plain.IsKnown() {
				continue
			}
			symbol, named := resource.OutlineOf(e)
			if !named || ok && (symbol != found || symbol.HasGaps()) || !plain.Range().DefinitelyNotNull() {
				return symbol, false
			}
			found, ok = symbol, true
		}
	}
	return found, ok
}

// elementsIn are the elements of a list, or the value itself.
func elementsIn(v cty.Value) []cty.Value {
	if plain, _ := v.Unmark(); iterates(plain) && !plain.Type().IsSetType() {
		return plain.AsValueSlice()
	}
	return []cty.Value{v}
}
