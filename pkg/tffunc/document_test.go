package tffunc

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// TestReadableBounds builds documents that would grow without bounds, or cost a time that doubles with each level.
func TestReadableBounds(t *testing.T) {
	deep := "x"
	for range 200 {
		deep = `"{\"a\": \"${` + deep + `}\"}"`
	}
	choices := "x"
	for range 200 {
		choices = `x == "" ? "a" : ` + choices
	}
	doubled := `jsonencode({ a = x })`
	for range 12 {
		doubled = `replace("[_, _]", "_", ` + doubled + `)`
	}
	for name, src := range map[string]string{
		"deep": deep, "choices": choices, "doubled": doubled,
		"long": `"[${x}, \"` + strings.Repeat("a", 2<<20) + `\"]"`,
	} {
		t.Run(name, func(t *testing.T) {
			if v, err := readX(t, src, cty.UnknownVal(cty.String).Mark(ref)); err != nil || v.IsKnown() || !carries(v) {
				t.Errorf("got %#v, %v", v, err)
			}
		})
	}
	// A document that holds another one twice, over and over, is read no further than the bound.
	v := cty.UnknownVal(cty.String).Mark(ref)
	for range 20 {
		next, err := readX(t, `"{\"a\": ${x}, \"b\": ${x}}"`, v)
		if err != nil {
			t.Fatal(err)
		}
		v = next
	}
	if v.IsKnown() || !carries(v) {
		t.Errorf("got %#v", v)
	}
}

func readX(t *testing.T, src string, x cty.Value) (cty.Value, error) {
	t.Helper()
	ctx := &hcl.EvalContext{Functions: Table(Host{}), Variables: map[string]cty.Value{"x": x}}
	expr, diags := hclsyntax.ParseExpression([]byte(src), "x", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	readable, _ := Readable(expr)
	v, diags := readable.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

// TestReadableKeepsSecrets marks what goes into a document, in every position, and looks for it in what comes out.
func TestReadableKeepsSecrets(t *testing.T) {
	why := resource.Why{Cause: resource.NoValue, Subject: "var.y"}
	for _, src := range []string{
		`"{\"a\": \"${s}\", \"b\": \"${y}\"}"`, `"{\"a\": ${s}, \"b\": \"${y}\"}"`, `"{\"${s}\": 1, \"b\": \"${y}\"}"`,
		`"{%{ if s == 1 }\"a\": 1,%{ endif } \"b\": \"${y}\"}"`, `"[%{ for e in [s, 2] }${e}, %{ endfor } \"${y}\"]"`,
		`"{\"a\": ${jsonencode([s])}, \"b\": ${jsonencode([y])}}"`, `s == 1 ? "{\"b\": \"${y}\"}" : ""`,
		`replace(jsonencode({ a = y, b = "_S_" }), "_S_", s)`, `trimspace(" {\"a\": ${s}, \"b\": \"${y}\"} ")`,
	} {
		expr, diags := hclsyntax.ParseExpression([]byte(src), "x", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%s: %v", src, diags)
		}
		readable, _ := Readable(expr)
		v, diags := readable.Value(&hcl.EvalContext{Functions: Table(Host{}), Variables: map[string]cty.Value{
			"s": cty.NumberIntVal(1).Mark(resource.Sensitive{}),
			"y": cty.UnknownVal(cty.String).Mark(why),
		}})
		if diags.HasErrors() {
			t.Fatalf("%s: %v", src, diags)
		}
		if _, ok := Decoded(v); !ok {
			t.Errorf("%s: no document: %#v", src, v)
			continue
		}
		_, outer := v.Unmark()
		document, _ := Decoded(v)
		_, inner := document.UnmarkDeep()
		for name, marks := range map[string]cty.ValueMarks{"string": outer, "document": inner} {
			if _, ok := marks[resource.Sensitive{}]; !ok {
				t.Errorf("%s: the %s is no secret any more: %v", src, name, slices.Collect(maps.Keys(marks)))
			}
			if _, ok := marks[why]; !ok {
				t.Errorf("%s: the %s does not say what it waits for", src, name)
			}
		}
	}
}

// TestNegation: the negation of an unknown waits for what that unknown waits for, and a conditional by it waits, too.
func TestNegation(t *testing.T) {
	for _, src := range []string{"!x", "!(x == \"a\")", "!x ? \"a\" : \"b\"", "!(!x) ? null : \"b\"", "!x && true", "-length(x)"} {
		v, err := readX(t, src, cty.UnknownVal(cty.DynamicPseudoType).Mark(ref))
		if err != nil || v.IsKnown() || !carries(v) {
			t.Errorf("%s: got %#v, %v", src, v, err)
		}
	}
}
