package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// item is a fact.
func (b *oscalBuilder) item(f *finding.Finding) oscalItem {
	item := oscalItem{UUID: b.uuidOf("fact", f.Fact), Description: cmp.Or(line(f.Address), "the configuration")}
	item.Props = []oscalProp{{Name: "asset-id", Value: cmp.Or(line(f.Fact), "unnamed")}}
	service := ""
	if fact := b.fact(f); fact != nil {
		service = fact.Service
	}
	item.Props = append(item.Props, props("concept", f.Concept, "type", f.Type, "service", service, "cloud", f.Cloud, "root", f.Root)...)
	return item
}

// observation is one verdict of a rule on all facts of which the same was seen.
func (b *oscalBuilder) observation(same []*finding.Finding) oscalObservation {
	first := same[0]
	rule := b.rules[first.Rule]
	o := oscalObservation{
		UUID: b.uuidOf("observation", b.alikeness(first)), Title: cmp.Or(line(rule.Title), line(first.Rule)),
		Description: cmp.Or(line(said(&group{first, same[1:]})), "no message"),
		Methods:     []string{"TEST"}, Types: []string{map[bool]string{true: "control-objective", false: "finding"}[first.Verdict == finding.Pass]},
		Origins: []oscalOrigin{origin()}, Collected: b.when, Remarks: line(waiting(first)),
		Props: props("rule", first.Rule, "tier", string(rule.Tier), "verdict", string(first.Verdict), "severity", string(first.Severity),
			"environments", holdsIn(first), "force", first.Force, "demanded-by", cited(rule, b.obligations[basis(rule)]),
			"change", string(first.Change), "diff", toDiff(b.report, first)),
	}
	for _, field := range b.seen(first) {
		o.Props = append(o.Props, props("examined-"+fragment(field.Name), valueOf(field))...)
	}
	subjects := map[string]bool{}
	for _, f := range same {
		if !subjects[f.Fact] {
			subjects[f.Fact] = true
			o.Subjects = append(o.Subjects, oscalSubject{b.uuidOf("fact", f.Fact), "inventory-item"})
		}
		o.Evidence = append(o.Evidence, oscalEvidence{b.files[f.Place.File], line(fmt.Sprintf("%s %s", f.Address, at(f.Place)))})
	}
	return o
}

// deviation is the status of a risk that somebody has accepted.
const deviation = "deviation-approved"

// approver is the party that accepts exceptions under that name.
func approver(name string) string { return uuidOf("approver", name) }

// risk is an observation that is no pass. One that somebody has accepted is a deviation that is approved, with its last day as the deadline;
// since when it is so nobody has written down, so the log tells that it was on the day of the report.
func (b *oscalBuilder) risk(f *finding.Finding, o oscalObservation) oscalRisk {
	rule := b.rules[f.Rule]
	risk := oscalRisk{
		UUID: uuidOf("risk", o.UUID), Title: o.Title, Description: o.Description, Statement: cmp.Or(line(rule.Why), o.Title), Status: "open",
		Characterization: []oscalCharacterization{{Origin: origin(), Facets: []oscalFacet{{"severity", oscalNS, string(f.Severity)}}}},
		Observations:     []oscalObserved{{o.UUID}},
	}
	if f.Verdict == finding.Open {
		risk.Status = "investigating"
	}
	if w := f.Waiver; w != nil {
		risk.Status = deviation
		risk.Log = &oscalLog{[]oscalLogEntry{{
			UUID: uuidOf("accepted", o.UUID), Title: "Accepted exception", Description: cmp.Or(line(w.Reason), "no reason is given"), Start: b.when,
			Status: deviation,
		}}}
		if name := line(w.Approver); name != "" {
			risk.Log.Entries[0].LoggedBy = []oscalLogged{{approver(name)}}
		}
		risk.Props = props("waiver-reason", w.Reason, "waiver-approver", w.Approver, "waiver-until", w.Until, "waiver-place", at(w.Place))
		if w.Until != "" {
			risk.Deadline = w.Until + "T23:59:59Z"
		}
	}
	if remedy := rule.Remedy.For(f.Cloud, f.Type); remedy != "" {
		risk.Remediations = []oscalRemediation{{
			UUID: uuidOf("remedy", o.UUID), Lifecycle: "recommendation", Title: o.Title, Description: strings.TrimSpace(remedy),
		}}
	}
	return risk
}

// standings are how the obligations stand, and which of them could be judged at all.
func (b *oscalBuilder) standings() (oscalReviewed, []oscalFinding) {
	selection := oscalSelection{Description: "The obligations of the agreement, by the names that baalint gives them; those left out were not judged."}
	var findings []oscalFinding
	for _, s := range Standings(b.report) {
		id := token(s.Obligation)
		if s.State == NotJudged {
			selection.Exclude = append(selection.Exclude, oscalControl{id})
			continue
		}
		selection.Include = append(selection.Include, oscalControl{id})
		o := b.obligations[s.Obligation]
		status := oscalState{State: "not-satisfied", Reason: "other", Remarks: line(fmt.Sprintf("%s: %s %s", s.State, s.Verdicts, s.Reason))}
		switch s.State {
		case Met:
			status.State, status.Reason = "satisfied", "pass"
		case NotMet:
			status.Reason = "fail"
		case MetWithWaivers, StateWaived, StateOpen, NotJudged:
		}
		findings = append(findings, oscalFinding{
			UUID: b.uuidOf("finding", s.Obligation), Title: line(s.Title), Description: cmp.Or(line(o.Demand), line(s.Title)),
			Props:        props("standing", string(s.State), "demanded-by", cited(finding.Rule{}, o)),
			Target:       oscalTarget{Type: "objective-id", ID: id, Title: line(s.Title), Status: status},
			Observations: b.observed[s.Obligation], Risks: b.risked[s.Obligation],
		})
	}
	return oscalReviewed{[]oscalSelection{selection}}, findings
}
