// Package fact interprets the catalogue: evaluated resources in, cloud-neutral facts out, parts joined to what they
// configure by reference first and by name second. It is the one place where values lose their marks.
package fact

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// Estate is everything the catalogue reads out of the resources of a run.
type Estate struct {
	// Facts are sorted by ID.
	Facts []*Fact
	// ByConcept has an entry for every concept, in the order of Facts.
	ByConcept map[string][]*Fact
	// Concepts are the declarations, in the order of concepts.hcl.
	Concepts []*Concept
	// Orphans are the parts whose fact no scanned root yields, sorted by root and address.
	Orphans []Orphan
	// Problems are mistakes in the configuration that the catalogue met: a policy that is not JSON, a bad schedule.
	Problems []Problem
	// Elsewhere has the vendors of the resources that their provider sends to another vendor than its own.
	Elsewhere map[*resource.Resource]Vendor
	// Silent has the resources of which the catalogue says no more than which vendors their text names: a chart that it does not know.
	Silent map[*resource.Resource]bool
	// Secrets are the places of the fields that say of themselves that a secret stands there, in no order: their lines may not be shown.
	Secrets []resource.Range

	byID map[string]*Fact
}

// Get returns the fact of an id, or nil.
func (e *Estate) Get(id string) *Fact { return e.byID[id] }

// Fact is one thing of the estate. A field that is not in Fields is not set: null.
type Fact struct {
	// ID is "<concept>/<address>", "#2", "#3", … for further facts of the concept that one instance yields; after
	// "<root>:" where the root is not ".".
	ID      string
	Concept string
	// Address and Type are those of the resource instance; "estate" and "" for the estate itself.
	Address, Type string
	// Cloud is the folder of the catalogue: aws, azure, google, backblaze; or that of the vendor whose endpoint the resource is sent to.
	// Empty for the estate, and where nobody knows whose an endpoint is.
	Cloud string
	Root  string
	// Fields hold what the entry and its parts set, and region, account and tags. A null that nothing writes is not among
	// them; Field and Names know of it.
	Fields Fields
	// Resource is nil for the estate.
	Resource *resource.Resource
	// Place is the header of the resource's block; for the estate that of its first store or vault.
	Place resource.Range
	// Maybe says why the fact may not exist, or exist several times; nil where it certainly exists.
	Maybe *resource.Why
	// Parts are the other resources that configure the fact, sorted by address.
	Parts []Related

	concept *Concept
	// entry is nil for the service facts and the estate.
	entry *entry
	order int
}

// Related is another resource that had a say: a part, or the far end of a followed reference.
type Related struct {
	Address string
	Place   resource.Range
}

// sensitiveText stands for a sensitive value wherever something is printed.
const sensitiveText = "(sensitive)"

// Text is the value as it may be printed: JSON, "(sensitive)" for a sensitive value, "" for an unknown one.
func (f Field) Text() string {
	switch {
	case f.Sensitive:
		return sensitiveText
	case !f.Known && f.Value == nil:
		return ""
	}
	text, err := json.Marshal(f.Value)
	if err != nil { // no field holds what JSON cannot
		return ""
	}
	return string(text)
}

// isNull reports whether a field is a null that nothing writes, as a field that is not set.
func (f *Field) isNull() bool {
	return f.Known && f.Value == nil && !f.Sensitive && len(f.Refs)+len(f.At)+len(f.Related()) == 0
}

// Names returns the names of the fields that are set, sorted.
func (f *Fact) Names() []string {
	names := make([]string, 0, len(f.Fields)+8)
	for name := range f.Fields.All() {
		names = append(names, name)
	}
	if f.entry != nil {
		for _, ef := range f.entry.fields {
			names = append(names, ef.spec.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Unknown returns the names of the fields that are not known, or not wholly, sorted.
func (f *Fact) Unknown() []string {
	var names []string
	for name, field := range f.Fields.All() {
		if !field.Known {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Orphan is a part that configures something no scanned root declares.
type Orphan struct {
	Root, Address, Concept string
	// Of is the literal or the address it names, "" for null.
	Of    string
	Place resource.Range
}

// Problem is a mistake in the configuration that leaves a field unknown.
type Problem struct {
	Summary, Detail string
	Root, Address   string
	Place           resource.Range
	// Catalogue is true where an entry of the catalogue does not foresee the value, which may be its own mistake.
	Catalogue bool
}

func compareWhy(a, b resource.Why) int {
	if c := strings.Compare(string(a.Cause), string(b.Cause)); c != 0 {
		return c
	}
	if c := strings.Compare(a.Subject, b.Subject); c != 0 {
		return c
	}
	return compareRange(a.Place, b.Place)
}

func compareRange(a, b resource.Range) int {
	switch {
	case a.Less(b):
		return -1
	case b.Less(a):
		return 1
	}
	return 0
}

// mergeWhy is the sorted union of two lists.
func mergeWhy(a, b []resource.Why) []resource.Why {
	if len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, compareWhy)
	return slices.Compact(all)
}

func mergeStrings(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
