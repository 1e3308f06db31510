package check

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
)

// contract is the agreement of a run.
type contract struct {
	terms agreement.Terms
	// file is the path of the file, "" for the default terms; source its content.
	file   string
	source []byte
	// without are the directories that are judged by the file although they are not under it.
	without []string
}

// addAgreement adds what the agreement says to an estate, so that rules judge it like anything else. Without a file, or with one that
// lists no vendors, the one fact about the whole agreement leaves open what rules ask of it.
func addAgreement(estate *fact.Estate, by contract) {
	facts := make([]*fact.Fact, 0, len(estate.Facts)+1)
	if by.file == "" {
		facts = append(facts, noAgreement(estate))
	} else {
		for _, entry := range by.terms.Entries() {
			facts = append(facts, agreementFact(entry, by))
		}
	}
	estate.Facts = append(facts, estate.Facts...)
	slices.SortFunc(estate.Facts, func(a, b *fact.Fact) int { return strings.Compare(a.ID, b.ID) })
}

func agreementFact(entry agreement.Entry, by contract) *fact.Fact {
	f := &fact.Fact{
		ID: entry.Concept + "/" + entry.Name, Concept: entry.Concept, Address: entry.Title, Cloud: entry.Cloud, Root: ".",
		Place: resource.Range(entry.Place),
	}
	for _, field := range entry.Fields {
		f.Set(field.Name, fact.Field{Known: true, Value: field.Value, At: []resource.Range{resource.Range(field.Place)}})
	}
	if entry.Concept == "agreement" && !by.terms.ListsVendors() {
		for _, name := range []string{"vendors", "clouds", "subcontractors"} {
			f.Set(name, fact.Field{Why: []resource.Why{{Subject: "vendors", Cause: resource.NotAgreed}}})
		}
	}
	return f
}

// noAgreement stands where the estate does.
func noAgreement(estate *fact.Estate) *fact.Fact {
	f := &fact.Fact{ID: "agreement/agreement", Concept: "agreement", Address: "agreement", Root: "."}
	for _, name := range []string{"vendors", "clouds", "subcontractors", "rpo_hours", "rto_hours"} {
		f.Set(name, fact.Field{Why: []resource.Why{{Subject: agreement.FileName, Cause: resource.NoAgreement}}})
	}
	for _, other := range estate.Facts {
		if other.Concept == "estate" && other.Place.File != "" {
			f.Place = other.Place
			return f
		}
		if f.Place.File == "" || other.Place.File != "" && other.Place.Less(f.Place) {
			f.Place = other.Place
		}
	}
	return f
}

// addSource adds the file of the agreement to the sources that findings are shown in.
func (c contract) addSource(sources map[string][]byte, findings []finding.Finding) {
	for _, f := range findings {
		if c.file != "" && f.Verdict != finding.Pass && f.Place.File == c.file {
			sources[c.file] = c.source
			return
		}
	}
}
