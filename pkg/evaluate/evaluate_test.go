package evaluate_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/schema"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// symbols are those of the table that a run reads.
func symbols(tb testing.TB) (table evaluate.Symbols) {
	tb.Helper()
	data, err := os.ReadFile("../../policies/symbols.json")
	if err == nil {
		err = json.Unmarshal(data, &table)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return table
}

func schemas(tb testing.TB) *schema.Set {
	tb.Helper()
	set, err := schema.Open(os.DirFS("../../policies"), "schemas")
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// TestResources evaluates the files of each archive and compares what comes out with its file "want". The comment may begin with
// lines "env NAME=VALUE", "var NAME=VALUE", "dir NAME", "max NUMBER" and "noschema".
func TestResources(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	set := schemas(t)
	for _, archive := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(archive), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			opts := evaluate.Options{Schemas: set, Symbols: symbols(t)}
			got := render(evaluate.Resources(extract(t, a, &opts), opts))
			checkGolden(t, archive, a, "want", got)
		})
	}
}

// checkGolden compares with a file of an archive, or rewrites it.
func checkGolden(t *testing.T, path string, a *txtar.Archive, name, got string) {
	t.Helper()
	for i, file := range a.Files {
		if file.Name != name {
			continue
		}
		if *update {
			a.Files[i].Data = []byte(got)
			break
		}
		if diff := cmp.Diff(string(file.Data), got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		return
	}
	if !*update {
		t.Fatalf("%s has no file %q", path, name)
	}
	if last := a.Files[len(a.Files)-1]; last.Name != name {
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(got)})
	}
	if err := os.WriteFile(path, txtar.Format(a), 0o600); err != nil {
		t.Fatal(err)
	}
}

// extract writes the files of an archive to a directory and loads it.
func extract(tb testing.TB, a *txtar.Archive, opts *evaluate.Options) *load.Tree {
	tb.Helper()
	return loadTree(tb, unpack(tb, a), a, opts)
}

// loadTree loads the files of an archive from where they were unpacked.
func loadTree(tb testing.TB, base string, a *txtar.Archive, opts *evaluate.Options) *load.Tree {
	tb.Helper()
	options := load.Options{Base: base}
	for line := range strings.Lines(string(a.Comment)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "env":
			options.Environ = append(options.Environ, rest)
		case "var":
			options.Settings = append(options.Settings, load.Setting{Var: rest})
		case "dir":
			options.Dirs = append(options.Dirs, rest)
		case "max":
			opts.MaxInstances = atoi(tb, rest)
		case "noschema":
			opts.Schemas = nil
		}
	}
	tree, err := load.Load(options)
	if err != nil {
		tb.Fatal(err)
	}
	return tree
}
