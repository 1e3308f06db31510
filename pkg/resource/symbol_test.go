package resource_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

func TestSymbolsEqual(t *testing.T) {
	a, b := resource.SymbolFor("account", "a").Text, resource.SymbolFor("account", "b").Text
	for _, test := range []struct {
		x, y         string
		equal, known bool
	}{
		{a, a, true, true},
		{"arn:" + a + ":root", "arn:" + a + ":root", true, true},
		{a, b, false, false},
		{a, "111122223333", false, false},
		{"x" + a, "y" + a, false, true},
		{a + ":root", a + ":user", false, true},
		{a + ":root", b + ":user", false, false},
		{a, a + ":root", false, true},
		{a, a + b, false, false},
		{"", a, false, false},
		{"", "", true, true},
		{"ä" + a, "ö" + a, false, true},
	} {
		for _, swapped := range []bool{false, true} {
			x, y := resource.Symbol{Text: test.x}, resource.Symbol{Text: test.y}
			if swapped {
				x, y = y, x
			}
			if equal, known := x.Equal(y); equal != test.equal || known != test.known {
				t.Errorf("%q, %q: got %v, %v", x.Text, y.Text, equal, known)
			}
		}
	}
}

func TestSymbolOf(t *testing.T) {
	symbol := resource.SymbolFor("account", "a")
	unknown := cty.UnknownVal(cty.String)
	for _, test := range []struct {
		v    cty.Value
		want string
		ok   bool
	}{
		{cty.StringVal("x"), "x", true},
		{cty.StringVal("x").Mark(symbol), "x", true},
		{unknown.Mark(symbol), symbol.Text, true},
		{unknown, "", false},
		{unknown.Mark(symbol).Mark(resource.SymbolFor("account", "b")), "", false},
		{cty.DynamicVal.Mark(symbol), "", false},
		{cty.UnknownVal(cty.Bool).Mark(symbol), "", false},
		{cty.NullVal(cty.String), "", false},
		{cty.StringVal(symbol.Text), "", false},
		{unknown.Mark(resource.Symbol{Text: resource.Gap().Text + "/a"}), resource.Gap().Text + "/a", false},
	} {
		got, ok := resource.SymbolOf(test.v)
		if got.Text != test.want || ok != test.ok {
			t.Errorf("%#v: got %q, %v", test.v, got.Text, ok)
		}
	}
}

func TestSymbolRender(t *testing.T) {
	symbol := resource.Symbol{Text: "arn:" + resource.SymbolFor("partition", "a").Text + ":iam::" + resource.SymbolFor("account", "a").Text + ":root"}
	got, ok := symbol.Render(func(setting, identity string) (string, bool) { return setting + "-" + identity, true })
	if want := "arn:partition-a:iam::account-a:root"; got != want || !ok {
		t.Errorf("got %q, %v", got, ok)
	}
	if got, ok := symbol.Render(func(setting, _ string) (string, bool) { return "", setting == "partition" }); ok {
		t.Errorf("got %q", got)
	}
}

func TestWithoutSymbol(t *testing.T) {
	ref := resource.Ref{Address: "aws_kms_key.k"}
	v := cty.UnknownVal(cty.String).Mark(resource.SymbolFor("account", "a")).Mark(ref)
	if got := resource.WithoutSymbol(v); !got.RawEquals(cty.UnknownVal(cty.String).Mark(ref)) {
		t.Errorf("got %#v", got)
	}
}
