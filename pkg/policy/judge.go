package policy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/baalint/baalint/pkg/cores"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// Input is what the rules judge.
type Input struct {
	Estate *fact.Estate
	// Terms is the agreement, defaults filled in: input.terms.
	Terms map[string]any
	// Today is the date of the judgement, year-month-day: input.today.
	Today string
	// Regions is the table of regions, by cloud and by name: input.regions. lib/places.rego describes its shape.
	Regions map[string]any
	// Incomplete says what part of the configuration went unread. A duty of the same root without evidence is then open.
	Incomplete []Unread
	// Raw gives the raw resources for input.resources. It is called only where a rule mentions them.
	Raw func() []any
}

// Judge evaluates every rule and settles a verdict for every fact that the rule is about. The findings are in the order of
// finding.Sort, passes included. The error joins those of the rules that could not be evaluated; the findings of the others
// are returned with it.
func (s *Set) Judge(ctx context.Context, in Input) ([]finding.Finding, error) {
	j, err := s.newJudgement(in)
	if err != nil {
		return nil, fmt.Errorf("prepare facts: %w", err)
	}
	if err := s.compileFor(j); err != nil {
		return nil, err
	}
	all := make([]*rulings, len(s.rules))
	errs := make([]error, len(s.rules))
	cores.Each(len(s.rules), func(i int, room *[]ruled) { all[i], errs[i] = j.judge(ctx, s.rules[i], room) })
	return findings(all), errors.Join(errs...)
}

// judgement is one run of Judge.
type judgement struct {
	Input
	set     *Set
	docs    *documents
	byID    map[string]*fact.Fact
	about   map[string][]factTerm    // the facts by concept
	places  map[ast.Object]factPlace // of the facts, by the terms that rules see
	columns columns
	kindsOf map[[2]string][]int // see functionKinds, by function and concept
	store   storage.Store
	whole   *document
	lock    sync.Mutex
	certain map[string]*document // see certainInput, by what the rule is about
}

func (s *Set) newJudgement(in Input) (*judgement, error) {
	if in.Estate == nil {
		in.Estate = &fact.Estate{}
	}
	j := &judgement{
		Input: in, set: s, store: inmem.New(), byID: map[string]*fact.Fact{}, about: map[string][]factTerm{},
		certain: map[string]*document{}, places: make(map[ast.Object]factPlace, len(in.Estate.Facts)), kindsOf: map[[2]string][]int{},
	}
	for _, f := range in.Estate.Facts {
		if j.byID[f.ID] != nil {
			return nil, fmt.Errorf("two facts have the id %s", f.ID)
		}
		if s.concepts[f.Concept] == nil {
			return nil, fmt.Errorf("the rules were loaded without the concept %s", f.Concept)
		}
		j.byID[f.ID] = f
	}
	var err error
	if j.docs, err = newDocuments(in, s.concepts, s.ReadResources()); err != nil {
		return nil, err
	}
	for _, f := range j.docs.facts {
		j.places[f.term.Value.(ast.Object)] = factPlace{f.fact.Concept, len(j.about[f.fact.Concept])}
		j.about[f.fact.Concept] = append(j.about[f.fact.Concept], f)
	}
	j.whole = &document{input: j.docs.document(nil)}
	return j, nil
}

// certainInput is the input without the facts that may not exist, but for those that the rule is about.
func (j *judgement) certainInput(r *rule) *document {
	j.lock.Lock()
	defer j.lock.Unlock()
	if j.certain[r.About] == nil {
		j.certain[r.About] = &document{input: j.docs.document(func(f *fact.Fact) bool {
			return f.Maybe == nil || slices.Contains(r.about, f.Concept)
		})}
	}
	return j.certain[r.About]
}

// judged are the facts that a rule gives verdicts on: none where the agreement lacks the term that it needs.
func (j *judgement) judged(r *rule) []factTerm {
	list, _ := j.Terms[r.needs].([]any)
	table, _ := j.Terms[r.needs].(map[string]any)
	if r.needs != "" && len(list)+len(table) == 0 {
		return nil
	}
	if len(r.about) == 1 {
		return j.about[r.about[0]]
	}
	var facts []factTerm
	for _, concept := range r.about {
		facts = append(facts, j.about[concept]...)
	}
	return facts
}

// judge settles a verdict for every fact that a rule is about.
func (j *judgement) judge(ctx context.Context, r *rule, room *[]ruled) (*rulings, error) {
	facts := j.judged(r)
	if len(facts) == 0 {
		return nil, nil
	}
	with, err := j.answers(ctx, r, j.whole, facts)
	if err != nil {
		return nil, err
	}
	without := with
	hidden := r.hiding(j.Input, j.set.concepts, j.docs.traits)
	if len(hidden.maybes) > 0 {
		if without, err = j.answers(ctx, r, j.certainInput(r), facts); err != nil {
			return nil, err
		}
	}
	all := (*room)[:0]
	for i, f := range facts {
		doubt := hidden.of(f.fact)
		settled := r.settle(f.fact, answer{with, i}, doubt)
		if len(hidden.maybes) > 0 {
			settled = combine(settled, r.settle(f.fact, answer{without, i}, doubt))
		}
		if settled.verdict != "" {
			all = append(all, ruled{f.fact, settled})
		}
	}
	*room = all
	return &rulings{newAssembler(j, r), hidden, slices.Clone(all)}, nil // many rules skip most facts
}

// checkAll checks that what a rule emits names facts and fields that there are.
func (j *judgement) checkAll(r *rule, found outcome) error {
	for _, head := range r.heads {
		for _, id := range slices.Sorted(maps.Keys(found[head])) {
			if err := j.check(r, found[head][id]); err != nil {
				return fmt.Errorf("evaluate rule %s: %s: %w", r.ID, head, err)
			}
		}
	}
	return nil
}

func (j *judgement) check(r *rule, elements []element) error {
	for _, e := range elements {
		f := j.byID[e.id]
		if f == nil {
			return fmt.Errorf("there is no fact %q", e.id)
		}
		if !slices.Contains(r.about, f.Concept) {
			return fmt.Errorf("fact %q is a %s, but the rule is about %s", e.id, f.Concept, r.About)
		}
		if e.field != "" && j.set.concepts[f.Concept].Field(e.field) == nil {
			return fmt.Errorf("concept %s has no field %q", f.Concept, e.field)
		}
		if e.severity.Rank() > r.Severity.Rank() {
			return fmt.Errorf("lib.severity raises the severity of %q above the rule's own", e.id)
		}
		for _, id := range e.with {
			if j.byID[id] == nil {
				return fmt.Errorf("lib.related: there is no fact %q", id)
			}
		}
		if e.on.id != "" {
			other := j.byID[e.on.id]
			if other == nil {
				return fmt.Errorf("lib.on: there is no fact %q", e.on.id)
			}
			if j.set.concepts[other.Concept].Field(e.on.field) == nil {
				return fmt.Errorf("lib.on: concept %s has no field %q", other.Concept, e.on.field)
			}
		}
	}
	return nil
}
