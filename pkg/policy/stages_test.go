package policy

import (
	"fmt"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/policies"
)

// The stages that a run leaves out would leave every rule as it is.
func TestIdleStages(t *testing.T) {
	all := compiled(t, newCompiler(map[string]any{}))
	for at, text := range compiled(t, newCompiler(nil)) {
		if all[at] != text {
			t.Errorf("%s: write the expressions in the order in which they can be evaluated, without print, with and template strings; "+
				"OPA makes of\n%s\nthis:\n%s", at, text, all[at])
		}
	}
}

// compiled compiles all rules and all of lib, and gives the text of each rule by its place.
func compiled(t *testing.T, compiler *ast.Compiler) map[string]string {
	t.Helper()
	sources, err := findSources(policies.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*ast.Module{}
	for _, src := range sources {
		if modules[src.name], err = parse(src, true); err != nil {
			t.Fatal(err)
		}
	}
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	texts := map[string]string{}
	for _, module := range compiler.Modules {
		for i, rule := range module.Rules {
			texts[fmt.Sprintf("%s (rule %d)", rule.Location, i)] = rule.String()
		}
	}
	return texts
}
