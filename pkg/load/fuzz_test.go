package load

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/tools/txtar"
)

// FuzzModule decodes the same bytes as configuration and as an override, in both syntaxes, and walks what comes out: nothing
// may panic, and what went unread must have a diagnostic.
func FuzzModule(f *testing.F) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if isConfig(filepath.Base(file.Name)) && len(file.Data) > 0 {
				f.Add(file.Data, string(file.Data))
			}
		}
	}
	f.Add([]byte("\ufeff"), `{"resource": {"a": {"b": [{"lifecycle": [{"ignore_changes": ["${x"]}]}]}}}`)
	f.Add([]byte("variable \"x\" { type = object({a=optional(string, [1])}) }"), `[]`)
	f.Add([]byte("module \"m\" { providers = { a.b.c = d, \"e.f\" = \"${g}\" } }"), `{"module": {"m": {"providers": {"": ""}}}}`)
	f.Fuzz(func(t *testing.T, native []byte, json string) {
		files := []*file{
			configFile("a.tf", native), configFile("a.tf.json", []byte(json)),
			configFile("a_override.tf", native), configFile("b_override.tf.json", []byte(json)),
		}
		m := decodeModule(".", files, nil)
		if len(m.Unread) > 0 && !m.Diagnostics.HasErrors() {
			t.Errorf("unread without a diagnostic: %v", m.Unread)
		}
		tree := &Tree{Base: "/", modules: map[string]*Module{".": m}}
		tree.findRoots([]string{"."}, nil)
		if len(tree.Roots) != 1 {
			t.Errorf("%d roots", len(tree.Roots))
		}
		for _, r := range m.Resources {
			if _, _, diags := r.Config.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "a"}}}); diags == nil {
				continue
			}
			r.Config.MissingItemRange()
		}
	})
}

func TestParsable(t *testing.T) {
	long := make([]byte, 0, 3*maxOperators)
	for range maxOperators {
		long = append(long, "1+\n"...)
	}
	tests := []struct {
		name string
		src  string
		json bool
		ok   bool
	}{
		{"many short expressions", string(long), false, true},
		{"one long expression", "[" + string(long) + "+1]", false, false},
		{"brackets side by side", stringsOf("[]", 5000), false, true},
		{"brackets inside each other", stringsOf("[", 1001), false, false},
		{"JSON strings with dashes", stringsOf(`"--",`, 300_000), true, true},
		{"a latin letter", "# caf\xe9", false, false},
	}
	for _, tt := range tests {
		if err := parsable([]byte(tt.src), tt.json); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func stringsOf(s string, n int) string {
	b := make([]byte, 0, len(s)*n)
	for range n {
		b = append(b, s...)
	}
	return string(b)
}

// TestDeepestAllowed parses what parsable just lets through: the parser's stack must hold it.
func TestDeepestAllowed(t *testing.T) {
	for _, src := range []string{
		"locals {\n x = " + stringsOf("[", maxDepth-1) + stringsOf("]", maxDepth-1) + "\n}\n",
		"locals {\n x = " + stringsOf("!", maxOperators-2) + "true\n}\n",
		"locals {\n x = 1" + stringsOf("+1", maxOperators-2) + "\n}\n",
		"locals {\n x = true" + stringsOf(" ? 1 : true", maxOperators/4) + " ? 1 : 2\n}\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
		tree, err := Load(Options{Base: dir})
		if err != nil {
			t.Fatal(err)
		}
		m := tree.Module(".")
		if len(m.Unread) > 0 || m.Locals["x"] == nil {
			t.Errorf("%.40q: %v", src, m.Diagnostics)
			continue
		}
		m.Locals["x"].Expr.Variables()
		_, _ = m.Locals["x"].Expr.Value(nil) // only its stack is of interest
	}
}
