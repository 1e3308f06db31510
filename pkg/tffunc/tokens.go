package tffunc

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

// read evaluates the text with tokens and gives the document as an unknown string, if it is one. The marks are those of the
// template's own result: what is secret stays so.
func (d *document) read(ctx *hcl.EvalContext, marks cty.ValueMarks) (cty.Value, bool) {
	d.filled, d.ambiguous, d.whole = nil, false, cty.ValueMarks{}
	v, diags := d.text.Value(ctx)
	text, _ := v.Unmark()
	if diags.HasErrors() || d.ambiguous || !text.IsKnown() || text.IsNull() || text.Type() != cty.String {
		return cty.NilVal, false
	}
	src, prefix, ok := d.quoted(text.AsString())
	if !ok || jsonDepth(src) != nil {
		return cty.NilVal, false
	}
	decoded, err := stdlib.JSONDecode(cty.StringVal(src))
	if err != nil {
		return cty.NilVal, false
	}
	r := rebuilding{document: d, left: maxNodes}
	value := r.of(decoded)
	if plain, _ := value.Unmark(); r.left < 0 || !plain.IsKnown() || plain.IsNull() || !plain.CanIterateElements() {
		return cty.NilVal, false
	}
	return Encode(value.WithMarks(d.whole, resource.Secrets(marks)), prefix), true
}

// quoted puts tokens that stand outside of strings between quotation marks, so that the text becomes JSON. It also gives the
// text up to the first unknown.
func (d *document) quoted(text string) (src, prefix string, ok bool) {
	if len(text) > maxDocument {
		return "", "", false
	}
	var out, before strings.Builder
	inside, escaped, known := false, false, true
	for rest := text; rest != ""; {
		kind, number, length := d.tokenAt(rest)
		switch {
		case length == 0:
			switch c := rest[0]; {
			case escaped:
				escaped = false
			case c == '\\' && inside:
				escaped = true
			case c == '"':
				inside = !inside
			}
			out.WriteByte(rest[0])
			if known {
				before.WriteByte(rest[0])
			}
			length = 1
		case kind == opening && known:
			known = false
			before.WriteString(d.prefixOf(number))
			fallthrough
		case kind == opening:
			if inside {
				out.WriteString(rest[:length])
			} else {
				out.WriteString(`"` + token(alone, number) + `"`)
			}
		case inside:
			out.WriteString(rest[:length])
		default: // known text that is not a string of its own
			d.note(number)
		}
		rest = rest[length:]
	}
	return out.String(), before.String(), true
}

// note keeps the marks of a filling for the whole document.
func (d *document) note(number int) {
	for mark := range readable(d.filled[number].value.Marks()) {
		d.whole[mark] = struct{}{}
	}
}

// prefixOf is what is known of the start of an unknown.
func (d *document) prefixOf(number int) string {
	plain, _ := d.filled[number].value.Unmark()
	if plain.Type() != cty.String {
		return ""
	}
	return plain.Range().StringPrefix()
}

// tokenAt reads the token that a text begins with; the length is 0 where there is none.
func (d *document) tokenAt(text string) (kind rune, number, length int) {
	const width = len(string(opening))
	if len(text) < width || !strings.ContainsAny(text[:width], reserved) {
		return 0, 0, 0
	}
	end := strings.IndexRune(text, closing)
	if end < width {
		return 0, 0, 0
	}
	number, err := strconv.Atoi(text[width:end])
	if err != nil || number < 0 || number >= len(d.filled) {
		return 0, 0, 0
	}
	for _, kind = range text {
		break
	}
	return kind, number, end + width
}

// rebuilding turns what was decoded into the document: values for tokens.
type rebuilding struct {
	*document
	// left is how many more values the document may hold.
	left int
}

func (r *rebuilding) of(v cty.Value) cty.Value {
	if r.left--; r.left < 0 {
		return cty.DynamicVal
	}
	t := v.Type()
	switch {
	case v.IsNull():
		return v
	case t == cty.String:
		return r.text(v.AsString())
	case t.IsTupleType():
		return r.list(v)
	case t.IsObjectType():
		return r.object(v)
	}
	return v
}

// text is a string that may hold tokens.
func (r *rebuilding) text(s string) cty.Value {
	if kind, number, length := r.tokenAt(s); kind == alone && length == len(s) {
		return r.alone(number)
	}
	if !strings.ContainsAny(s, reserved) {
		return cty.StringVal(s)
	}
	var known strings.Builder
	marks, unknown, whole := cty.ValueMarks{}, false, s
	for s != "" {
		kind, number, length := r.tokenAt(s)
		if length == 0 {
			if !unknown {
				known.WriteByte(s[0])
			}
			s = s[1:]
			continue
		}
		for mark := range readable(r.filled[number].value.Marks()) {
			marks[mark] = struct{}{}
		}
		if kind != noting && !unknown {
			unknown = true
			prefix := r.prefixOf(number)
			if i := strings.IndexAny(prefix, `"\`); i >= 0 { // these mean something else in JSON
				prefix = prefix[:i]
			}
			known.WriteString(prefix)
		}
		s = s[length:]
	}
	if !unknown {
		return cty.StringVal(known.String()).WithMarks(marks)
	}
	v := unknownText(known.String()).WithMarks(resource.WithoutSymbols(marks))
	if symbol, ok := r.symbol(whole); ok {
		return v.Mark(symbol)
	}
	return v
}

// symbol is that of a string which holds tokens.
func (r *rebuilding) symbol(s string) (resource.Symbol, bool) {
	var b strings.Builder
	for s != "" {
		kind, number, length := r.tokenAt(s)
		switch {
		case length == 0:
			b.WriteByte(s[0])
		case kind != noting:
			filled, ok := resource.OutlineOf(r.filled[number].value)
			if !ok {
				filled, ok = partition(b.String(), r.filled[number].value, s[length:])
			}
			if !ok {
				filled = resource.Gap()
			}
			if strings.ContainsAny(filled.Text, `"\`) {
				return filled, false
			}
			b.WriteString(filled.Text)
		}
		s = s[max(length, 1):]
	}
	return telling(b.String())
}

// alone is an unknown outside of quotation marks: another document, a number, a bool, or anything.
func (r *rebuilding) alone(number int) cty.Value {
	v := r.filled[number].value
	if inner, ok := Decoded(v); ok {
		r.count(inner)
		return inner
	}
	plain, marks := v.Unmark()
	if t := plain.Type(); t == cty.Number || t == cty.Bool {
		return cty.UnknownVal(t).RefineNotNull().WithMarks(readable(marks))
	}
	return cty.DynamicVal.WithMarks(resource.WithoutSymbols(readable(marks)))
}

// count takes the values inside of v off what is left.
func (r *rebuilding) count(v cty.Value) {
	plain, _ := v.Unmark()
	if r.left--; r.left < 0 || !plain.IsKnown() || plain.IsNull() || !plain.CanIterateElements() {
		return
	}
	for it := plain.ElementIterator(); r.left >= 0 && it.Next(); {
		_, element := it.Element()
		r.count(element)
	}
}

func (r *rebuilding) list(v cty.Value) cty.Value {
	elements := v.AsValueSlice()
	spills := false
	for i, element := range elements {
		spills = spills || r.spill(element)
		elements[i] = r.of(element)
	}
	// A lone unknown of any type may be the text of several elements, or of none.
	if spills || len(elements) == 1 && r.anything(elements[0]) {
		return cty.DynamicVal.WithMarks(resource.WithoutSymbols(deepMarks(elements)))
	}
	return cty.TupleVal(elements)
}

func (r *rebuilding) anything(v cty.Value) bool {
	return v.Type() == cty.DynamicPseudoType && !v.IsKnown()
}

// spill reports whether a string holds an unknown that may end it, so that nothing is known of what is around it.
func (r *rebuilding) spill(v cty.Value) bool {
	if v.IsNull() || v.Type() != cty.String {
		return false
	}
	for s := v.AsString(); s != ""; {
		kind, number, length := r.tokenAt(s)
		if length > 0 && kind == opening && r.filled[number].spills {
			return true
		}
		s = s[max(length, 1):]
	}
	return false
}

// object is unknown as a whole where one of its keys is.
func (r *rebuilding) object(v cty.Value) cty.Value {
	fields := map[string]cty.Value{}
	spills := false
	var values []cty.Value
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		spills = spills || r.spill(element)
		name := r.text(key.AsString())
		value := r.of(element)
		values = append(values, name, value)
		plain, marks := name.Unmark()
		if !plain.IsKnown() {
			spills = true
			continue
		}
		for mark := range marks {
			r.whole[mark] = struct{}{}
		}
		fields[plain.AsString()] = value
	}
	if spills {
		return cty.DynamicVal.WithMarks(resource.WithoutSymbols(deepMarks(values)))
	}
	return cty.ObjectVal(fields)
}
