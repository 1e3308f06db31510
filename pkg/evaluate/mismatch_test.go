package evaluate

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

func TestMismatch(t *testing.T) {
	rule := cty.ObjectWithOptionalAttrs(map[string]cty.Type{"name": cty.String, "days": cty.Number, "tags": cty.Map(cty.String)}, []string{"tags"})
	text := cty.StringVal
	for name, test := range map[string]struct {
		value cty.Value
		want  cty.Type
		text  string
	}{
		"primitive": {text("many"), cty.Number, "a number is required"},
		"first of several attributes": {
			cty.ObjectVal(map[string]cty.Value{"name": cty.EmptyTupleVal, "days": text("many"), "tags": text("x")}), rule,
			`attribute "days": a number is required`,
		},
		"missing": {cty.ObjectVal(map[string]cty.Value{"days": cty.NumberIntVal(1)}), rule, `attribute "name" is required`},
		"list": {
			cty.TupleVal([]cty.Value{
				cty.ObjectVal(map[string]cty.Value{"name": text("a"), "days": cty.Zero}), cty.ObjectVal(map[string]cty.Value{"name": text("b")}),
			}),
			cty.List(rule), `element 1: attribute "days" is required`,
		},
		"map": {
			cty.ObjectVal(map[string]cty.Value{"a": text("x"), "b": text("y")}), cty.Map(cty.Bool), `element "a": a bool is required`,
		},
		"tuple": {
			cty.TupleVal([]cty.Value{text("1"), text("x")}), cty.Tuple([]cty.Type{cty.Number, cty.Number}), "element 1: a number is required",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for range 20 { // the error of convert is another one each time
				_, err := convert.Convert(test.value, test.want)
				if err == nil {
					t.Fatal("the value converts")
				}
				if got := mismatch(test.value, test.want, err); got != test.text {
					t.Fatalf("got  %s\nwant %s", got, test.text)
				}
			}
		})
	}
}
