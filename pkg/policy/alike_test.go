package policy

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	findings, err := j.judge(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return findings
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
			Fields: map[string]fact.Field{"versioned": {Known: true, Value: versioned}, "name": {Known: true, Value: fmt.Sprint(i)}},
		}
	}
	estate := &fact.Estate{}
	for i := range fewFacts {
		estate.Facts = append(estate.Facts, versioned(i, i%2 == 0))
	}
	estate.Facts = append(estate.Facts, versioned(fewFacts, nil), &fact.Fact{ID: "store/y", Concept: "store"})
	unknown := versioned(fewFacts+1, nil)
	unknown.Fields["versioned"] = fact.Field{}
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
	if diff := cmp.Diff(want, j.kinds(set.rules[at], set.rules[at].heads, j.about["store"], func(int) bool { return true })); diff != "" {
		t.Error(diff)
	}
}

// A function says the same of facts that are equal in what it reads by name, unless it has the id or the whole of them.
func TestFunctionKinds(t *testing.T) {
	j := &judgement{set: loadAll(t), about: map[string][]factTerm{}, kindsOf: map[[2]string][]int{}}
	for i := range fewFacts {
		f := &fact.Fact{ID: fmt.Sprint(i), Concept: "store", Fields: map[string]fact.Field{"name": {Known: true, Value: fmt.Sprint(i % 2)}}}
		j.about["store"] = append(j.about["store"], factTerm{fact: f})
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
