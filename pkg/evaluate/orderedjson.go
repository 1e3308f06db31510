package evaluate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// fieldOrder is the order in which the provider writes the fields of a document; others follow by name.
var fieldOrder = []string{
	"Version", "Id", "Statement", "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal",
	"Condition",
}

// writeOrdered writes a known value as JSON.
func writeOrdered(b *bytes.Buffer, v cty.Value) error {
	t := v.Type()
	switch {
	case v.IsNull():
		b.WriteString("null")
	case t.IsObjectType() || t.IsMapType():
		return writeObject(b, v.AsValueMap())
	case t.IsTupleType() || t.IsListType() || t.IsSetType():
		b.WriteByte('[')
		for i, element := range v.AsValueSlice() {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeOrdered(b, element); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	default:
		var scalar any
		switch t {
		case cty.String:
			scalar = v.AsString()
		case cty.Bool:
			scalar = v.True()
		default:
			scalar = json.RawMessage(v.AsBigFloat().Text('f', -1))
		}
		text, err := json.Marshal(scalar)
		if err != nil {
			return fmt.Errorf("write policy document: %w", err)
		}
		b.Write(text)
	}
	return nil
}

func writeObject(b *bytes.Buffer, fields map[string]cty.Value) error {
	names := sorted(fields)
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(rank(x), rank(y)) })
	b.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := json.Marshal(name)
		if err != nil {
			return fmt.Errorf("write policy document: %w", err)
		}
		b.Write(append(text, ':'))
		if err := writeOrdered(b, fields[name]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func rank(name string) int {
	if i := slices.Index(fieldOrder, name); i >= 0 {
		return i
	}
	return len(fieldOrder)
}
