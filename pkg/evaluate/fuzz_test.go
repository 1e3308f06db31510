package evaluate_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
)

// FuzzEvaluate evaluates a module of one file. Whatever it holds, there must be a result, and soon, and shares must not change it.
func FuzzEvaluate(f *testing.F) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	more, err := filepath.Glob("../../testdata/conformance/configurations/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, archive := range append(archives, more...) {
		a, err := txtar.ParseFile(archive)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			switch filepath.Ext(file.Name) {
			case ".tf":
				f.Add(file.Data, false)
			case ".json":
				f.Add(file.Data, true)
			}
		}
	}
	set := schemas(f)
	f.Fuzz(func(t *testing.T, src []byte, isJSON bool) {
		name := "main.tf"
		if isJSON {
			name = "main.tf.json"
		}
		opts := evaluate.Options{Schemas: set, Symbols: symbols(t), MaxInstances: 100}
		tree := extract(t, &txtar.Archive{Files: []txtar.File{{Name: name, Data: src}}}, &opts)
		start := time.Now()
		result := evaluate.Resources(tree, opts)
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %s", took)
		}
		want := render(result)
		if shared, ok := evaluate.InShares(tree, opts, 2); ok {
			if diff := cmp.Diff(want, render(shared)); diff != "" {
				t.Errorf("in shares: -want +got:\n%s", diff)
			}
		}
	})
}
