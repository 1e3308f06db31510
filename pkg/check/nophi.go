package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/settings"
	"github.com/baalint/baalint/pkg/waive"
)

// spared are the facts that are not judged since no_phi says that a store holds no PHI: the store itself, what else its resource
// yields, and what is copied of it or granted on it. Notes tell how many, and which entries fit no store.
func spared(entries []settings.NoPHI, estate *fact.Estate) (facts map[string]bool, notes []string) {
	if len(entries) == 0 {
		return nil, nil
	}
	facts = map[string]bool{}
	resources, fits := map[[2]string]bool{}, make([]bool, len(entries))
	for _, f := range estate.Facts {
		if f.Concept != "store" {
			continue
		}
		for i, entry := range entries {
			if fitsStore(entry, f) {
				facts[f.ID], resources[[2]string{f.Root, f.Address}], fits[i] = true, true, true
			}
		}
	}
	stores := len(facts)
	for _, f := range estate.Facts {
		if resources[[2]string{f.Root, f.Address}] || concerns(f, facts) {
			facts[f.ID] = true
		}
	}
	if stores > 0 {
		notes = append(notes, fmt.Sprintf("left out by no_phi of %s: %s", settings.FileName, finding.Counted(stores, "store")))
	}
	for i := range entries {
		if !fits[i] {
			notes = append(notes, fmt.Sprintf("no_phi[%d] of %s fits no store", i, settings.FileName))
		}
	}
	return facts, notes
}

// concerns tells whether a fact is about a store alone that is spared.
func concerns(f *fact.Fact, stores map[string]bool) bool {
	for concept, field := range map[string]string{"grant": "on", "copy": "from", "snapshot": "of_store", "share": "what"} {
		if f.Concept == concept {
			id, _ := f.Field(field).Value.(string)
			return stores[id]
		}
	}
	return false
}

// fitsStore tells whether all that an entry says is so. What cannot be known is not.
func fitsStore(entry settings.NoPHI, store *fact.Fact) bool {
	if entry.Address != "" && !waive.Matches(entry.Address, store.Address) {
		return false
	}
	if name, ok := store.Field("name").Value.(string); entry.Name != "" && (!ok || !waive.Like(entry.Name, name)) {
		return false
	}
	if entry.Tag == "" {
		return true
	}
	key, pattern, _ := strings.Cut(entry.Tag, "=")
	tags, _ := store.Field("tags").Value.(map[string]any)
	value, ok := tags[key].(string)
	return ok && (!strings.Contains(entry.Tag, "=") || waive.Like(pattern, value))
}

// badPatterns finds the patterns of addresses in no_phi that are none.
func badPatterns(s settings.Settings) []finding.Problem {
	var problems []finding.Problem
	for i, entry := range s.NoPHI {
		if entry.Address == "" {
			continue
		}
		if err := waive.CheckPattern(entry.Address); err != nil {
			at := fmt.Sprintf("no_phi[%d].address", i)
			problems = append(problems, finding.Problem{Place: s.Place(at), Summary: fmt.Sprintf("%s: %v", at, err)})
		}
	}
	return problems
}

// without drops the findings about facts that are spared.
func without(findings []finding.Finding, facts map[string]bool) []finding.Finding {
	return slices.DeleteFunc(findings, func(f finding.Finding) bool { return facts[f.Fact] })
}
