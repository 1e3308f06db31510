package policy

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"github.com/baalint/baalint/pkg/fact"
)

// fewFacts are so few that to look for those alike takes longer than to judge them.
const fewFacts = 24

// kinds deals the facts that a rule is about into kinds whose members the rule's heads cannot tell apart: they are equal in every
// field whose name stands in a head or in a function that it calls. It returns the first of its kind for every fact.
func (j *judgement) kinds(r *rule, facts []factTerm) []int {
	firsts := make([]int, len(facts))
	for i := range firsts {
		firsts[i] = i
	}
	if !r.narrow || len(facts) < fewFacts {
		return firsts
	}
	words := r.all.words(r.names(r.heads))
	if words["id"] || r.all.useWhole(r.names(r.heads)) {
		return firsts
	}
	start := 0
	for _, concept := range r.about {
		of := firsts[start : start+len(j.about[concept])]
		for i := range of {
			of[i] = 0
		}
		for _, name := range slices.Sorted(maps.Keys(words)) {
			if codes := j.columns.codes(j.set.concepts[concept], name, j.about[concept]); codes != nil {
				refine(of, codes)
			}
		}
		for i := range of {
			of[i] += start
		}
		start += len(of)
	}
	return firsts
}

// refine deals the members of every kind into kinds of their own where their codes differ.
func refine(firsts []int, codes []int) {
	type kind struct{ first, code int }
	found := map[kind]int{}
	for i := range firsts {
		of := kind{firsts[i], codes[i]}
		first, ok := found[of]
		if !ok {
			first = i
			found[of] = i
		}
		firsts[i] = first
	}
}

// columns hold a number for the value of a field, by concept and field: the same where values are.
type columns struct {
	lock  sync.Mutex
	known map[[2]string]func() []int
}

func (c *columns) codes(concept *fact.Concept, name string, facts []factTerm) []int {
	value := reader(concept, name)
	if value == nil {
		return nil
	}
	c.lock.Lock()
	if c.known == nil {
		c.known = map[[2]string]func() []int{}
	}
	key := [2]string{concept.Name, name}
	if c.known[key] == nil {
		c.known[key] = sync.OnceValue(func() []int { return number(facts, value) })
	}
	work := c.known[key]
	c.lock.Unlock()
	return work()
}

func number(facts []factTerm, value func(*fact.Fact) any) []int {
	codes, seen := make([]int, len(facts)), map[any]int{}
	for i, f := range facts {
		key := value(f.fact)
		code, ok := seen[key]
		if !ok {
			code = len(seen)
			seen[key] = code
		}
		codes[i] = code
	}
	return codes
}

// reader gives what rules see of a fact under a name, as something to compare; nil where facts of the concept have nothing there.
func reader(concept *fact.Concept, name string) func(*fact.Fact) any {
	switch name {
	case "address":
		return func(f *fact.Fact) any { return f.Address }
	case "type":
		return func(f *fact.Fact) any { return f.Type }
	case "mode":
		return func(f *fact.Fact) any { return mode(f) }
	case "cloud":
		return func(f *fact.Fact) any { return f.Cloud }
	case "root":
		return func(f *fact.Fact) any { return f.Root }
	case "refs":
		return func(f *fact.Fact) any { return identity(refsOf(f)) }
	case "unknown":
		return func(f *fact.Fact) any { return identity(unknownFields(f)) }
	}
	if !slices.Contains(baseFields, name) && concept.Field(name) == nil {
		return nil
	}
	return func(f *fact.Fact) any {
		field, ok := f.Fields[name]
		return [2]any{ok && !field.Known, identity(field.Value)}
	}
}

// identity is a value itself, or its JSON where Go cannot compare it.
func identity(value any) any {
	switch value.(type) {
	case nil, bool, string, int, int64, float64, json.Number:
		return value
	}
	text, err := json.Marshal(value)
	if err != nil { // such a value equals nothing
		return &text
	}
	return [1]string{string(text)}
}

func refsOf(f *fact.Fact) map[string][]string {
	refs := map[string][]string{}
	for name, field := range f.Fields {
		if len(field.Refs) > 0 {
			refs[name] = field.Refs
		}
	}
	return refs
}

func unknownFields(f *fact.Fact) []string {
	names := make([]string, 0, len(f.Fields))
	for name, field := range f.Fields {
		names = append(names, unknownNames(name, field)...)
	}
	slices.Sort(names)
	return names
}
