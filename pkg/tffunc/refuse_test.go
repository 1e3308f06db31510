package tffunc

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// TestRefused calls functions with what the libraries below them come to grief on.
func TestRefused(t *testing.T) {
	ctx := fixtureScope(t)
	for _, src := range []string{
		`merge(null, {a = 1}, ["x"])`, `merge({a = 1}, null, "x")`, `cidrhost("10.0.0.0/8", 9223372036854775808)`, `cidrhost("::/0", pow(2, 128))`,
		`cidrsubnet("::/0", 128, pow(2, 128))`, `cidrsubnet("fd00::/16", 80, -pow(2, 97))`, `setunion([{a = 1}], [null])`,
		`setsubtract([{a = 1}, {a = 2, b = 3}], tolist([null]))`, `setintersection([], tolist([null]), [["a"]])`, `setproduct([1], [null, {a = 1}])`,
		`setproduct([1], [null, true, 1])`,
	} {
		if got, err := evaluate(ctx, src); err == nil || strings.Contains(err.Error(), "PANIC") {
			t.Errorf("%s: %#v, %v, want an error of ours", src, got, err)
		}
	}
}

// A format that is no text is made into one, and an unknown argument beside it says nothing of the result.
func TestFormatNoText(t *testing.T) {
	ctx := fixtureScope(t)
	ctx.Variables["x"] = cty.UnknownVal(cty.String).Mark(ref)
	for _, src := range []string{`format(100, x)`, `format(true, [1], x)`, `format(1.5, x, {})`} {
		expr, diags := hclsyntax.ParseExpression([]byte(src), "x", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		readable, _ := Readable(expr)
		if got, _ := readable.Value(ctx); got.IsKnown() {
			t.Errorf("%s: got %#v, want an unknown", src, got)
		}
	}
}
