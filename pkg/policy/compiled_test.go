package policy

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/policies"
)

// compiled.txt holds what OPA makes of the rules and of lib as they are.
func TestCompiled(t *testing.T) {
	all := keepAll(t)
	if *update {
		var text strings.Builder
		for _, one := range all {
			text.WriteString(one.kept.line(one.name))
		}
		if err := os.WriteFile("../../policies/"+compiledFile, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	lines, err := readCompiled(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		found, _ := find(lines[one.name], one.texts...) // maybe what an older baalint made of the same text
		if found.sum != one.kept.sum {
			t.Errorf("policies/%s does not hold %s as it is: go test ./pkg/policy -run TestCompiled -update", compiledFile, one.name)
		}
	}
}

// What is read from compiled.txt is what was written.
func TestCompiledAsWritten(t *testing.T) {
	for _, one := range keepAll(t) {
		path := libPackage
		if one.rule != nil {
			r, err := keptRule(source{name: one.name}, one.kept)
			if err != nil {
				t.Fatal(err)
			}
			path = r.path
			want := *one.rule
			want.module, want.open, r.open = nil, nil, nil
			want.Force = "" // that of its profile, which is asked in the run
			if diff := cmp.Diff(descriptionOf(t, &want), descriptionOf(t, r)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", one.name, diff)
			}
		}
		got, err := one.kept.definitions(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range one.defined {
			if err := got[i].read(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(written(t, d), written(t, got[i])); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", one.name, d.name, diff)
			}
		}
		if len(got) != len(one.defined) {
			t.Errorf("%s: %d definitions, want %d", one.name, len(got), len(one.defined))
		}
	}
}

// A text that is not the one that was compiled is compiled as it is.
func TestCompiledOfOldText(t *testing.T) {
	text, err := policies.FS.ReadFile(compiledFile)
	if err != nil {
		t.Fatal(err)
	}
	const file = "rules/encryption_at_rest/store_encrypted/store_encrypted.rego"
	tree := fstest.MapFS{compiledFile: {Data: text}}
	for name, text := range regoFiles(t) {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, name := range []string{obligationsFile, profilesFile} {
		data, err := policies.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: data}
	}
	tree[file].Data = []byte(strings.Replace(string(tree[file].Data), "severity: high", "severity: low", 1))
	set, err := Load(Options{FS: tree, Concepts: slices.Collect(maps.Values(loadAll(t).concepts))})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.rules {
		if kept := r.module == nil; kept == (r.file == file) {
			t.Errorf("%s: kept %t", r.file, kept)
		}
		if r.file == file && r.Severity != "low" {
			t.Errorf("%s has the severity %s", r.file, r.Severity)
		}
	}
}

// keptSource is what is kept of a file, or of lib, and what it was made from.
type keptSource struct {
	name    string
	texts   []source
	rule    *rule
	defined []*definition
	kept    kept
}

func keepAll(t *testing.T) []keptSource {
	t.Helper()
	sources, err := findSources(policies.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	lib, sources := splitLib(sources)
	set := loadAll(t)
	defined, err := set.openLib()
	if err != nil {
		t.Fatal(err)
	}
	k, err := keep(nil, defined, lib...)
	if err != nil {
		t.Fatal(err)
	}
	all := append(make([]keptSource, 0, len(sources)+1), keptSource{libLine, lib, nil, defined, k})
	for _, src := range sources {
		r := set.rules[slices.IndexFunc(set.rules, func(r *rule) bool { return r.file == src.name })]
		if defined, err = r.open(); err != nil {
			t.Fatal(err)
		}
		if k, err = keep(r, defined, src); err != nil {
			t.Fatal(err)
		}
		all = append(all, keptSource{src.name, []source{src}, r, defined, k})
	}
	return all
}

// descriptionOf is all that METADATA and the text say of a rule.
func descriptionOf(t *testing.T, r *rule) []any {
	t.Helper()
	return []any{
		r.Rule, r.file, r.path.String(), r.heads, r.about, r.own, r.others, r.weighs, r.points, r.absentOpen, r.needs, r.joins, r.narrow, r.raw, r.user,
	}
}

// written is a definition as JSON shows it, but for what its compiler keeps to itself.
func written(t *testing.T, d *definition) []any {
	t.Helper()
	rules := make([]string, len(d.rules))
	for i, rule := range d.rules {
		text, err := json.Marshal(rule)
		if err != nil {
			t.Fatal(err)
		}
		rules[i] = rule.Location.String() + " " + rule.Ref().String() + " " + string(text)
		ast.WalkExprs(rule, func(expr *ast.Expr) bool {
			rules[i] += " " + expr.Location.String()
			return false
		})
	}
	return []any{d.name, d.function, d.table, d.uses, d.asked, d.words, d.tables, fmt.Sprint(d.facts), d.indexed, rules}
}

// A change of the form in which compiled.txt is written shows in what is written of a rule that does not change.
func TestCompiledFormat(t *testing.T) {
	const form = "e97bf4387793be57"
	src := source{name: "rules/r.rego", text: ruleOfFormat}
	module, err := parse(src, true)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRule(src, module)
	if err != nil {
		t.Fatal(err)
	}
	defined, err := r.open()
	if err != nil {
		t.Fatal(err)
	}
	k, err := keep(r, defined, src)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(slices.Concat(k.described, k.defined)))[:16]; got != form {
		t.Errorf("rules are written otherwise: raise compiledFormat, and write %s here", got)
	}
}

const ruleOfFormat = `# METADATA
# scope: package
# title: Stores are sound
# description: Unsound stores lose records.
# related_resources:
# - ref: agreement:term
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [kept_days, kind]
#   remedy:
#     any: Mend them.
#     aws_s3_bucket: sound = true
package rules.access_control.a

import data.lib

fail contains lib.at(store, "kept_days", message(store)) if {
	some store in input.store
	store.kind in {"database", "object"}
	lib.below(store.kept_days, limit[store.kind])
}

limit := {"database": 35, "object": 30.5}

message(store) := sprintf("keeps %d", [store.kept_days]) if {
	every name in [day | some day in ["a", "b"]; day == "a"] {
		name == "a"
	}
} else := "keeps little"
`
