package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// Comparison is what changed from one run to another.
type Comparison struct {
	Before Run `json:"before"`
	After  Run `json:"after"`
	// Standing are the obligations that stand otherwise, in the order of the reports.
	Standing []StandingChange `json:"standing"`
	// Worse and Better are the verdicts that changed, the most severe first: from passing to failing, from open to met.
	Worse  []VerdictChange `json:"worse"`
	Better []VerdictChange `json:"better"`
	// Appeared and Vanished are what is only in one of the reports, sorted by root and address.
	Appeared []Examined `json:"appeared"`
	Vanished []Examined `json:"vanished"`
	// Rules are those that judged one of the runs alone, sorted: what they say is a change of the tool, not of the estate.
	Rules []RuleChange `json:"rules"`
	// Remarks are what makes the runs hard to compare: another agreement, a part that was not read.
	Remarks []string `json:"remarks"`
}

// Run names one of the runs.
type Run struct {
	AsOf      string `json:"asOf"`
	Version   string `json:"version"`
	Agreement string `json:"agreement,omitempty"`
	Counts    Tally  `json:"counts"`
}

// StandingChange is an obligation that stands otherwise than before. A state is "" where the report does not know the obligation.
type StandingChange struct {
	Obligation string   `json:"obligation"`
	Title      string   `json:"title"`
	Before     State    `json:"before"`
	After      State    `json:"after"`
	Counts     Verdicts `json:"counts"`
}

// VerdictChange is a verdict that is another one than before, "" where there was none or is none. It is told with the message of the
// report in which something is wrong.
type VerdictChange struct {
	Rule     string           `json:"rule"`
	Fact     string           `json:"fact"`
	Address  string           `json:"address"`
	Root     string           `json:"root"`
	Before   string           `json:"before"`
	After    string           `json:"after"`
	Severity finding.Severity `json:"severity"`
	Message  string           `json:"message"`
	Place    finding.Place    `json:"place"`
}

// Examined is something that was judged.
type Examined struct {
	Fact    string `json:"fact"`
	Concept string `json:"concept"`
	Address string `json:"address"`
	Type    string `json:"type"`
	Root    string `json:"root"`
}

// RuleChange is a rule of one of the runs.
type RuleChange struct {
	Rule string `json:"rule"`
	// Change is new or gone.
	Change string `json:"change"`
}

// ReadReport reads a report in JSON. The error is for anything else, and for a report of a form that this version does not know.
func ReadReport(data []byte) (*finding.Report, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("not a report in JSON: %w", err)
	}
	switch d.SchemaVersion {
	case schemaVersion:
		if d.Evidence != nil {
			for i := range d.Evidence.Facts {
				fill(&d.Evidence.Facts[i])
			}
		}
		return &d.Report, nil
	case "":
		return nil, errors.New("not a report of baalint: it has no schemaVersion")
	}
	return nil, fmt.Errorf("its schemaVersion is %q; this baalint reads %q", d.SchemaVersion, schemaVersion)
}

// Compare tells what changed from one report to another.
func Compare(before, after *finding.Report) Comparison {
	c := Comparison{
		Before: Run{before.AsOf, before.Version, before.Agreement, Counts(before)}, After: Run{after.AsOf, after.Version, after.Agreement, Counts(after)},
		Standing: compareStandings(before, after), Rules: compareRules(before, after), Remarks: remarks(before, after),
		Worse: []VerdictChange{}, Better: []VerdictChange{},
	}
	c.Appeared, c.Vanished = onlyIn(after, before), onlyIn(before, after)
	c.compareVerdicts(before, after)
	return c
}

// Worsened reports whether an obligation stands worse, or something fails or is open that was not.
func (c Comparison) Worsened() bool {
	return len(c.Worse) > 0 || slices.ContainsFunc(c.Standing, func(s StandingChange) bool { return ranks[s.After] > ranks[s.Before] })
}

// ranks order states, the best first. An obligation that one of the reports does not know is no better and no worse.
var ranks = map[State]int{Met: 1, MetWithWaivers: 2, StateWaived: 3, NotJudged: 4, StateOpen: 5, NotMet: 6}

func compareStandings(before, after *finding.Report) []StandingChange {
	was := map[string]Standing{}
	for _, s := range Standings(before) {
		was[s.Obligation] = s
	}
	changes := []StandingChange{}
	for _, s := range Standings(after) {
		old := was[s.Obligation]
		if delete(was, s.Obligation); old.State != s.State {
			changes = append(changes, StandingChange{s.Obligation, s.Title, old.State, s.State, s.Verdicts})
		}
	}
	for _, slug := range sortedKeys(was) {
		changes = append(changes, StandingChange{Obligation: slug, Title: was[slug].Title, Before: was[slug].State})
	}
	return changes
}

func compareRules(before, after *finding.Report) []RuleChange {
	changes := []RuleChange{}
	old, now := rulesByID(before), rulesByID(after)
	for _, id := range sortedKeys(now) {
		if _, ok := old[id]; !ok {
			changes = append(changes, RuleChange{id, "new"})
		}
	}
	for _, id := range sortedKeys(old) {
		if _, ok := now[id]; !ok {
			changes = append(changes, RuleChange{id, "gone"})
		}
	}
	return changes
}

func remarks(before, after *finding.Report) []string {
	said := []string{}
	if before.Agreement != after.Agreement {
		said = append(said, fmt.Sprintf("the agreement is another one: %s, before %s", cmp.Or(after.Agreement, "none"), cmp.Or(before.Agreement, "none")))
	}
	if before.AsOf != after.AsOf {
		said = append(said, fmt.Sprintf("judged as of %s, before as of %s", after.AsOf, before.AsOf))
	}
	if before.Version != after.Version {
		said = append(said, fmt.Sprintf("judged by baalint %s, before by %s", after.Version, before.Version))
	}
	for _, r := range []struct {
		of   *finding.Report
		name string
	}{{before, "earlier"}, {after, "later"}} {
		if Incomplete(r.of) {
			said = append(said, fmt.Sprintf("the %s run could not read everything", r.name))
		}
	}
	return said
}

// onlyIn lists what one report judged and the other did not.
func onlyIn(one, other *finding.Report) []Examined {
	known := facts(other)
	only := []Examined{}
	for i := range one.Findings {
		f := &one.Findings[i]
		if !known[f.Fact] {
			known[f.Fact] = true
			only = append(only, Examined{f.Fact, f.Concept, f.Address, f.Type, f.Root})
		}
	}
	slices.SortFunc(only, func(a, b Examined) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), strings.Compare(a.Address, b.Address), strings.Compare(a.Fact, b.Fact))
	})
	return only
}

func facts(r *finding.Report) map[string]bool {
	all := map[string]bool{}
	for i := range r.Findings {
		all[r.Findings[i].Fact] = true
	}
	return all
}

// judged is a rule's verdict on a fact: the worst, where there are several.
type judged struct{ rule, fact string }

// compareVerdicts finds the verdicts that changed. What a rule that judged one run alone says is no change of the estate, and neither is what
// passes and was not there before. What a rule says no more of something that is still there is no better for that: another rule speaks.
func (c *Comparison) compareVerdicts(before, after *finding.Report) {
	oldRules, newRules := rulesByID(before), rulesByID(after)
	old, now := worst(before), worst(after)
	for key := range maps.Keys(now) {
		if _, ok := old[key]; !ok {
			old[key] = nil
		}
	}
	left := facts(after)
	for key, was := range old {
		_, known := oldRules[key.rule]
		if _, still := newRules[key.rule]; !known || !still {
			continue
		}
		is := now[key]
		change := badness(is) - badness(was)
		switch {
		case change > 0:
			c.Worse = append(c.Worse, changed(is, was, is))
		case change < 0 && (is != nil || !left[key.fact]):
			c.Better = append(c.Better, changed(was, was, is))
		}
	}
	for _, list := range [][]VerdictChange{c.Worse, c.Better} {
		slices.SortFunc(list, func(a, b VerdictChange) int {
			return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Root, b.Root),
				strings.Compare(a.Address, b.Address), strings.Compare(a.Fact, b.Fact))
		})
	}
}

func worst(r *finding.Report) map[judged]*finding.Finding {
	found := map[judged]*finding.Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		key := judged{f.Rule, f.Fact}
		if found[key] == nil || badness(f) > badness(found[key]) {
			found[key] = f
		}
	}
	return found
}

// badness orders verdicts: none and a pass, what is waived, an open one, failures by severity.
func badness(f *finding.Finding) int {
	switch {
	case f == nil || f.Verdict == finding.Pass:
		return 0
	case f.Waived():
		return 1
	case f.Verdict == finding.Open:
		return 2
	}
	return 2 + f.Severity.Rank()
}

func changed(told, was, is *finding.Finding) VerdictChange {
	return VerdictChange{
		Rule: told.Rule, Fact: told.Fact, Address: told.Address, Root: told.Root, Before: verdictWords(was), After: verdictWords(is),
		Severity: told.Severity, Message: told.Message, Place: told.Place,
	}
}

// verdictWords is a verdict for people, "" for none.
func verdictWords(f *finding.Finding) string {
	switch {
	case f == nil:
		return ""
	case f.Verdict != finding.Pass && f.Waived():
		return string(f.Verdict) + ", waived"
	case f.Verdict == finding.Fail:
		return "fail (" + string(f.Severity) + ")"
	}
	return string(f.Verdict)
}
