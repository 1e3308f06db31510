package report

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// narrowedBy names what the run was asked about, "" where that is everything.
func narrowedBy(r *finding.Report) string {
	names := make([]string, len(r.Narrowed))
	for i, n := range r.Narrowed {
		names[i] = n.By + " " + n.Name
	}
	return strings.Join(names, "; ")
}

// The ways in which a verdict stands to the diff of a run.
const (
	touched   = "touched by the diff"
	untouched = "not touched by the diff"
)

// toDiff says how a verdict that is no pass stands to the diff; "" where the run has none.
func toDiff(r *finding.Report, f *finding.Finding) string {
	switch {
	case f.Verdict == finding.Pass || !slices.ContainsFunc(r.Narrowed, func(n finding.Narrowing) bool { return n.By == "diff" }):
		return ""
	case f.Untouched:
		return untouched
	}
	return touched
}

// changeWords say how a verdict stands to the baseline.
var changeWords = map[finding.Change]string{
	finding.New: "new since the baseline", finding.Updated: "not as in the baseline", finding.Unchanged: "in the baseline",
}

// asked says how a verdict stands to what the run was asked about; "" for a pass, and where the run was asked about everything.
func asked(r *finding.Report, f *finding.Finding) string {
	return strings.TrimPrefix(strings.TrimSuffix(changeWords[f.Change]+", "+toDiff(r, f), ", "), ", ")
}

// Aside counts the verdicts that are no passes, waived by nobody, and not what the run was asked about.
func (p *htmlPage) Aside() (n int) {
	for i := range p.Findings {
		if f := &p.Findings[i]; f.Verdict != finding.Pass && !f.Waived() && !f.Due() {
			n++
		}
	}
	return n
}

// Asked counts those that are.
func (p *htmlPage) Asked() (n int) {
	for i := range p.Findings {
		if f := &p.Findings[i]; f.Verdict != finding.Pass && f.Due() {
			n++
		}
	}
	return n
}
