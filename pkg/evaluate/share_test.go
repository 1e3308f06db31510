package evaluate_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/load"
)

// TestShares holds that evaluating a root in shares gives what one run gives, for all that the other tests evaluate.
func TestShares(t *testing.T) {
	set, shared, all := schemas(t), 0, 0
	check := func(t *testing.T, tree *load.Tree, opts evaluate.Options) {
		t.Helper()
		want := render(evaluate.Resources(tree, opts))
		for _, shares := range []int{2, 3, 16} {
			got, ok := evaluate.InShares(tree, opts, shares)
			if all++; !ok {
				continue
			}
			shared++
			if diff := cmp.Diff(want, render(got)); diff != "" {
				t.Errorf("%d shares: -want +got:\n%s", shares, diff)
			}
		}
	}
	for _, archives := range []string{"testdata/*.txtar", "../../testdata/conformance/configurations/*.txtar"} {
		for _, archive := range glob(t, archives) {
			t.Run(filepath.Base(archive), func(t *testing.T) {
				a, err := txtar.ParseFile(archive)
				if err != nil {
					t.Fatal(err)
				}
				opts := evaluate.Options{Schemas: set, Symbols: symbols(t)}
				check(t, extract(t, a, &opts), opts)
			})
		}
	}
	for _, dir := range glob(t, "../../testdata/estates/*") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			base, err := filepath.Abs(dir)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := load.Load(load.Options{Base: base})
			if err != nil {
				t.Fatal(err)
			}
			check(t, tree, evaluate.Options{Schemas: set, Symbols: symbols(t)})
		})
	}
	if shared < all/2 {
		t.Errorf("%d of %d could be evaluated in shares", shared, all)
	}
}

// TestLarge holds that a large root in which the order of the terms shows comes out as of one run: what of a circle is told. By their names the
// odd database comes before the odd topic, by their places after it; asked for first, it is seen to wait for itself.
func TestLarge(t *testing.T) {
	for name, more := range map[string]string{
		"clean":  "",
		"circle": "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_sns_topic\" \"t\" {\n  name = local.b\n}\n",
		"provider": "provider \"aws\" {\n  alias  = \"odd\"\n  region = aws_db_instance.odd.availability_zone\n}\n" +
			"resource \"aws_sns_topic\" \"odd\" {\n  provider = aws.odd\n}\nresource \"aws_db_instance\" \"odd\" {\n  provider = aws.odd\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			a := estate(400)
			a.Files = append(a.Files, txtar.File{Name: "more.tf", Data: []byte(more)})
			opts := evaluate.Options{Schemas: schemas(t)}
			tree := extract(t, a, &opts)
			want := render(evaluate.InOne(tree, opts))
			if diff := cmp.Diff(want, render(evaluate.Resources(tree, opts))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if _, ok := evaluate.InShares(tree, opts, 4); ok != (name == "clean") {
				t.Errorf("in shares: %t", ok)
			}
		})
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("nothing is called %s: %v", pattern, err)
	}
	return names
}
