package tffunc

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

// replacing is replace, which also fills the blanks of a JSON document: replace(data.x.json, "_BUCKET_ID_", bucket.id).
var replacing = function.New(&function.Spec{
	Params: []function.Parameter{opened(text("str")), opened(text("substr")), opened(text("replace"))},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if filled, ok := fillBlank(args[0], args[1], args[2]); ok {
			return filled, nil
		}
		return replaceText.Call(args)
	},
})

var replaceText = pure(cty.String, replace, "str", "substr", "replace")

// blank is what can only stand within the strings of a JSON document: it holds a character that neither its syntax, its
// numbers, its words nor its escapes have.
var blank = regexp.MustCompile(`^[A-Za-z0-9_-]*[G-Z_][A-Za-z0-9_-]*$`)

// fillBlank replaces within the strings of a document. It reports false where str is none, where all is known anyway, or where
// the text that is put in could change more than a string.
func fillBlank(str, substr, with cty.Value) (cty.Value, bool) {
	name, nameMarks := substr.Unmark()
	text, textMarks := with.Unmark()
	if !name.IsKnown() || !blank.MatchString(name.AsString()) || text.Type() != cty.String {
		return cty.NilVal, false
	}
	if text.IsKnown() && strings.ContainsFunc(text.AsString(), func(c rune) bool { return c == '"' || c == '\\' || c < ' ' }) {
		return cty.NilVal, false
	}
	document, prefix, ok := readDocument(str, text)
	if !ok {
		return cty.NilVal, false
	}
	f := filler{name: name.AsString(), with: text.WithMarks(readable(textMarks), nameMarks), left: maxNodes}
	filled := f.of(document)
	if plain, _ := filled.Unmark(); f.left < 0 || !plain.IsKnown() {
		return cty.NilVal, false
	}
	prefix, _, _ = strings.Cut(prefix, f.name)
	return Encode(filled.WithMarks(resource.Secrets(textMarks)), prefix), true
}

// readDocument gives the document that a string holds, if some of the result will be unknown.
func readDocument(str, with cty.Value) (document cty.Value, prefix string, ok bool) {
	plain, marks := str.Unmark()
	if !plain.IsKnown() {
		if document, ok = Decoded(str); !ok {
			return cty.NilVal, "", false
		}
		return document, plain.Range().StringPrefix(), true
	}
	src := plain.AsString()
	if with.IsKnown() || len(src) > maxDocument || jsonDepth(src) != nil {
		return cty.NilVal, "", false
	}
	document, err := stdlib.JSONDecode(plain)
	if err != nil || document.IsNull() || !document.CanIterateElements() {
		return cty.NilVal, "", false
	}
	return document.WithMarks(marks), src, true
}

// filler replaces a name in the strings of a document.
type filler struct {
	name string
	with cty.Value
	left int
}

func (f *filler) of(v cty.Value) cty.Value {
	plain, marks := v.Unmark()
	if f.left--; f.left < 0 || plain.IsNull() {
		return v
	}
	t := plain.Type()
	switch {
	case t == cty.String:
		return f.text(plain).WithMarks(marks)
	case !plain.IsKnown() || !plain.CanIterateElements():
		return v
	case t.IsObjectType():
		return f.object(plain).WithMarks(marks)
	}
	elements := plain.AsValueSlice()
	for i, element := range elements {
		elements[i] = f.of(element)
	}
	return cty.TupleVal(elements).WithMarks(marks)
}

func (f *filler) object(v cty.Value) cty.Value {
	fields, unknown := map[string]cty.Value{}, false
	var values []cty.Value
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		name, value := f.text(key), f.of(element)
		values = append(values, name, value)
		if plain, _ := name.Unmark(); plain.IsKnown() {
			fields[plain.AsString()] = value
		} else {
			unknown = true
		}
	}
	if unknown {
		return cty.DynamicVal.WithMarks(deepMarks(values))
	}
	return cty.ObjectVal(fields)
}

// text replaces in one string. What is known of the start of an unknown stays known as far as no name can begin in it.
func (f *filler) text(v cty.Value) cty.Value {
	with, marks := f.with.Unmark()
	if v.IsKnown() {
		before, _, found := strings.Cut(v.AsString(), f.name)
		switch {
		case !found:
			return v
		case with.IsKnown():
			return cty.StringVal(strings.ReplaceAll(v.AsString(), f.name, with.AsString())).WithMarks(marks)
		}
		return unknownText(before + with.Range().StringPrefix()).WithMarks(marks)
	}
	known := v.Range().StringPrefix()
	before, _, _ := strings.Cut(known, f.name)
	return unknownText(before[:min(len(before), max(0, len(known)-len(f.name)+1))])
}

// unknownText is an unknown string that begins with what is known.
func unknownText(prefix string) cty.Value {
	v := cty.UnknownVal(cty.String).RefineNotNull()
	if prefix == "" {
		return v
	}
	return v.Refine().StringPrefix(prefix).NewValue()
}
