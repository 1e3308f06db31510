package policy

import (
	"github.com/baalint/baalint/pkg/fact"
)

// trait is something that a field is in some fact of a concept. Most fields are known in all of them, and then nobody need look.
type trait uint8

const (
	isSet trait = 1 << iota
	isUnknown
	isSensitive
)

// traits are what fields are, by concept and name.
type traits map[string]map[string]trait

// note adds what a field of a fact is.
func (t traits) note(f *fact.Fact, name string, field *fact.Field) {
	is := isSet
	if !field.Known {
		is |= isUnknown
	}
	if field.Sensitive {
		is |= isSensitive
	}
	t.add(f.Concept, name, is)
}

func (t traits) add(concept, name string, is trait) {
	if t[concept] == nil {
		t[concept] = map[string]trait{}
	}
	if had := t[concept][name]; had|is != had {
		t[concept][name] = had | is
	}
}

// merge adds what was noted of other facts.
func (t traits) merge(other traits) {
	for concept, fields := range other {
		for name, is := range fields {
			t.add(concept, name, is)
		}
	}
}

// having are those of some fields that are so in some fact.
func (t traits) having(is trait, concept string, names []string) []string {
	var having []string
	for _, name := range names {
		if t[concept][name]&is != 0 {
			having = append(having, name)
		}
	}
	return having
}
