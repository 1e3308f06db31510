package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

func TestPointsOf(t *testing.T) {
	for text, want := range map[string][]string{
		`fail contains lib.at(store, "key", "is bad") if { some store in input.store }`: {"key"},
		`missing contains lib.related(lib.at(store, "", "is bad"), []) if { some store in input.store }

open contains lib.at(store, "tags", "may be bad") if { some store in input.store }`: {"", "tags"},
		`fail contains lib.at(fact, field, "is bad") if { some field, fact in input.share }`: {"*"},
		`met contains store.id if { some store in input.store }`:                             {""},
	} {
		module, err := ast.ParseModule("rule.rego", "package rules.a.b\n\nimport data.lib\n\n"+text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, pointsOf(module)); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}
