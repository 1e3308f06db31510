package policy

import (
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/baalint/baalint/pkg/fact"
)

// columns hold a number for the value of a field, by concept and field: the same where values are.
type columns struct {
	lock  sync.Mutex
	known map[[2]string]func() []int
}

// codes are nil where the facts of a concept are all alike: they have no such field, or set it nowhere, or to the same everywhere.
func (j *judgement) codes(concept, name string) []int {
	read := ownReaders[name]
	if read == nil && j.docs.traits[concept][name]&isSet != 0 {
		read = fieldReader(name)
	}
	if read == nil {
		return nil
	}
	return j.columns.column(concept, name, func() []int { return number(j.about[concept], read) })
}

// column is the outcome of work, which is done the first time.
func (c *columns) column(concept, name string, work func() []int) []int {
	c.lock.Lock()
	if c.known == nil {
		c.known = map[[2]string]func() []int{}
	}
	key := [2]string{concept, name}
	if c.known[key] == nil {
		c.known[key] = sync.OnceValue(work)
	}
	known := c.known[key]
	c.lock.Unlock()
	return known()
}

// number is nil where all readings are alike.
func number(facts []factTerm, read func(*fact.Fact) reading) []int {
	codes, numbers := make([]int, len(facts)), numbering{others: map[reading]int{}}
	for i, f := range facts {
		codes[i] = numbers.of(read(f.fact))
	}
	if numbers.next <= 1 {
		return nil
	}
	return codes
}

// numbering gives readings that are equal the same number.
type numbering struct {
	next int
	// texts are known readings that are told by their text, by kind: most of them, and found faster than others.
	texts  [strange]map[string]int
	others map[reading]int
}

func (n *numbering) of(r reading) int {
	switch r.kind {
	case strange:
		n.next++
		return n.next - 1
	case textual, composed:
		if !r.unknown {
			if n.texts[r.kind] == nil {
				n.texts[r.kind] = map[string]int{}
			}
			return numbered(n, n.texts[r.kind], r.text)
		}
	case null, boolean, numeric:
	}
	return numbered(n, n.others, r)
}

func numbered[K comparable](n *numbering, known map[K]int, key K) int {
	code, ok := known[key]
	if !ok {
		code = n.next
		known[key] = code
		n.next++
	}
	return code
}

// reading is what rules see of a fact under a name, as something to compare. It has a type of its own since Go compares values of
// any type slowly.
type reading struct {
	kind    valueKind
	unknown bool
	number  float64 // of numbers and bools
	text    string  // of strings, and what spell makes of all else
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
	"refs":    spellRefs,
	"unknown": func(f *fact.Fact) reading { return readingOf(unknownFields(f)) },
}

// fieldReader gives what rules see of a field.
func fieldReader(name string) func(*fact.Fact) reading {
	return func(f *fact.Fact) reading {
		field := f.Field(name)
		r := readingOf(field.Value)
		r.unknown = !field.Known
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
	text, ok := spell(nil, value)
	if !ok {
		return reading{kind: strange}
	}
	return reading{kind: composed, text: string(text)}
}

// spell appends a value as text that no other value has. It reports false for a type that no field has.
func spell(to []byte, value any) ([]byte, bool) {
	var known bool
	switch value := value.(type) {
	case nil:
		return append(to, 'n'), true
	case bool:
		return strconv.AppendBool(to, value), true
	case float64:
		return append(strconv.AppendFloat(to, value, 'g', -1, 64), ','), true
	case string:
		return append(append(strconv.AppendInt(to, int64(len(value)), 10), '"'), value...), true
	case []string:
		to = append(to, '(')
		for _, text := range value {
			to, _ = spell(to, text)
		}
		return append(to, ')'), true
	case []any:
		to = append(to, '[')
		for _, e := range value {
			if to, known = spell(to, e); !known {
				return nil, false
			}
		}
		return append(to, ']'), true
	case map[string]any:
		to = append(to, '{')
		for _, key := range slices.Sorted(maps.Keys(value)) {
			to, _ = spell(to, key)
			if to, known = spell(to, value[key]); !known {
				return nil, false
			}
		}
		return append(to, '}'), true
	}
	return nil, false
}

// spellRefs is the text of what the fields of a fact refer to.
func spellRefs(f *fact.Fact) reading {
	var text []byte
	for name, field := range f.Fields.All() {
		if len(field.Refs) > 0 {
			text, _ = spell(text, name)
			text, _ = spell(text, field.Refs)
		}
	}
	return reading{kind: composed, text: string(text)}
}

func unknownFields(f *fact.Fact) []string {
	names := make([]string, 0, len(f.Fields))
	for name, field := range f.Fields.All() {
		names = append(names, unknownNames(name, field)...)
	}
	slices.Sort(names)
	return names
}
