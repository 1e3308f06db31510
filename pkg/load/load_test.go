package load_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/load"
)

var update = flag.Bool("update", false, "rewrite want.txt in testdata")

// TestLoad loads each testdata archive and compares what was understood with its want.txt. A file named options holds one
// option a line: dir, var, var-file or env, and its value; "base" moves the base into a folder of the archive.
func TestLoad(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			want := -1
			opts := load.Options{Base: dir}
			for i, file := range archive.Files {
				switch file.Name {
				case "want.txt":
					want = i
				case "options":
					readOptions(t, &opts, string(file.Data))
				default:
					write(t, filepath.Join(dir, file.Name), string(file.Data))
				}
			}
			tree, err := load.Load(opts)
			var got string
			if err != nil {
				got = "error: " + strings.ReplaceAll(err.Error(), dir, "TMP") + "\n"
			} else {
				got = describe(tree)
			}
			if *update {
				if want < 0 {
					want = len(archive.Files)
					archive.Files = append(archive.Files, txtar.File{Name: "want.txt"})
				}
				archive.Files[want].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want < 0 {
				t.Fatal("no want.txt: run with -update")
			}
			if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func readOptions(t *testing.T, opts *load.Options, lines string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		option, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch option {
		case "base":
			opts.Base = filepath.Join(opts.Base, value)
		case "dir":
			opts.Dirs = append(opts.Dirs, value)
		case "var":
			opts.Settings = append(opts.Settings, load.Setting{Var: value})
		case "var-file":
			opts.Settings = append(opts.Settings, load.Setting{File: value})
		case "env":
			opts.Environ = append(opts.Environ, value)
		default:
			t.Fatalf("unknown option %q", option)
		}
	}
}

func write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// describe writes everything that a tree says, sorted.
func describe(tree *load.Tree) string {
	var b strings.Builder
	for _, root := range tree.Roots {
		fmt.Fprintf(&b, "root %s workspace=%s\n", root.Module.Dir, root.Workspace)
		for _, name := range slices.Sorted(maps.Keys(root.Values)) {
			value := root.Values[name]
			if value.Raw != nil {
				fmt.Fprintf(&b, "  value %s = %q from %s\n", name, *value.Raw, value.From)
				continue
			}
			v, diags := value.Expr.Value(nil)
			fmt.Fprintf(&b, "  value %s = %#v from %s at %s %v\n", name, v, value.From, value.Range, diags)
		}
		for _, provider := range slices.Sorted(maps.Keys(root.Locked)) {
			fmt.Fprintf(&b, "  locked %s: %s\n", provider, root.Locked[provider])
		}
		for _, key := range slices.Sorted(maps.Keys(root.Installed)) {
			fmt.Fprintf(&b, "  installed %s: %s\n", key, root.Installed[key])
		}
		for _, name := range slices.Sorted(maps.Keys(root.Module.Calls)) {
			dir, ok := tree.CallDir(root, root.Module, name, root.Module.Calls[name].Source)
			fmt.Fprintf(&b, "  call %s runs %q %v, found %v\n", name, dir, ok, ok && tree.Module(dir) != nil)
		}
		diagnostics(&b, root.Diagnostics)
	}
	for _, m := range tree.Modules() {
		module(&b, tree, m)
	}
	return b.String()
}

func diagnostics(b *strings.Builder, diags hcl.Diagnostics) {
	for _, d := range diags {
		kind, place := "error", "nowhere"
		if d.Severity == hcl.DiagWarning {
			kind = "warning"
		}
		if d.Subject != nil {
			place = d.Subject.String()
		}
		fmt.Fprintf(b, "  %s at %s: %s; %s\n", kind, place, d.Summary, d.Detail)
	}
}

func module(b *strings.Builder, tree *load.Tree, m *load.Module) {
	text := func(expr hcl.Expression) string {
		if expr == nil {
			return "-"
		}
		r := expr.Range()
		return strings.Join(strings.Fields(string(r.SliceBytes(tree.Sources()[r.Filename]))), " ")
	}
	fmt.Fprintf(b, "module %s\n  files %v\n", m.Dir, m.Files)
	if len(m.Unread) > 0 {
		fmt.Fprintf(b, "  unread %v\n", m.Unread)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Required)) {
		r := m.Required[name]
		fmt.Fprintf(b, "  required %s source=%q version=%q aliases=%v at %s\n", name, r.Source, r.Version, r.Aliases, r.DeclRange)
	}
	for _, key := range slices.Sorted(maps.Keys(m.Providers)) {
		p := m.Providers[key]
		fmt.Fprintf(b, "  provider %s name=%s alias=%q at %s: %s\n", key, p.Name, p.Alias, p.DeclRange, body(p.Config, text))
	}
	for _, name := range slices.Sorted(maps.Keys(m.Variables)) {
		v := m.Variables[name]
		fmt.Fprintf(b, "  variable %s: %s defaults=%v default=%s nullable=%v sensitive=%v ephemeral=%v at %s\n", name,
			typeexpr.TypeString(v.Type), v.Defaults != nil, text(v.Default), v.Nullable, v.Sensitive, v.Ephemeral, v.DeclRange)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Locals)) {
		fmt.Fprintf(b, "  local %s = %s at %s\n", name, text(m.Locals[name].Expr), m.Locals[name].Range)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Outputs)) {
		o := m.Outputs[name]
		fmt.Fprintf(b, "  output %s = %s sensitive=%v ephemeral=%v\n", name, text(o.Value), o.Sensitive, o.Ephemeral)
	}
	for _, key := range slices.Sorted(maps.Keys(m.Resources)) {
		r := m.Resources[key]
		fmt.Fprintf(b, "  %s %s count=%s for_each=%s provider=%q ignore=%v prevent=%v at %s body %s: %s\n", r.Kind, key, text(r.Count),
			text(r.ForEach), r.Provider, r.IgnoreChanges, r.PreventDestroy, r.DeclRange, r.BodyRange, body(r.Config, text))
	}
	for _, name := range slices.Sorted(maps.Keys(m.Calls)) {
		c := m.Calls[name]
		arguments := make([]string, 0, len(c.Arguments))
		for _, argument := range slices.Sorted(maps.Keys(c.Arguments)) {
			arguments = append(arguments, argument+"="+text(c.Arguments[argument].Expr))
		}
		fmt.Fprintf(b, "  module call %s source=%q version=%q count=%s for_each=%s providers=%v body %s: %v\n", name, c.Source, c.Version,
			text(c.Count), text(c.ForEach), c.Providers, c.BodyRange, arguments)
	}
	diagnostics(b, m.Diagnostics)
}

// body shows the arguments a and b and the blocks rule and copy of a body, by a schema, as a provider's would be used.
func body(config hcl.Body, text func(hcl.Expression) string) string {
	schema := &hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: "a"}, {Name: "b"}},
		Blocks:     []hcl.BlockHeaderSchema{{Type: "rule"}, {Type: "copy"}, {Type: "dynamic", LabelNames: []string{"type"}}},
	}
	content, _, diags := config.PartialContent(schema)
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(content.Attributes)) {
		parts = append(parts, name+"="+text(content.Attributes[name].Expr))
	}
	for _, block := range content.Blocks {
		inner, _ := block.Body.JustAttributes()
		var arguments []string
		for _, name := range slices.Sorted(maps.Keys(inner)) {
			arguments = append(arguments, name+"="+text(inner[name].Expr))
		}
		parts = append(parts, fmt.Sprintf("%s%v%v", block.Type, block.Labels, arguments))
	}
	if diags.HasErrors() {
		parts = append(parts, diags.Error())
	}
	return strings.Join(parts, " ")
}

func TestBOM(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), "\ufeffvariable \"a\" {\r\n  default = 1\r\n}\r\n")
	write(t, filepath.Join(dir, "more.tf.json"), "\ufeff{\"variable\": {\"b\": {\"default\": 2}}}")
	write(t, filepath.Join(dir, "terraform.tfvars"), "\ufeffa = 3\r\n")
	tree, err := load.Load(load.Options{Base: dir})
	if err != nil {
		t.Fatal(err)
	}
	m := tree.Roots[0].Module
	if len(m.Variables) != 2 || len(m.Diagnostics) > 0 || tree.Roots[0].Values["a"].Expr == nil {
		t.Errorf("variables %v, values %v, diagnostics %v", m.Variables, tree.Roots[0].Values, m.Diagnostics)
	}
	if got := m.Variables["a"].DeclRange.String(); got != "main.tf:1,1-13" && got != "main.tf:1,2-14" {
		t.Errorf("declared at %s", got)
	}
}

func TestUnread(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "good.tf"), "variable \"a\" {}\n")
	write(t, filepath.Join(dir, "latin.tf"), "# caf\xe9\n")
	write(t, filepath.Join(dir, "deep.tf"), "locals { x = "+strings.Repeat("[", 1<<20)+"\n}")
	write(t, filepath.Join(dir, "chain.tf"), "locals { x = "+strings.Repeat("!", 1<<20)+"true\n}")
	write(t, filepath.Join(dir, "broken.tf.json"), "{")
	write(t, filepath.Join(dir, "big.tf"), strings.Repeat("#\n", 17<<20))
	if err := os.MkdirAll(filepath.Join(dir, "target"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("target", filepath.Join(dir, "linked.tf")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "dangling.tf")); err != nil {
		t.Fatal(err)
	}
	tree, err := load.Load(load.Options{Base: dir})
	if err != nil {
		t.Fatal(err)
	}
	m := tree.Module(".")
	want := []string{"big.tf", "broken.tf.json", "chain.tf", "dangling.tf", "deep.tf", "latin.tf", "linked.tf"}
	if diff := cmp.Diff(want, m.Unread); diff != "" {
		t.Error(diff)
	}
	if m.Variables["a"] == nil {
		t.Error("the good file is lost")
	}
	for _, d := range m.Diagnostics {
		if d.Subject == nil || strings.Contains(d.Detail, dir) {
			t.Errorf("diagnostic without a place, or with an absolute path: %v", d)
		}
	}
}

func TestLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, filepath.Join(outside, "secret.tf"), "variable \"secret\" {}\n")
	write(t, filepath.Join(dir, "live", "main.tf"), "variable \"a\" {}\n")
	for name, target := range map[string]string{"live/loop": "..", "again": "live", "away": outside} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := load.Load(load.Options{Base: dir})
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Roots) != 1 || tree.Roots[0].Module.Dir != "live" {
		t.Errorf("roots: %s", describe(tree))
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "secret"), "no")
	write(t, filepath.Join(dir, "repo", ".git", "config"), "")
	write(t, filepath.Join(dir, "repo", "policy.json"), "{}")
	write(t, filepath.Join(dir, "repo", "infra", "main.tf"), "")
	write(t, filepath.Join(dir, "repo", "infra", "sub", "a.txt"), "a")
	write(t, filepath.Join(dir, "repo", "big"), strings.Repeat("x", 16<<20+1))
	for name, target := range map[string]string{"out": "../../secret", "in": "../policy.json", "outdir": "../..", "dangling": "gone"} {
		if err := os.Symlink(target, filepath.Join(dir, "repo", "infra", name)); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := load.Load(load.Options{Base: filepath.Join(dir, "repo", "infra")})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, want, fault string }{
		{"main.tf", "", ""},
		{"sub/../sub/a.txt", "a", ""},
		{"../policy.json", "{}", ""},
		{"in", "{}", ""},
		{filepath.Join(dir, "repo", "policy.json"), "{}", ""},
		{"../../secret", "", "outside"},
		{"../../../../../../../../etc/passwd", "", "outside"},
		{"/etc/passwd", "", "outside"},
		{"out", "", "outside"},
		{"outdir/secret", "", "outside"},
		{"gone", "", "no such file"},
		{"dangling", "", "no such file"},
		{"sub", "", "is a directory"},
		{"../big", "", "larger than 16 MiB"},
		{"", "", "is a directory"},
		{"nul\x00byte", "", "invalid argument"},
	}
	for _, tt := range tests {
		got, err := tree.ReadFile(tt.name)
		if tt.fault == "" && (err != nil || string(got) != tt.want) {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
		if tt.fault != "" && (err == nil || !strings.Contains(err.Error(), tt.fault)) {
			t.Errorf("%s: %v instead of %q", tt.name, err, tt.fault)
		}
	}
	files, err := tree.Files(".")
	if diff := cmp.Diff([]string{"in", "main.tf", "sub/a.txt"}, files); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, name := range []string{"../..", "outdir", "gone"} {
		if _, err := tree.Files(name); err == nil {
			t.Errorf("%s: listed", name)
		}
	}
}

func TestOutsideOfBase(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "work", "x.txt"), "")
	write(t, filepath.Join(dir, "other", "main.tf"), "variable \"a\" {}\n")
	write(t, filepath.Join(dir, "other", "key.pub"), "key")
	tree, err := load.Load(load.Options{Base: filepath.Join(dir, "work"), Dirs: []string{"../other"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Roots) != 1 || tree.Roots[0].Module.Dir != "../other" || tree.Roots[0].Module.Files[0] != "../other/main.tf" {
		t.Errorf("roots: %s", describe(tree))
	}
	if got, err := tree.ReadFile("../other/key.pub"); err != nil || !bytes.Equal(got, []byte("key")) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestNoModule(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "readme.txt"), "")
	tree, err := load.Load(load.Options{Base: dir})
	if err != nil || len(tree.Roots) != 0 || len(tree.Modules()) != 0 {
		t.Errorf("%v, %v", tree, err)
	}
	if tree.Module(".") != nil || tree.Module("gone") != nil || tree.Module("../../..") != nil {
		t.Error("a module where there are no files")
	}
}
