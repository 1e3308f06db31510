package tffunc

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// What yamlencode makes of a value that is unknown in part can be read again, and nothing else that is unknown.
func TestDecodeYAML(t *testing.T) {
	ref := resource.Ref{Address: "aws_s3_bucket.b", Attribute: "id"}
	unknown := cty.UnknownVal(cty.String).Mark(ref)
	for name, v := range map[string]cty.Value{
		"object": cty.ObjectVal(map[string]cty.Value{"bucket": unknown, "a": cty.StringVal("x")}),
		"nested": cty.ObjectVal(map[string]cty.Value{"a b": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"c": unknown})})}),
		"list":   cty.TupleVal([]cty.Value{unknown, cty.True}),
	} {
		text, err := encodeYAML(v)
		if err != nil || text.IsWhollyKnown() {
			t.Fatalf("%s: %#v %v", name, text, err)
		}
		got, ok, err := DecodeYAML(text)
		if err != nil || !ok || !got.RawEquals(v) {
			t.Errorf("%s: %#v %v %v", name, got, ok, err)
		}
	}
	for name, v := range map[string]cty.Value{
		"unknown": unknown, "null": cty.NullVal(cty.String), "a number": cty.NumberIntVal(1), "empty": mustEncode(t, cty.UnknownVal(cty.EmptyObject)),
	} {
		if got, ok, err := DecodeYAML(v); ok || err != nil {
			t.Errorf("%s: %#v %v", name, got, err)
		}
	}
	if got, ok, err := DecodeYAML(cty.StringVal("a: [b]")); err != nil || !ok || got.GetAttr("a").LengthInt() != 1 {
		t.Errorf("known: %#v %v", got, err)
	}
	if _, ok, err := DecodeYAML(cty.StringVal("{{ a: b")); err == nil || ok {
		t.Error("no error for text that is no YAML")
	}
}

func mustEncode(t *testing.T, v cty.Value) cty.Value {
	t.Helper()
	text, err := encodeYAML(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
