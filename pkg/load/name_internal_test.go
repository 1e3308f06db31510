package load

import (
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestValidName(t *testing.T) {
	for _, name := range []string{
		"", "a", "A", "z9", "a_b-1", "_a", "-a", "1a", "a b", "a.b", "a\n", "é", "aé", "aé1", "a\u0301", "for", "null", "\xff", "a\xff",
	} {
		if got, want := validName(name), hclsyntax.ValidIdentifier(name); got != want {
			t.Errorf("%q: %v, HCL says %v", name, got, want)
		}
	}
}
