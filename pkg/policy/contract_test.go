package policy

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/policies"
)

// These tests hold every rule under policies/rules to docs/writing-rules.md §3. They find the rules by themselves.

func loadAll(t *testing.T) *Set {
	t.Helper()
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	profiles, err := readProfiles(policies.FS)
	if err != nil || len(profiles) == 0 {
		t.Fatal("no profiles", err)
	}
	options := Options{FS: policies.FS, Hardening: true, Concepts: catalogue.Concepts(), Yields: sync.OnceValues(catalogue.Yields), CheckTypes: true}
	for _, p := range profiles {
		options.Profiles = append(options.Profiles, p.Name)
	}
	set, err := Load(options)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.rules) == 0 {
		t.Fatal("no rules found")
	}
	return set
}

func libModules(t *testing.T) map[string]*ast.Module {
	t.Helper()
	sources, err := findSources(policies.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := splitLib(sources)
	parsed, err := parseLib(lib)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.modules
}

// Metadata names obligations and concepts that there are, and reads is what the body reads.
func TestRuleContract(t *testing.T) {
	set, lib := loadAll(t), libModules(t)
	for _, r := range set.rules {
		t.Run(r.ID, func(t *testing.T) {
			if err := set.checkUserRule(r, lib); err != nil {
				t.Error(err)
			}
			if r.raw {
				t.Error("input.resources is for user policies: add what is missing to the catalogue")
			}
			if strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Why, ".") {
				t.Error("METADATA: the title is a phrase without a full stop, the description a sentence with one")
			}
		})
	}
}

// A rule is rules/<obligation>/<rule>/, with the rule, its test and its examples, and package = path.
func TestRuleFolders(t *testing.T) {
	set := loadAll(t)
	byFile := map[string]*rule{}
	for _, r := range set.rules {
		byFile[r.file] = r
	}
	folders := map[string][]string{}
	err := fs.WalkDir(policies.FS, "rules", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			folders[path.Dir(name)] = append(folders[path.Dir(name)], path.Base(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder, files := range folders {
		t.Run(folder, func(t *testing.T) {
			name := path.Base(folder)
			want := []string{"examples.txtar", name + ".rego", name + "_test.rego"}
			if missing, extra := diffStrings(want, files); len(missing)+len(extra) > 0 {
				t.Errorf("missing %v, superfluous %v", missing, extra)
			}
			r := byFile[path.Join(folder, name+".rego")]
			if r == nil {
				t.Fatal("no rule found")
			}
			id := strings.ReplaceAll(strings.TrimPrefix(folder, "rules/"), "_", "-")
			if r.ID != id {
				t.Errorf("the package makes it %s", r.ID)
			}
		})
	}
}

var update = flag.Bool("update", false, "format policies/**/*.rego")

// Every .rego file is formatted as opa fmt does.
func TestRegoFormat(t *testing.T) {
	for name, text := range regoFiles(t) {
		formatted, err := format.SourceWithOpts(name, []byte(text), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Equal(formatted, []byte(text)) {
			continue
		}
		if *update {
			if err := os.WriteFile(filepath.Join("../../policies", name), formatted, 0o644); err != nil {
				t.Error(err)
			}
			continue
		}
		t.Errorf("policies/%s is not formatted: run opa fmt, or go test ./pkg/policy -run TestRegoFormat -update", name)
	}
}

func regoFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".rego") {
			return err
		}
		text, err := fs.ReadFile(policies.FS, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The rules' own tests, through OPA's test runner. Every rule and every file of lib that defines something has some.
func TestRego(t *testing.T) {
	modules := map[string]*ast.Module{}
	tested := map[string]int{}
	for name, text := range regoFiles(t) {
		module, err := parse(source{name: name, text: text}, false)
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = module
	}
	ctx := context.Background()
	store := inmem.New()
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities())
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(store).SetModules(modules)
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(ctx, txn)
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		t.Fatal(err)
	}
	for result := range results {
		tested[result.Location.File]++
		if !result.Pass() {
			t.Errorf("%s: %s: %v", result.Location, result.Name, result)
		}
	}
	for name := range modules {
		test := strings.TrimSuffix(name, ".rego") + "_test.rego"
		if !strings.HasSuffix(name, "_test.rego") && tested[test] == 0 {
			t.Errorf("policies/%s has no tests in %s", name, path.Base(test))
		}
	}
}

// The files of lib are one package: a name that two of them define would be one function with the bodies of both.
func TestLibNames(t *testing.T) {
	files := map[string]string{}
	modules := libModules(t)
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		for _, rule := range modules[file].Rules {
			name := headName(rule)
			if other, ok := files[name]; ok && other != file {
				t.Errorf("policies/%s and policies/%s both define %s", other, file, name)
			}
			files[name] = file
		}
	}
}
