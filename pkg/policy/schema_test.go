package policy

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/policies"
)

// OPA takes the published schema, as opa check --schema would.
func TestPublishedSchema(t *testing.T) {
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{"encrypted": "", "encrypt": "undefined ref: input.store[_].encrypt\n"} {
		module, err := parse(source{name: "a.rego", text: "package a\n\nfound if input.store[_]." + field}, false)
		if err != nil {
			t.Fatal(err)
		}
		compiler := newCompiler(InputSchema(catalogue.Concepts()))
		compiler.Compile(map[string]*ast.Module{"a.rego": module})
		if got := compiler.Errors.Error(); compiler.Failed() != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %q", field, got, want)
		}
	}
}
