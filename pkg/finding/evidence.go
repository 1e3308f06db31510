package finding

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Evidence is what proves the verdicts of a report: what was read, by what it was judged, and what was found in it.
type Evidence struct {
	Agreement Agreement `json:"agreement"`
	// Sources are the files that were read, sorted by path.
	Sources []Source `json:"sources"`
	// Environments are those that were judged, in the order of the settings.
	Environments []Environment `json:"environments,omitempty"`
	// Given are the variables that got a value from outside of all files, sorted, each with its origin: "--var region". Values are not
	// told: they may be secrets.
	Given []string `json:"given,omitempty"`
	// Data is what baalint itself brought: its rules and the vendors' lists, sorted by title.
	Data []Data `json:"data"`
	// Needed says which inputs would settle the open verdicts.
	Needed *Diagnosis `json:"needed,omitempty"`
	// Fields are those that rules read, by the concept of the facts that have them: where a fact lacks one, it is not set.
	Fields map[string][]string `json:"fields"`
	// Maps are pictures of the estate, one an environment, where they were asked for.
	Maps []Picture `json:"-"`
	// Facts are what was examined, sorted by ID; those of several environments by ID and environments.
	Facts []Fact `json:"facts"`
}

// Agreement is the agreement in force.
type Agreement struct {
	// Practice is the name of the covered entity, "" where the file does not say.
	Practice string `json:"practice,omitempty"`
	// Terms are those that the estate is held against.
	Terms []Term `json:"terms"`
	// Parties are the vendors and, behind each, its subcontractors, in the order of the file.
	Parties []Party `json:"parties"`
}

// Party is somebody who holds records for the practice.
type Party struct {
	Name string `json:"name"`
	// Of is the vendor whose subcontractor it is, "" for a vendor.
	Of    string `json:"of,omitempty"`
	Place Place  `json:"place"`
	Terms []Term `json:"terms"`
}

// Term is a term of the agreement.
type Term struct {
	// Path names it as in the file, below its party: "recovery.rpo_hours", "signed". Title says it in words, Value what is agreed:
	// "24 hours".
	Path  string `json:"path"`
	Title string `json:"title"`
	// Value is "" for a term that nobody states and that has no default.
	Value string `json:"value,omitempty"`
	// Stated is true where the file states the term; Place is where.
	Stated bool  `json:"stated"`
	Place  Place `json:"place,omitzero"`
}

// Source is a file that was read.
type Source struct {
	Path string `json:"path"`
	// Kind is what it was read as: "configuration", "variables", "agreement", "settings", "lock file", "plan", "state", "rule", or "file"
	// for what a function of the configuration reads.
	Kind string `json:"kind"`
	// SHA256 is the digest of its bytes in hexadecimal.
	SHA256 string `json:"sha256"`
}

// Picture is a drawing.
type Picture struct {
	// Environment is what it shows, "" where the run has none.
	Environment string
	// Draw gives the text of its SVG. The id tells it from others on the same page: letters, digits, hyphens. Link says where a box leads that
	// stands for the facts of these ids and bears that label, "" for nowhere, and by which name something leads to the box.
	Draw func(id string, link Link) (string, error)
}

// Link is what a Picture asks of a box.
type Link func(facts []string, label string) (address, name string)

// Environment is a named set of values for the root modules.
type Environment struct {
	Name      string   `json:"name"`
	Workspace string   `json:"workspace,omitempty"`
	Files     []string `json:"files"`
}

// Data is something that verdicts rest on beside the input.
type Data struct {
	Title string `json:"title"`
	// AsOf is its date, year-month-day, SHA256 its digest, URL where its publisher keeps it; each "" where there is none.
	AsOf   string `json:"asOf,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Fact is something that was examined.
type Fact struct {
	// ID, Concept, Address, Type, Cloud and Root are those of the findings about it.
	ID      string `json:"id"`
	Concept string `json:"concept"`
	Address string `json:"address"`
	Type    string `json:"type,omitempty"`
	Cloud   string `json:"cloud,omitempty"`
	Root    string `json:"root"`
	// Service is the provider's name for the service that it belongs to: "Amazon RDS"; "" where no list names one.
	Service string `json:"service,omitempty"`
	// Environments are those in which it is so, sorted; empty where the run has none.
	Environments []string `json:"environments,omitempty"`
	Place        Place    `json:"place"`
	// Fields are region, account and those that rules read, by name; one that is not set is not among them.
	Fields []Field `json:"fields"`
}

// Field is something that is known of a fact, or known to be unknown.
type Field struct {
	Name string `json:"name"`
	// Value is text: references as addresses, lists and maps as JSON, "(sensitive)" for what must not be shown.
	Value string `json:"value"`
	// Unknown is true where the value, or part of it, cannot be known; Value is then what is.
	Unknown bool  `json:"unknown,omitempty"`
	Place   Place `json:"place,omitzero"`
}

// Field finds a field by its name.
func (f *Fact) Field(name string) (Field, bool) {
	for _, field := range f.Fields {
		if field.Name == name {
			return field, true
		}
	}
	return Field{}, false
}

// MergeEvidence puts the evidence of several environments together. Facts that are equal in all that is said of them become one, which holds
// in all of their environments; the rest is told once.
func MergeEvidence(environments []string, all []*Evidence) (*Evidence, error) {
	merged := *all[0]
	merged.Sources, merged.Given, merged.Data, merged.Maps = nil, nil, nil, nil
	facts := make([][]Fact, len(all))
	for i, one := range all {
		merged.Sources = append(merged.Sources, one.Sources...)
		merged.Given = append(merged.Given, one.Given...)
		merged.Data = append(merged.Data, one.Data...)
		for _, picture := range one.Maps {
			merged.Maps = append(merged.Maps, Picture{environments[i], picture.Draw})
		}
		facts[i] = one.Facts
	}
	var err error
	merged.Facts, err = merge(environments, facts, func(f *Fact) *[]string { return &f.Environments })
	if err != nil {
		return nil, fmt.Errorf("compare facts: %w", err)
	}
	merged.Sort()
	return &merged, nil
}

// Sort orders all that has no order of its own, and tells it once.
func (e *Evidence) Sort() {
	slices.SortFunc(e.Sources, func(a, b Source) int { return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Kind, b.Kind)) })
	e.Sources = slices.Compact(e.Sources)
	slices.Sort(e.Given)
	e.Given = slices.Compact(e.Given)
	slices.SortFunc(e.Data, func(a, b Data) int { return strings.Compare(a.Title, b.Title) })
	e.Data = slices.Compact(e.Data)
	slices.SortStableFunc(e.Facts, func(a, b Fact) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), slices.Compare(a.Environments, b.Environments))
	})
}
