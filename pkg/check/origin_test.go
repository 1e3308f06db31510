package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
)

// TestOrigins traces the value of the attribute "encrypted" of a resource to the lines that it comes from.
func TestOrigins(t *testing.T) {
	const files = `
-- main.tf --
variable "given" {}
variable "unset" {
  default = false
}
module "a" {
  source = "./a"
  for_each = toset(local.names)
  on     = local.on
  each   = each.value
}
locals {
  on    = var.given || module.b.out
  names = ["x"]
  loop  = local.other
  other = local.loop
}
module "b" {
  source = "./b"
}
resource "r" "own" {
  size      = local.names
  encrypted = r.other.encrypted
}
resource "r" "other" {
  encrypted = var.unset
}
resource "r" "loop" {
  encrypted = local.loop
}
resource "r" "counted" {
  count     = var.unset ? 1 : 0
  encrypted = false
}
module "self" {
  source = "./"
}
resource "r" "self" {
  encrypted = module.self.deep
}
output "deep" {
  value = module.self.deep
}
resource "r" "prefixed" {
  encrypted = resource.r.other.encrypted
}
-- terraform.tfvars --
given = false
-- other.tfvars --
given = true
-- a/main.tf --
variable "on" {}
variable "each" {}
resource "r" "v" {
  encrypted = var.on
  block {
    encrypted = var.each
  }
}
-- minified.tf.json --
{"resource":{"r":{"ja":{"encrypted":"${var.given}"},"jb":{"encrypted":"${local.x}"},"jc":{"encrypted":"${var.unset}","size":"${local.on}"}}},"locals":{"x":"${local.names}"}}
-- b/main.tf --
output "out" {
  value = local.x
}
locals {
  x = false
}
`
	dir := t.TempDir()
	archive := txtar.Parse([]byte(files))
	for _, f := range archive.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := load.Load(load.Options{Base: dir, Dirs: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	tr, err := newTracer(tree, Options{Environments: []Environment{{Name: "other", Settings: []Setting{{File: "other.tfvars"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	tr.roots["."] = tree.Roots[slices.IndexFunc(tree.Roots, func(r *load.Root) bool { return r.Module.Dir == "." })]
	check := func(address string, p finding.Place, want []string) {
		t.Helper()
		origins := tr.origins(&finding.Finding{Root: ".", Address: address, Place: p})
		got := make([]string, 0, len(origins))
		for _, p := range origins {
			got = append(got, fmt.Sprintf("%s:%d", p.File, p.Line))
		}
		slices.SortFunc(got, strings.Compare)
		if d := cmp.Diff(append([]string{}, want...), slices.Compact(got)); d != "" {
			t.Errorf("%s: %s", address, d)
		}
	}
	for _, c := range []struct {
		address, file string
		line          int
		want          []string
	}{
		{`module.a["x"].r.v`, "a/main.tf", 4, []string{"a/main.tf:1", "b/main.tf:2", "b/main.tf:5", "main.tf:1", "main.tf:12", "main.tf:8",
			"other.tfvars:1", "terraform.tfvars:1"}},
		{`module.a["x"].r.v`, "a/main.tf", 6, []string{"a/main.tf:2", "main.tf:13", "main.tf:9"}},
		{"r.own", "main.tf", 22, []string{"main.tf:2", "main.tf:25", "main.tf:3"}},
		{"r.own", "main.tf", 20, nil},
		{"r.prefixed", "main.tf", 44, []string{"main.tf:2", "main.tf:25", "main.tf:3"}},
		{"r.loop", "main.tf", 28, []string{"main.tf:14", "main.tf:15"}},
		{"r.counted", "main.tf", 30, []string{"main.tf:2", "main.tf:3"}},
		{"r.gone", "gone.tf", 1, nil},
		{"module.gone.r.x", "main.tf", 22, nil},
	} {
		check(c.address, finding.Place{File: c.file, Line: c.line, Column: 1, EndLine: c.line}, c.want)
	}
	_, minified, _ := strings.Cut(files, "-- minified.tf.json --\n")
	for _, c := range []struct {
		address, value string
		want           []string
	}{
		{"r.ja", `"${var.given}"`, []string{"main.tf:1", "other.tfvars:1", "terraform.tfvars:1"}},
		{"r.jb", `"${local.x}"`, []string{"main.tf:13", "minified.tf.json:1"}},
		{"r.jc", `"${var.unset}"`, []string{"main.tf:2", "main.tf:3"}},
	} {
		at := strings.Index(minified, c.value) + 1
		check(c.address, finding.Place{File: "minified.tf.json", Line: 1, Column: at, EndLine: 1, EndColumn: at + len(c.value)}, c.want)
	}
	// A module that calls itself ends somewhere.
	tr.origins(&finding.Finding{Root: ".", Address: "r.self", Place: finding.Place{File: "main.tf", Line: 37, Column: 1, EndLine: 37}})
}
