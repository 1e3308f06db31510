package policy

import (
	"strings"
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
		for imports, name := range map[string]string{
			"import data.lib": "lib.at(", "import data.lib as common": "common.at(", "import data.lib.at as place": "place(", "import input.store": "data.lib.at(",
		} {
			text := strings.ReplaceAll(text, "lib.at(", name)
			module, err := ast.ParseModule("rule.rego", "package rules.a.b\n\n"+imports+"\n\n"+text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, pointsOf(module)); diff != "" {
				t.Errorf("%s\n%s\n%s", imports, text, diff)
			}
		}
	}
}
