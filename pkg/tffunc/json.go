package tffunc

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"github.com/zclconf/go-cty/cty/json"
)

// free is a parameter that takes every value as it is.
func free(name string) function.Parameter {
	return function.Parameter{
		Name: name, Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowMarked: true, AllowDynamicType: true,
	}
}

var jsonEncode = define(signature{params: []function.Parameter{free("val")}, result: cty.String},
	func(args []cty.Value) (cty.Value, error) { return encodeJSON(args[0]) })

var jsonDecode = define(signature{
	params: []function.Parameter{{Name: "str", Type: cty.String, AllowUnknown: true, AllowMarked: true, AllowDynamicType: true}},
	result: cty.DynamicPseudoType,
}, func(args []cty.Value) (cty.Value, error) { return decodeJSON(args[0]) })

// encodeJSON gives an unknown string for a value that is unknown in part, marked with the value itself. The start of the
// document, up to the first unknown, is its known prefix.
func encodeJSON(v cty.Value) (cty.Value, error) {
	return encodeDocument(v, stdlib.JSONEncode, jsonPrefix)
}

// encodeDocument encodes a value that is known as a whole. For any other it gives an unknown string, marked with the value itself where
// prefix tells how the document begins, "" for where that cannot be told.
func encodeDocument(v cty.Value, encode func(cty.Value) (cty.Value, error), prefix func(cty.Value) (string, error)) (cty.Value, error) {
	if err := writable(v); err != nil {
		return cty.NilVal, err
	}
	plain, marks := v.UnmarkDeep()
	if plain.IsWhollyKnown() {
		s, err := encode(plain)
		if err != nil {
			return cty.NilVal, err
		}
		return s.WithMarks(marks), nil
	}
	begins, err := prefix(plain)
	switch {
	case err != nil:
		return cty.NilVal, err
	case begins == "":
		return cty.UnknownVal(cty.String).RefineNotNull().WithMarks(marks), nil
	}
	return Encode(v, begins), nil
}

// Encode returns the unknown string that stands for a JSON document which is known in part: v is what it would decode to,
// prefix how its text begins. It carries the marks of v, deep ones too, and *resource.Encoded.
func Encode(v cty.Value, prefix string) cty.Value {
	text := cty.UnknownVal(cty.String).Refine().NotNull().StringPrefix(prefix).NewValue()
	if rest := unspaced(prefix); rest != "" && unspaced(text.Range().StringPrefix()) == "" {
		// cty gives up at a leading line feed. The bracket after it joins with nothing that may follow in a document.
		text = cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull(prefix[:len(prefix)-len(rest)+1]).NewValue()
	}
	return text.WithMarks(resource.WithoutSymbols(resource.AllMarks(v))).Mark(&resource.Encoded{Value: v, Prefix: text.Range().StringPrefix()})
}

// decodeJSON reads a document, or takes the value back that encodeJSON left on an unknown one.
func decodeJSON(s cty.Value) (cty.Value, error) {
	plain, marks := s.Unmark()
	if plain.IsNull() {
		return cty.NilVal, function.NewArgErrorf(0, "argument must not be null")
	}
	if !plain.IsKnown() {
		if v, ok := Decoded(s); ok {
			return v, nil
		}
		return cty.DynamicVal.WithMarks(marks), nil
	}
	if err := jsonDepth(plain.AsString()); err != nil {
		return cty.NilVal, err
	}
	v, err := stdlib.JSONDecode(plain)
	if err == nil && MayBeEndless([]byte(plain.AsString())) {
		err = writable(v)
	}
	if err != nil {
		return cty.NilVal, err
	}
	return v.WithMarks(marks), nil
}

// Decoded returns what an unknown string would decode to, if it is a JSON document known in part and nothing has been
// done to it since: a template, a function or a condition around it leaves the mark but changes the known prefix, or
// adds marks of its own. Lists, sets and maps come back as tuples and objects, as from any JSON document. Marks that
// the string got later are on the whole result.
func Decoded(s cty.Value) (cty.Value, bool) {
	encoded, late := encodedIn(s)
	if encoded == nil {
		return cty.NilVal, false
	}
	return jsonShape(encoded.Value).WithMarks(late), true
}

// encodedIn is Decoded without the decoding: what was encoded, nil where s is no document, and the marks that s got later.
func encodedIn(s cty.Value) (*resource.Encoded, cty.ValueMarks) {
	plain, marks := s.Unmark()
	if plain.IsKnown() || plain.Type() != cty.String {
		return nil, nil
	}
	var encoded *resource.Encoded
	for mark := range marks {
		if e, ok := mark.(*resource.Encoded); ok {
			if encoded != nil {
				return nil, nil
			}
			encoded = e
		}
	}
	if encoded == nil {
		return nil, nil
	}
	if prefix := unspaced(encoded.Prefix); prefix == "" || unspaced(plain.Range().StringPrefix()) != prefix {
		return nil, nil
	}
	innerMarks := resource.AllMarks(encoded.Value)
	late := cty.ValueMarks{}
	for mark := range marks {
		if _, known := innerMarks[mark]; known || mark == any(encoded) {
			continue
		}
		switch mark.(type) {
		case resource.Ref, resource.Why:
			return nil, nil
		}
		late[mark] = struct{}{}
	}
	return encoded, late
}

// unspaced is the start of a document without the white space that may come before it.
func unspaced(prefix string) string { return strings.TrimLeft(prefix, jsonSpace) }

// respaced wraps a function that takes nothing but white space off a string: a document stays one.
func respaced(inner function.Function) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{opened(inner.Params()[0])},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if document, ok := Decoded(args[0]); ok {
				plain, _ := args[0].Unmark()
				return Encode(document, unspaced(plain.Range().StringPrefix())), nil
			}
			return inner.Call(args)
		},
	})
}

// jsonSpace is the white space of JSON.
const jsonSpace = " \t\r\n"

// jsonPrefix writes the document up to its first unknown. The value carries no marks.
func jsonPrefix(v cty.Value) (string, error) {
	var b bytes.Buffer
	_, err := writePrefix(&b, v)
	return b.String(), err
}

// writePrefix reports whether v was written whole.
func writePrefix(b *bytes.Buffer, v cty.Value) (bool, error) {
	if !v.IsKnown() {
		return false, nil
	}
	if v.IsWhollyKnown() {
		src, err := json.Marshal(v, v.Type())
		if err != nil {
			return false, fmt.Errorf("encode as JSON: %w", err)
		}
		b.Write(bytes.TrimSpace(src))
		return true, nil
	}
	ty := v.Type()
	if ty.IsSetType() { // an unknown element may come before the known ones
		b.WriteByte('[')
		return false, nil
	}
	named := ty.IsObjectType() || ty.IsMapType()
	b.WriteString(map[bool]string{true: "{", false: "["}[named])
	first := true
	for it := v.ElementIterator(); it.Next(); first = false {
		key, element := it.Element()
		if !first {
			b.WriteByte(',')
		}
		if named {
			src, err := json.Marshal(key, cty.String)
			if err != nil {
				return false, fmt.Errorf("encode key as JSON: %w", err)
			}
			b.Write(bytes.TrimSpace(src))
			b.WriteByte(':')
		}
		if whole, err := writePrefix(b, element); !whole || err != nil {
			return false, err
		}
	}
	return true, nil
}

// jsonShape turns collections into what a JSON document would decode to, marks and unknowns in place.
func jsonShape(v cty.Value) cty.Value {
	plain, marks := v.Unmark()
	if plain.IsNull() || !plain.IsKnown() || !plain.CanIterateElements() {
		return v
	}
	ty := plain.Type()
	if ty.IsSetType() && !plain.IsWhollyKnown() {
		return cty.DynamicVal.WithMarks(marks) // neither its length nor its order is known
	}
	if ty.IsObjectType() || ty.IsMapType() {
		attrs := map[string]cty.Value{}
		for it := plain.ElementIterator(); it.Next(); {
			key, element := it.Element()
			attrs[key.AsString()] = jsonShape(element)
		}
		return cty.ObjectVal(attrs).WithMarks(marks)
	}
	elements := make([]cty.Value, 0, plain.LengthInt())
	for it := plain.ElementIterator(); it.Next(); {
		_, element := it.Element()
		elements = append(elements, jsonShape(element))
	}
	return cty.TupleVal(elements).WithMarks(marks)
}

// jsonDepth bounds how deep a document nests, before the recursive decoder sees it.
func jsonDepth(src string) error {
	depth, quoted := 0, false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return beyond("the JSON document nests deeper than the limit of %s levels", strconv.Itoa(MaxDepth))
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}
