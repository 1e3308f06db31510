package fact

import (
	"iter"

	"github.com/baalint/baalint/pkg/resource"
)

// Fields are those of a fact that are set, in the order in which they were. A fact has about ten, which are found by looking through
// them as fast as in a map, and take half the memory.
type Fields []NamedField

// NamedField is one of the fields of a fact.
type NamedField struct {
	Name string
	Field
}

// FieldsOf are fields by name.
func FieldsOf(fields map[string]Field) Fields {
	set := make(Fields, 0, len(fields))
	for _, name := range sortedKeys(fields) {
		set = append(set, NamedField{name, fields[name]})
	}
	return set
}

// get returns the field of a name, nil where it is not set. It is gone with the next field that is set.
func (set Fields) get(name string) *Field {
	for n := range set {
		if set[n].Name == name {
			return &set[n].Field
		}
	}
	return nil
}

// All are the fields by name.
func (set Fields) All() iter.Seq2[string, *Field] {
	return func(yield func(string, *Field) bool) {
		for n := range set {
			if !yield(set[n].Name, &set[n].Field) {
				return
			}
		}
	}
}

// Set sets a field of the fact.
func (f *Fact) Set(name string, field Field) {
	if had := f.Fields.get(name); had != nil {
		*had = field
		return
	}
	f.Fields = append(f.Fields, NamedField{name, field})
}

// Field returns a field, the known null where it is not set.
func (f *Fact) Field(name string) Field {
	if field := f.Fields.get(name); field != nil {
		return *field
	}
	return Field{Known: true}
}

// IsSet reports whether a field is set, if only to null.
func (f *Fact) IsSet(name string) bool { return f.Fields.get(name) != nil }

// Field is the value of one field.
type Field struct {
	// Known is false for an unknown value; for lists and maps, where elements are missing from Value.
	Known bool
	// Sensitive values are judged but never printed.
	Sensitive bool
	// Value is nil, string, bool, float64, []any or map[string]any, as Rego sees it. References are ids of facts, else
	// the literal as written, else the address of a resource that yields no such fact.
	Value any
	// Refs are the addresses of the resources that the value came from, in the fact's root, sorted.
	Refs []string
	// At is where the value is written, the most specific place first; empty where it is absent.
	At []resource.Range
	// Why is what an unknown value waits for, sorted, unique.
	Why []resource.Why

	rare *rare
}

// rare is what few fields have. Fields share it: nobody changes it.
type rare struct {
	vague   []string
	blocks  []resource.Range
	related []Related
	targets []*Fact
}

// none is what is rare of all other fields.
var none rare

func (field *Field) seldom() *rare {
	if field.rare == nil {
		return &none
	}
	return field.rare
}

// Vague are the keys of a map whose values alone are unknown, sorted; all others are in Value. Empty where any key may be missing.
func (field *Field) Vague() []string { return field.seldom().vague }

// Blocks are, for each element of a list of objects, the header of the block that writes it. Nil for other fields.
func (field *Field) Blocks() []resource.Range { return field.seldom().blocks }

// WithBlocks is the field with those headers.
func (field Field) WithBlocks(headers []resource.Range) Field {
	field.rare = &rare{blocks: headers, vague: field.Vague(), related: field.Related(), targets: field.targets()}
	return field
}

// Related is the far end of a followed field.
func (field *Field) Related() []Related { return field.seldom().related }

// targets are the facts that a reference points to.
func (field *Field) targets() []*Fact { return field.seldom().targets }
