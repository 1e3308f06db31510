package policy

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/policies"
)

const tablesRule = `# METADATA
# scope: package
# title: Stores are sound
# description: Unsound stores lose records.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [name, parent, vault.name]
#   remedy:
#     any: Mend them.
package rules.access_control.sound

import data.lib

fail contains lib.at(store, "name", sprintf("is one of %d", [count(lib.children[store.id])])) if {
	some store in input.store
	not vaults[store.name]
}

pass contains store.id if {
	some store in input.store
	judged(store)
}

judged(store) if {
	is_number(store.parent)
} else if {
	lib.named[store.name] == store.id
}

vaults contains vault.name if some vault in input.vault
`

const tablesLib = `package lib

at(fact, field, message) := {"id": fact.id, "field": field, "message": message}

children[id] contains store.id if {
	some store in input.store
	some id in parents[store.id]
}

parents[store.id] contains store.parent if some store in pairs

pairs contains store if some store in input.store

named[store.name] := store.id if some store in input.store

unused[store.name] := store.id if some store in input.store
`

func loadTables(t *testing.T, text string) *rule {
	t.Helper()
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load(Options{CheckTypes: true, Concepts: catalogue.Concepts(), FS: fstest.MapFS{
		"obligations.yaml": {Data: []byte(`[{slug: access-control, title: T, demand: D., judged: terraform, citations: [{text: agreement term, url: ""}]}]`)},
		"lib/lib.rego":     {Data: []byte(tablesLib)},
		"rules/sound.rego": {Data: []byte(text)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return set.rules[0]
}

// A query asks for each table before the rules that look things up in it, those behind an else included, and for no others: pairs is only gone through.
func TestTables(t *testing.T) {
	query := loadTables(t, tablesRule).steps(0)[0].query
	got := make([]string, len(query))
	for i, expr := range query {
		got[i] = expr.Operand(0).String()
	}
	want := []string{
		"data.rules.access_control.sound.vaults", "data.lib.parents", "data.lib.children", "data.lib.named",
		"data.rules.access_control.sound.fail", "data.rules.access_control.sound.pass",
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("the query does not ask for %s", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the query asks for %v", got)
	}
	if slices.Index(got, "data.lib.parents") > slices.Index(got, "data.lib.children") {
		t.Errorf("children are made from parents, which come later: %v", got)
	}
}

// What lib says of the input is kept for other rules; what it says under "with", or of an object that only looks like a fact,
// is not.
func TestCacheQuestions(t *testing.T) {
	doc := &document{input: ast.ObjectTerm()}
	table, function := ast.MustParseRef("data.lib.children"), ast.MustParseRef("data.lib.at")
	store, copied := ast.MustParseTerm(`{"id": "a"}`), ast.MustParseTerm(`{"id": "a"}`)
	call := func(args ...*ast.Term) ast.Ref { return append(ast.Ref{ast.NewTerm(function)}, args...) }
	none := &stands{judgement: &judgement{}}
	first := doc.cache(nil, none)
	first.Put(table, ast.StringTerm("whole"))
	first.Put(call(store), ast.StringTerm("said"))
	first.Put(call(store, ast.NullTerm()), ast.StringTerm("own"))
	first.Put(ast.MustParseRef("data.rules.a.b"), ast.StringTerm("own"))
	second := doc.cache(nil, none)
	for _, test := range []struct {
		ref  ast.Ref
		want *ast.Term
	}{
		{table, ast.StringTerm("whole")},
		{call(store), ast.StringTerm("said")},
		{call(copied), nil},
		{call(store, ast.NullTerm()), nil},
		{ast.MustParseRef("data.rules.a.b"), nil},
		{ast.MustParseRef("data.lib.named"), nil},
	} {
		if got, _ := second.Get(test.ref); !got.Equal(test.want) {
			t.Errorf("%v: %v, want %v", test.ref, got, test.want)
		}
	}
	second.Push()
	if got, _ := second.Get(table); got != nil {
		t.Errorf("under with: %v", got)
	}
	second.Put(table, ast.StringTerm("other"))
	second.Pop()
	if got, _ := second.Get(table); !got.Equal(ast.StringTerm("whole")) {
		t.Errorf("after with: %v", got)
	}
}
