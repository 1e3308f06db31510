package policy

import (
	"context"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// fewFacts are so few that to look for those alike takes longer than to judge them.
const fewFacts = 24

// kinds deals the facts that a rule is about into kinds whose members some of its heads cannot tell apart: they are equal in every
// field whose name stands in a head or in a function that it calls. It returns the first of its kind for every fact, and -1 for those
// that do not matter.
func (j *judgement) kinds(
	ctx context.Context, e *evaluation, heads []string, facts []factTerm, matters func(i int) bool,
) ([]int, error) {
	firsts := make([]int, len(facts))
	left := 0
	for i := range firsts {
		firsts[i] = -1
		if matters(i) {
			firsts[i] = i
			left++
		}
	}
	if !e.narrow || left < fewFacts {
		return firsts, nil
	}
	by := e.all.tellHeads(e.names(heads))
	if by.words["id"] || e.all.useWhole(e.names(heads)) {
		return firsts, nil
	}
	tables, err := e.tables(ctx, slices.Sorted(maps.Keys(by.tables)))
	if err != nil {
		return nil, err
	}
	start := 0
	for _, concept := range e.about {
		of := firsts[start : start+len(j.about[concept])]
		first := slices.IndexFunc(of, func(i int) bool { return i >= 0 })
		for i := range of {
			if of[i] >= 0 {
				of[i] = first
			}
		}
		j.refineBy(by.words, concept, of)
		for _, table := range tables {
			refine(of, codesIn(table, j.about[concept]))
		}
		for i := range of {
			if of[i] >= 0 {
				of[i] += start
			}
		}
		start += len(of)
	}
	return firsts, nil
}

// codesIn tell facts apart by what a table has of their ids: a set has an id or has it not, and what another table has may be of that fact
// alone. There is no table where what makes it is undefined.
func codesIn(table ast.Value, facts []factTerm) []int {
	codes := make([]int, len(facts))
	switch table := table.(type) {
	case nil:
	case ast.Set:
		for i, f := range facts {
			if table.Contains(ast.StringTerm(f.fact.ID)) {
				codes[i] = 1
			}
		}
	case ast.Object:
		mentioned := map[string]bool{}
		table.Foreach(func(key, value *ast.Term) { mentioned[constant(key)], mentioned[constant(value)] = true, true })
		for i, f := range facts {
			if mentioned[f.fact.ID] {
				codes[i] = 1 + i
			}
		}
	default:
		for i := range codes {
			codes[i] = i
		}
	}
	return codes
}

// refineBy refines kinds of the facts of a concept by the fields that words name.
func (j *judgement) refineBy(words map[string]bool, concept string, firsts []int) {
	for _, name := range slices.Sorted(maps.Keys(words)) {
		if codes := j.codes(concept, name); codes != nil && !refine(firsts, codes) {
			return
		}
	}
}

// factPlace is where a fact stands among those of its concept.
type factPlace struct {
	concept string
	number  int
}

// stands finds the facts that functions are asked about by a rule in the stead of those that they cannot tell from them.
type stands struct {
	*judgement
	rule *rule
	// firsts are, by function and concept, the numbers of the facts that stand for each; nil where each stands for itself.
	firsts map[asking][]int
}

// asking is a function, of lib or of the rule (own), that is asked about facts of a concept.
type asking struct {
	own               bool
	function, concept string
}

// of gives the fact that a function is asked about in the stead of another. It reports false for what is no fact.
func (s *stands) of(function ast.Ref, own bool, object ast.Object) (ast.Object, bool) {
	at, ok := s.places[object]
	if !ok || !s.rule.narrow || len(s.about[at.concept]) < fewFacts {
		return object, ok
	}
	name, _ := function[len(function)-1].Value.(ast.String)
	key := asking{own, string(name), at.concept}
	firsts, known := s.firsts[key]
	if !known {
		firsts = s.functionKinds(s.rule.all, function.String(), at.concept)
		s.firsts[key] = firsts
	}
	if firsts == nil {
		return object, true
	}
	return s.about[at.concept][firsts[at.number]].term.Value.(ast.Object), true
}

// functionKinds deals the facts of a concept into kinds that a function says the same of; nil where there are none.
func (j *judgement) functionKinds(all definitions, function, concept string) []int {
	j.lock.Lock()
	defer j.lock.Unlock()
	key := [2]string{function, concept}
	firsts, known := j.kindsOf[key]
	if known {
		return firsts
	}
	if by := all.tellFunction(function); !by.words["id"] && len(by.tables) == 0 && !all.useWhole([]string{function}) {
		firsts = make([]int, len(j.about[concept]))
		j.refineBy(by.words, concept, firsts)
	}
	j.kindsOf[key] = firsts
	return firsts
}

// refine deals the members of every kind into kinds of their own where their codes differ. It reports whether there is any left that
// another field could tell from the first of its kind.
func refine(firsts []int, codes []int) bool {
	found, alike := map[uint64]int{}, false // by kind and code, both of them less than the number of facts
	for i := range firsts {
		if firsts[i] < 0 {
			continue
		}
		of := uint64(firsts[i])<<32 | uint64(codes[i])
		first, ok := found[of]
		if !ok {
			first = i
			found[of] = i
		}
		alike = alike || first != i
		firsts[i] = first
	}
	return alike
}
