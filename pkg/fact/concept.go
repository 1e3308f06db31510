package fact

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Concept is a kind of fact, as declared in concepts.hcl.
type Concept struct {
	Name    string  `hcl:"name,label"`
	Meaning string  `hcl:"meaning,optional"`
	Fields  []*Spec `hcl:"field,block"`

	byName map[string]*Spec
	// later is how many fields are set when all facts are known: those that follow another fact's, and those that say who points there.
	later int
}

// Spec declares a field of a concept.
type Spec struct {
	Name    string `hcl:"name,label"`
	Type    string `hcl:"type"`
	Meaning string `hcl:"meaning,optional"`
	// Of names the concepts that a reference may point to.
	Of []string `hcl:"of,optional"`
	// Follow is "reference.field": the field is filled from the fact that the reference points to.
	Follow string `hcl:"follow,optional"`
	// Absent is the value of a followed field where the reference is null.
	Absent *string `hcl:"absent,optional"`
	// AsAbsent are texts, such as "alias/aws/", that are no more than null is where a reference, or what follows a colon in it, begins so.
	AsAbsent []string `hcl:"as_absent,optional"`
	// PointedBy lists "concept.field" references; the field is true where one of them points at the fact.
	PointedBy []string `hcl:"pointed_by,optional"`
}

// Field types of concepts.hcl.
const (
	typeString     = "string"
	typeBool       = "bool"
	typeNumber     = "number"
	typeTime       = "time"
	typeMap        = "map"
	typeStrings    = "strings"
	typeObjects    = "objects"
	typeReference  = "reference"
	typeReferences = "references"
)

var fieldTypes = []string{
	typeString, typeBool, typeNumber, typeTime, typeMap, typeStrings, typeObjects, typeReference, typeReferences,
}

// builtins are the fields that every fact has beside those of its concept.
var builtins = map[string]*Spec{
	"region":  {Name: "region", Type: typeString},
	"account": {Name: "account", Type: typeString},
	"tags":    {Name: "tags", Type: typeMap},
}

// IsList reports whether the field holds a list, to which parts append.
func (s *Spec) IsList() bool {
	return s.Type == typeStrings || s.Type == typeObjects || s.Type == typeReferences
}

// IsReference reports whether the field points to other facts.
func (s *Spec) IsReference() bool { return s.Type == typeReference || s.Type == typeReferences }

// Field returns the declaration of a field, the built-in ones included, or nil.
func (c *Concept) Field(name string) *Spec {
	if s := c.byName[name]; s != nil {
		return s
	}
	return builtins[name]
}

// parseConcepts reads concepts.hcl.
func parseConcepts(source []byte, filename string) ([]*Concept, error) {
	concepts, ok := declarations(string(source))
	if !ok {
		var err error
		if concepts, err = decodeConcepts(source, filename); err != nil {
			return nil, err
		}
	}
	byName := map[string]*Concept{}
	for _, c := range concepts {
		if byName[c.Name] != nil {
			return nil, fmt.Errorf("%s: concept %q is declared twice", filename, c.Name)
		}
		byName[c.Name] = c
		c.byName = make(map[string]*Spec, len(c.Fields))
		for _, s := range c.Fields {
			if c.Field(s.Name) != nil {
				return nil, fmt.Errorf("%s: field %s.%s is declared twice, or built in", filename, c.Name, s.Name)
			}
			c.byName[s.Name] = s
			if s.Follow != "" || len(s.PointedBy) > 0 {
				c.later++
			}
		}
	}
	for _, c := range concepts {
		for _, s := range c.Fields {
			if err := s.check(c, byName); err != nil {
				return nil, fmt.Errorf("%s: field %s.%s: %w", filename, c.Name, s.Name, err)
			}
		}
	}
	return concepts, nil
}

// decodeConcepts has HCL read concepts.
func decodeConcepts(source []byte, filename string) ([]*Concept, error) {
	file, diags := hclsyntax.ParseConfig(source, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	var parsed struct {
		Concepts []*Concept `hcl:"concept,block"`
	}
	if diags := gohcl.DecodeBody(file.Body, nil, &parsed); diags.HasErrors() {
		return nil, firstError(diags)
	}
	return parsed.Concepts, nil
}

// check holds a field's declaration against the other concepts.
func (s *Spec) check(c *Concept, concepts map[string]*Concept) error {
	if !slices.Contains(fieldTypes, s.Type) {
		return fmt.Errorf("unknown type %q", s.Type)
	}
	if s.IsReference() != (len(s.Of) > 0) {
		return fmt.Errorf("of is for references, and every reference has one")
	}
	for _, of := range s.Of {
		if concepts[of] == nil {
			return fmt.Errorf("of names the unknown concept %q", of)
		}
	}
	if s.Absent != nil && s.Follow == "" {
		return fmt.Errorf("absent is for fields that follow a reference")
	}
	if s.Absent == nil && len(s.AsAbsent) > 0 {
		return fmt.Errorf("as_absent says what is taken for null, of which absent is the value")
	}
	for _, by := range s.PointedBy {
		concept, field, _ := strings.Cut(by, ".")
		if concepts[concept] == nil || concepts[concept].byName[field] == nil {
			return fmt.Errorf("pointed_by names the unknown field %q", by)
		}
		if from := concepts[concept].byName[field]; !from.IsReference() || !slices.Contains(from.Of, c.Name) {
			return fmt.Errorf("pointed_by names %q, which does not refer to a %s", by, c.Name)
		}
	}
	if s.Follow != "" {
		return s.checkFollow(c, concepts)
	}
	return nil
}

func (s *Spec) checkFollow(c *Concept, concepts map[string]*Concept) error {
	through, field, ok := strings.Cut(s.Follow, ".")
	ref := c.byName[through]
	if !ok || ref == nil || ref.Type != typeReference {
		return fmt.Errorf("follow must be reference.field, not %q", s.Follow)
	}
	for _, of := range ref.Of {
		if target := concepts[of].Field(field); target != nil {
			if target.Type != s.Type {
				return fmt.Errorf("follows %s.%s, which is a %s", of, field, target.Type)
			}
			return nil
		}
	}
	return fmt.Errorf("follow names the unknown field %q", s.Follow)
}

// ctyType is the type that a scalar field's value is converted to; lists are converted element by element.
func (s *Spec) ctyType() cty.Type {
	switch s.Type {
	case typeBool:
		return cty.Bool
	case typeNumber, typeTime:
		return cty.Number
	}
	return cty.String
}

// firstError is the first error of diagnostics as "file:line: summary; detail".
func firstError(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return diagnosticError(d)
		}
	}
	return diags
}

func diagnosticError(d *hcl.Diagnostic) error {
	text := d.Summary
	if d.Detail != "" {
		text += "; " + d.Detail
	}
	if d.Subject == nil {
		return fmt.Errorf("%s", text)
	}
	return fmt.Errorf("%s:%d: %s", d.Subject.Filename, d.Subject.Start.Line, text)
}
