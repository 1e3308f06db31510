package check

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

func TestValues(t *testing.T) {
	secret := cty.StringVal("hunter2").Mark(resource.Sensitive{})
	unknownString := cty.UnknownVal(cty.String).Mark(resource.Ref{Address: "aws_kms_key.k", Attribute: "arn"})
	for _, test := range []struct {
		name           string
		value          cty.Value
		known, unknown string
	}{
		{"scalars", cty.ObjectVal(map[string]cty.Value{
			"text": cty.StringVal("a").Mark(resource.AtPlace(resource.Range{})), "yes": cty.True, "days": cty.NumberIntVal(35),
			"ratio": cty.NumberFloatVal(0.5), "null": cty.NullVal(cty.String),
		}), `{"days":35,"null":null,"ratio":0.5,"text":"a","yes":true}`, `{}`},
		{"large number", cty.MustParseNumberVal("123456789012345678"), `123456789012345678`, `false`},
		{"unknown attribute", cty.ObjectVal(map[string]cty.Value{"key": unknownString, "name": cty.StringVal("x")}),
			`{"name":"x"}`, `{"key":true}`},
		{"lists", cty.ObjectVal(map[string]cty.Value{
			"list": cty.TupleVal([]cty.Value{cty.StringVal("a"), unknownString}), "empty": cty.EmptyTupleVal,
			"set": cty.SetVal([]cty.Value{cty.StringVal("b")}), "wholly": cty.UnknownVal(cty.List(cty.String)),
		}), `{"empty":[],"list":["a",null],"set":["b"]}`, `{"empty":[],"list":[false,true],"set":[false],"wholly":true}`},
		{"nested blocks", cty.ObjectVal(map[string]cty.Value{
			"rule": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"id": unknownString, "on": cty.True}), cty.EmptyObjectVal}),
		}), `{"rule":[{"on":true},{}]}`, `{"rule":[{"id":true},{}]}`},
		{"sensitive", cty.ObjectVal(map[string]cty.Value{
			"password": secret, "later": cty.UnknownVal(cty.String).Mark(resource.Sensitive{}),
			"deep":   cty.ObjectVal(map[string]cty.Value{"a": cty.ListVal([]cty.Value{cty.StringVal("x")}).Mark(resource.Ephemeral{})}),
			"object": cty.ObjectVal(map[string]cty.Value{"a": secret}).Mark(resource.Sensitive{}),
		}), `{"deep":{"a":"(sensitive)"},"later":"(sensitive)","object":"(sensitive)","password":"(sensitive)"}`,
			`{"deep":{},"later":true}`},
		{"map", cty.MapVal(map[string]cty.Value{"a": cty.StringVal("b")}), `{"a":"b"}`, `{}`},
		{"unknown", cty.DynamicVal, `null`, `true`},
		{"null", cty.NullVal(cty.DynamicPseudoType), `null`, `false`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.known, text(t, known(test.value))); diff != "" {
				t.Error("known:", diff)
			}
			if diff := cmp.Diff(test.unknown, text(t, unknown(test.value))); diff != "" {
				t.Error("unknown:", diff)
			}
		})
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
