package fact

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/baalint/baalint/policies"
)

// TestDeclarations holds what is read of concepts.hcl against what HCL reads.
func TestDeclarations(t *testing.T) {
	source, err := policies.FS.ReadFile("catalogue/concepts.hcl")
	if err != nil {
		t.Fatal(err)
	}
	got, ok := declarations(string(source))
	if !ok {
		t.Fatal("concepts.hcl is written in a way that HCL alone reads, which every run has to wait for")
	}
	want, err := decodeConcepts(source, "concepts.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Concept{})); diff != "" {
		t.Error(diff)
	}
}

// TestDeclarationsOfHCL: what is written otherwise is left to HCL.
func TestDeclarationsOfHCL(t *testing.T) {
	for _, source := range []string{
		"concept \"a\" {\n", "concept a {\n}\n", "resource \"a\" {\n}\n", "concept \"a\" \"b\" {\n}\n", "concept \"a\" { # why\n}\n", "concept \"a\" {\n} }\n", "}\n",
		"concept \"a\" {\n  name = \"x\"\n}\n", "concept \"a\" {\n  meaning = \"${x}\"\n}\n", "concept \"a\" {\n  meaning = \"\\n\"\n}\n",
		"concept \"a\" {\n  field \"b\" {\n    typ = \"x\"\n  }\n}\n", "concept \"a\" {\n  field \"b\" {\n    type = bool\n  }\n}\n",
		"concept \"a\" {\n  field \"b\" { type = \"bool\" } # why\n}\n", "concept \"a\" {\n  field \"b\" {\n    of = []\n  }\n}\n",
		"concept \"a\" {\n  field \"b\" {\n    of = [\n      \"c\",\n    ]\n  }\n}\n", "/* why */\n",
		"concept \"a\" {\n  meaning = \"x\"\n  meaning = \"y\"\n}\n", "concept \"a\" {\n  field \"b\" {\n    of = [\"c\"]\n    of = [\"d\"]\n  }\n}\n",
	} {
		if all, ok := declarations(source); ok {
			t.Errorf("%s: got %v", source, all)
		}
	}
}
