package plan

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds how deep values may nest. Terraform's own stay below a few dozen.
const maxDepth = 200

// text is a JSON document that has been found to be well formed, so that readers of its parts need not check. It is read where it
// is needed: a plan says everything twice, and a tree of all of it would be ten times its size.
type text struct {
	data []byte
	// name is that of the file, for places.
	name  string
	lines lines
}

// span is a value of the document by its offsets; the zero span is a value that is not there.
type span struct{ start, end int }

func (s span) ok() bool { return s.end > 0 }

// member is one member of an object; key is its offset.
type member struct {
	name  string
	key   int
	value span
}

// parse decodes and checks a document.
func parse(name string, data []byte) (*text, error) {
	data = decoded(data)
	t := &text{data: data, name: name}
	t.lines = newLines(data)
	if !json.Valid(data) {
		return nil, t.syntax()
	}
	if at := tooDeep(data); at >= 0 {
		return nil, t.fault(at, fmt.Sprintf("values nest more than %d deep", maxDepth))
	}
	return t, nil
}

// syntax says what makes the document no JSON, and where.
func (t *text) syntax() error {
	var raw json.RawMessage
	err := json.Unmarshal(t.data, &raw)
	var fault *json.SyntaxError
	if !errors.As(err, &fault) {
		return t.fault(0, "it is not JSON")
	}
	if int(fault.Offset) >= len(t.data) && strings.HasPrefix(fault.Error(), "unexpected end") {
		return t.fault(len(t.data), "the JSON ends in the middle: the file is cut off")
	}
	return t.fault(max(0, int(fault.Offset)-1), "it is not JSON: "+fault.Error())
}

// fault is an error at an offset.
func (t *text) fault(at int, message string) error {
	place := t.lines.place(t.name, at, at)
	return fmt.Errorf("read %s:%d:%d: %s", t.name, place.Line, place.Column, message)
}

// decoded takes a byte order mark off and turns UTF-16, which Windows PowerShell writes for "terraform show -json > plan.json",
// into UTF-8.
func decoded(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// tooDeep is the offset at which a document nests deeper than maxDepth, -1 where it nowhere does.
func tooDeep(data []byte) int {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				return i
			}
		case '}', ']':
			depth--
		case '"':
			i = closingQuote(data, i)
		}
	}
	return -1
}

// closingQuote is the offset of the quotation mark that ends the string which begins at i.
func closingQuote(data []byte, i int) int {
	for {
		next := bytes.IndexByte(data[i+1:], '"')
		if next < 0 {
			return len(data) - 1
		}
		i += 1 + next
		escapes := 0
		for data[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return i
		}
	}
}

func (t *text) blank(i int) int {
	for i < len(t.data) && (t.data[i] == ' ' || t.data[i] == '\n' || t.data[i] == '\r' || t.data[i] == '\t') {
		i++
	}
	return i
}

// value is the value that begins at or after i.
func (t *text) value(i int) span {
	i = t.blank(i)
	if i >= len(t.data) {
		return span{}
	}
	switch t.data[i] {
	case '"':
		return span{i, closingQuote(t.data, i) + 1}
	case '{', '[':
		return span{i, t.closing(i) + 1}
	}
	end := i
	for end < len(t.data) && strings.IndexByte(",]} \n\r\t", t.data[end]) < 0 {
		end++
	}
	return span{i, end}
}

// closing is the offset of the bracket that closes the one at i.
func (t *text) closing(i int) int {
	depth := 0
	for ; i < len(t.data); i++ {
		switch t.data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i
			}
		case '"':
			i = closingQuote(t.data, i)
		}
	}
	return len(t.data) - 1
}

// members calls visit for each member of an object, in order, and does nothing for any other value.
func (t *text) members(object span, visit func(member)) {
	if !t.is(object, '{') {
		return
	}
	for i := t.blank(object.start + 1); t.data[i] != '}'; {
		key := t.value(i)
		value := t.value(t.blank(key.end) + 1)
		visit(member{t.unquote(key), key.start, value})
		if i = t.blank(value.end); t.data[i] == ',' {
			i = t.blank(i + 1)
		}
	}
}

// elements calls visit for each element of an array, in order, and does nothing for any other value.
func (t *text) elements(array span, visit func(span)) {
	if !t.is(array, '[') {
		return
	}
	for i := t.blank(array.start + 1); t.data[i] != ']'; {
		value := t.value(i)
		visit(value)
		if i = t.blank(value.end); t.data[i] == ',' {
			i = t.blank(i + 1)
		}
	}
}

// get is the member of an object by its name; of several the last, as everywhere in Go.
func (t *text) get(object span, name string) span {
	var found span
	t.members(object, func(m member) {
		if m.name == name {
			found = m.value
		}
	})
	return found
}

// is reports whether a value begins with a byte: '{', '[', '"', 't', 'f', 'n'.
func (t *text) is(s span, first byte) bool { return s.ok() && t.data[s.start] == first }

// str is the text of a string, "" for any other value.
func (t *text) str(s span) string {
	if !t.is(s, '"') {
		return ""
	}
	return t.unquote(s)
}

func (t *text) unquote(s span) string {
	raw := t.data[s.start:s.end]
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : len(raw)-1])
	}
	var out string
	if err := json.Unmarshal(raw, &out); err != nil { // the document is well formed
		return ""
	}
	return out
}

// raw is the text of a value as it is written.
func (t *text) raw(s span) string { return string(t.data[s.start:s.end]) }
