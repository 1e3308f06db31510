package load_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/baalint/baalint/pkg/load"
)

// generate writes modules of ten files of ten resources each, and a root that calls them all.
func generate(b *testing.B, modules int) (dir string, contents []string) {
	b.Helper()
	dir = b.TempDir()
	var calls strings.Builder
	for m := range modules {
		fmt.Fprintf(&calls, "module \"m%d\" {\n  source = \"./modules/m%d\"\n  days   = %d\n}\n", m, m, m)
		for f := range 10 {
			var text strings.Builder
			fmt.Fprintf(&text, "variable \"v%d\" {\n  type    = number\n  default = 35\n}\n", f)
			for r := range 10 {
				fmt.Fprintf(&text, "resource \"aws_db_instance\" \"r%d_%d\" {\n  identifier              = \"clinic-%d-${var.v%d}\"\n"+
					"  storage_encrypted       = true\n  kms_key_id              = aws_kms_key.k[%d].arn\n  backup_retention_period = var.v%d\n"+
					"  tags = {\n    phi = \"yes\"\n  }\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n", f, r, r, f, r, f)
			}
			write(b, filepath.Join(dir, "modules", fmt.Sprintf("m%d", m), fmt.Sprintf("f%d.tf", f)), text.String())
			contents = append(contents, text.String())
		}
	}
	write(b, filepath.Join(dir, "main.tf"), calls.String())
	return dir, append(contents, calls.String())
}

// BenchmarkLoad reads a tree of 601 files and 6,000 resources.
func BenchmarkLoad(b *testing.B) {
	dir, _ := generate(b, 60)
	b.ReportAllocs()
	for b.Loop() {
		tree, err := load.Load(load.Options{Base: dir})
		if err != nil || len(tree.Roots) != 1 || len(tree.Modules()) != 61 {
			b.Fatal(err, len(tree.Roots), len(tree.Modules()))
		}
	}
}

// BenchmarkParseOnly parses the same files one after the other and does nothing else with them.
func BenchmarkParseOnly(b *testing.B) {
	_, contents := generate(b, 60)
	b.ReportAllocs()
	for b.Loop() {
		for _, content := range contents {
			if _, diags := hclsyntax.ParseConfig([]byte(content), "x.tf", hcl.InitialPos); diags.HasErrors() {
				b.Fatal(diags)
			}
		}
	}
}

// BenchmarkLoadSmall reads one module of ten files.
func BenchmarkLoadSmall(b *testing.B) {
	dir, _ := generate(b, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load.Load(load.Options{Base: dir, Dirs: []string{"modules/m0"}}); err != nil {
			b.Fatal(err)
		}
	}
}
