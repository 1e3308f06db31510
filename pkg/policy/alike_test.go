package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// Every rule says the same of facts whether its heads go through all of them or through those of each kind that it does not skip.
func TestJudgedStandForAll(t *testing.T) {
	set, plain := loadAll(t), loadAll(t)
	for _, r := range plain.rules {
		r.narrow = false // as a user's rule goes through all facts
		r.open = r.compileAlone
	}
	if err := plain.compile(plain.rules); err != nil {
		t.Fatal(err)
	}
	for i, r := range set.rules {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			estate := withTwins(randomEstate(set, stringConstants(r.module), 12, 0))
			got, want := findingsOf(t, set, r, estate), findingsOf(t, plain, plain.rules[i], estate)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func findingsOf(t *testing.T, set *Set, r *rule, estate *fact.Estate) []finding.Finding {
	t.Helper()
	j, err := set.newJudgement(Input{Estate: estate, Terms: scaleTerms, Regions: scaleRegions})
	if err != nil {
		t.Fatal(err)
	}
	all, err := j.judge(t.Context(), r, new([]ruled))
	if err != nil {
		t.Fatal(err)
	}
	found := all.assembleAll(nil)
	if all.count() != len(found) {
		t.Errorf("room for %d findings is made, and there are %d", all.count(), len(found))
	}
	return found
}

// withTwins gives every fact two that differ from it in nothing but id and address.
func withTwins(estate *fact.Estate) *fact.Estate {
	twins := &fact.Estate{}
	for _, f := range estate.Facts {
		for i := range 3 {
			twin := *f
			if i > 0 {
				twin.ID, twin.Address = fmt.Sprintf("%s_%d", f.ID, i), fmt.Sprintf("%s_%d", f.Address, i)
			}
			twins.Facts = append(twins.Facts, &twin)
		}
	}
	return twins
}

// The kinds of a rule's facts are told apart by what its heads read, through functions too, and by nothing else.
func TestKinds(t *testing.T) {
	set := loadAll(t)
	at := slices.IndexFunc(set.rules, func(r *rule) bool { return r.Name == "object-versioning" })
	versioned := func(i int, versioned any) *fact.Fact {
		return &fact.Fact{
			ID: fmt.Sprintf("store/x.%d", i), Concept: "store", Address: fmt.Sprintf("x.%d", i),
			Fields: fact.FieldsOf(map[string]fact.Field{"versioned": {Known: true, Value: versioned}, "name": {Known: true, Value: fmt.Sprint(i)}}),
		}
	}
	estate := &fact.Estate{}
	for i := range fewFacts {
		estate.Facts = append(estate.Facts, versioned(i, i%2 == 0))
	}
	estate.Facts = append(estate.Facts, versioned(fewFacts, nil), &fact.Fact{ID: "store/y", Concept: "store"})
	unknown := versioned(fewFacts+1, nil)
	unknown.Set("versioned", fact.Field{})
	estate.Facts = append(estate.Facts, unknown)
	j, err := set.newJudgement(Input{Estate: estate})
	if err != nil {
		t.Fatal(err)
	}
	want := make([]int, 0, fewFacts+3)
	for i := range fewFacts {
		want = append(want, i%2)
	}
	want = append(want, fewFacts, fewFacts, fewFacts+2) // not set is null, and unknown is not
	r := set.rules[at]
	got, err := j.kinds(t.Context(), &evaluation{rule: r}, r.heads, j.about["store"], func(int) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A function says the same of facts that are equal in what it reads by name, unless it has the id or the whole of them.
func TestFunctionKinds(t *testing.T) {
	estate := &fact.Estate{}
	for i := range fewFacts {
		f := &fact.Fact{ID: fmt.Sprint(i), Concept: "store", Fields: fact.FieldsOf(map[string]fact.Field{"name": {Known: true, Value: fmt.Sprint(i % 2)}})}
		estate.Facts = append(estate.Facts, f)
	}
	j, err := loadAll(t).newJudgement(Input{Estate: estate})
	if err != nil {
		t.Fatal(err)
	}
	all := definitions{}
	all.add([]*definition{
		{name: "named", function: true, words: []string{"name"}},
		{name: "alone", function: true, words: []string{"id", "name"}},
		{name: "whole", function: true, facts: []usage{{whole: true}}},
		{name: "hands", function: true, uses: []string{"alone"}},
		{name: "emits", function: true, uses: []string{atName}},
		{name: atName, function: true, words: []string{"id"}},
	})
	for function, want := range map[string][]int{"named": {0, 1, 0, 1}, "alone": nil, "whole": nil, "hands": nil, "emits": nil} {
		got := j.functionKinds(all, function, "store")
		if diff := cmp.Diff(want, got[:min(4, len(got))]); diff != "" {
			t.Errorf("%s: %s", function, diff)
		}
	}
}

// Many facts are asked about head by head, so that none is asked what is settled; but a head that asks another one needs its answer.
func TestSteps(t *testing.T) {
	const asking = `

open contains lib.at(store, "name", "m") if {
	some store in input.store
	not store.id in fail
}
`
	for _, test := range []struct {
		more  string
		facts int
		want  [][]string
	}{
		{"", fewFacts - 1, [][]string{{"fail", "pass"}}},
		{"", fewFacts, [][]string{{"fail"}, {"pass"}}},
		{asking, fewFacts, [][]string{{"fail", "open", "pass"}}},
	} {
		var got [][]string
		for _, s := range loadTables(t, tablesRule+test.more).steps(test.facts) {
			got = append(got, s.heads)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%d facts, %q: %s", test.facts, test.more, diff)
		}
	}
}

const narrowedRule = `# METADATA
# scope: package
# title: T
# description: D.
# related_resources:
# - ref: agreement:places
#   description: agreement term
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [name, parent]
#   remedy:
#     any: Mend them.
package rules.access_control.narrow

import data.lib

fail contains lib.at(store, "name", "m") if {
	some store in input.store
	store.name in names
}

skip contains store.id if {
	some store in input.store
	some other in input.store
	store.parent == other.id
}

pass contains id if some id in names

names contains store.name if some store in input.store
%s
`

// A head goes through input.judged where it goes through all facts once, for the one that it gives a verdict on.
func TestNarrowed(t *testing.T) {
	for _, test := range []struct {
		more string
		want []string
	}{
		{"", []string{
			"some store in input.judged.store", "some store in input.store", "some id in names", "some store in input.store",
		}},
		{"failing contains id if some id in fail", []string{
			"some store in input.store", "some store in input.store", "some id in names", "some store in input.store", "some id in fail",
		}},
	} {
		r := ruleOf(t, fmt.Sprintf(narrowedRule, test.more))
		var got []string
		for _, rule := range r.narrowed().Rules {
			got = append(got, rule.Body[0].String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Error(diff)
		}
		if r.module.Rules[0].Body[0].String() != "some store in input.store" {
			t.Error("the module as parsed was changed")
		}
	}
}

// ruleOf is the rule that a text defines, not compiled.
func ruleOf(t *testing.T, text string) *rule {
	t.Helper()
	src := source{name: "rule.rego", path: "rules/rule.rego", text: text}
	module, err := parse(src, true)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRule(src, module)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const tellingRule = `
own contains store.id if some store in input.store

named[store.name] contains store.id if some store in input.store

met contains store.id if {
	some store in input.store
	not store.id in skip
	store.id in own
}

missing contains lib.at(store, "name", "m") if {
	some store in input.store
	some other in named[store.id]
	other.id != store.name
	not store.id in lib.own_backups
	lib.replicated[store.id]
}

skip contains store.id if {
	some store in input.store
	store.id in met
}

open contains store.id if {
	some store in input.store
	says(store, store.id)
}

pass contains store.id if {
	some store in input.store
	store.id != "x"
}

says(store, other) if other.id in lib.replicated
`

// What tells facts apart are words and tables. That something is skipped is settled before anything else is asked, and the id of another fact
// is the same for all that lead to it.
func TestTelling(t *testing.T) {
	head, _, _ := strings.Cut(narrowedRule, "fail contains")
	r := ruleOf(t, head+tellingRule)
	defined := make([]*definition, 0, 6)
	for _, name := range []string{"met", "missing", "skip", "open", "pass", "says"} {
		defined = append(defined, &definition{name: r.path.String() + "." + name, function: name == "says"})
	}
	describeFacts(defined, r, []*ast.Module{r.module})
	tables := map[string][]string{
		"met": {"data.rules.access_control.narrow.own"}, "missing": {"data.lib.own_backups", "data.lib.replicated", "data.rules.access_control.narrow.named"},
		"says": {"data.lib.replicated"},
	}
	for _, d := range defined {
		name := strings.TrimPrefix(d.name, r.path.String()+".")
		if diff := cmp.Diff(tables[name], d.tables, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", d.name, diff)
		}
		byID := slices.Contains([]string{"skip", "open", "pass"}, name)
		if slices.Contains(d.words, "id") != byID {
			t.Errorf("%s: %v", d.name, d.words)
		}
	}
}

func TestCodesIn(t *testing.T) {
	facts := make([]factTerm, 4)
	for i := range facts {
		facts[i].fact = &fact.Fact{ID: fmt.Sprint(i)}
	}
	for text, want := range map[string][]int{
		`{"1", "3"}`: {0, 1, 0, 1}, `{"1": [], "x": "2"}`: {0, 2, 3, 0}, `["1"]`: {0, 1, 2, 3},
	} {
		if diff := cmp.Diff(want, codesIn(ast.MustParseTerm(text).Value, facts)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	if diff := cmp.Diff([]int{0, 0, 0, 0}, codesIn(nil, facts)); diff != "" {
		t.Error(diff)
	}
}
