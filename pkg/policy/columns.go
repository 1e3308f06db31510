package policy

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/baalint/baalint/pkg/fact"
)

// columns hold a number for the value of a field, by concept and field: the same where values are.
type columns struct {
	lock  sync.Mutex
	known map[[2]string]func() []int
	// set are the fields that any fact of a concept sets.
	set map[string]map[string]bool
}

// codes are nil where the facts are all alike: they have no such field, or set it nowhere.
func (c *columns) codes(concept, name string, facts []factTerm) []int {
	work := c.column(concept, name, facts)
	if work == nil {
		return nil
	}
	return work()
}

// column is what numbers the facts, the first time that it is called.
func (c *columns) column(concept, name string, facts []factTerm) func() []int {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.known == nil {
		c.known, c.set = map[[2]string]func() []int{}, map[string]map[string]bool{}
	}
	if c.set[concept] == nil {
		c.set[concept] = setByAny(facts)
	}
	read := ownReaders[name]
	if read == nil && c.set[concept][name] {
		read = fieldReader(name)
	}
	key := [2]string{concept, name}
	if c.known[key] == nil && read != nil {
		c.known[key] = sync.OnceValue(func() []int { return number(facts, read) })
	}
	return c.known[key]
}

func setByAny(facts []factTerm) map[string]bool {
	set := map[string]bool{}
	for _, f := range facts {
		for name := range f.fact.Fields {
			set[name] = true
		}
	}
	return set
}

func number(facts []factTerm, read func(*fact.Fact) reading) []int {
	codes, seen, next := make([]int, len(facts)), map[reading]int{}, 0
	for i, f := range facts {
		r := read(f.fact)
		code, ok := seen[r]
		if !ok || r.kind == strange {
			code = next
			seen[r] = code
			next++
		}
		codes[i] = code
	}
	return codes
}

// reading is what rules see of a fact under a name, as something to compare. It has a type of its own since Go compares values of
// any type slowly.
type reading struct {
	kind    valueKind
	unknown bool
	number  float64 // of numbers and bools
	text    string  // of strings, and the JSON of all else
}

// valueKind is what kind of value a reading is of.
type valueKind byte

const (
	null valueKind = iota
	boolean
	numeric
	textual
	composed
	strange // equal to nothing
)

// ownReaders give what rules see of a fact beside its fields, by name.
var ownReaders = map[string]func(*fact.Fact) reading{
	"address": func(f *fact.Fact) reading { return reading{kind: textual, text: f.Address} },
	"type":    func(f *fact.Fact) reading { return reading{kind: textual, text: f.Type} },
	"mode":    func(f *fact.Fact) reading { return reading{kind: textual, text: mode(f)} },
	"cloud":   func(f *fact.Fact) reading { return reading{kind: textual, text: f.Cloud} },
	"root":    func(f *fact.Fact) reading { return reading{kind: textual, text: f.Root} },
	"refs":    func(f *fact.Fact) reading { return readingOf(refsOf(f)) },
	"unknown": func(f *fact.Fact) reading { return readingOf(unknownFields(f)) },
}

// fieldReader gives what rules see of a field.
func fieldReader(name string) func(*fact.Fact) reading {
	return func(f *fact.Fact) reading {
		field, ok := f.Fields[name]
		r := readingOf(field.Value)
		r.unknown = ok && !field.Known
		return r
	}
}

func readingOf(value any) reading {
	switch value := value.(type) {
	case nil:
		return reading{}
	case bool:
		if value {
			return reading{kind: boolean, number: 1}
		}
		return reading{kind: boolean}
	case float64:
		return reading{kind: numeric, number: value}
	case string:
		return reading{kind: textual, text: value}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return reading{kind: strange}
	}
	return reading{kind: composed, text: string(text)}
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
