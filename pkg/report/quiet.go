package report

import (
	"fmt"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// brief writes what fails the run, one line each, as compilers do; nothing where the run succeeds.
func (t *text) brief() {
	for _, p := range t.report.Problems {
		if p.Incomplete {
			t.line(t.linkedPlace(p.Place) + ": " + t.paint(boldRed, "error:") + " " + visible.OneLine(p.Summary))
		}
	}
	for _, g := range grouped(t.report, finding.Fail, together) {
		if t.Threshold.Rank() > 0 && g.Severity.Rank() >= t.Threshold.Rank() {
			t.one(g, string(g.Severity), severityColor(g.Severity))
		}
	}
	if t.Open != OpenFail {
		return
	}
	for _, g := range grouped(t.report, finding.Open, together) {
		t.one(g, "open", magenta)
	}
}

func (t *text) one(g *group, kind, color string) {
	said := visible.OneLine(sentence(g.Finding))
	if n := len(g.others); n > 0 {
		said += fmt.Sprintf(" (and %d more like it)", n)
	}
	if in := holdsIn(g.Finding); in != "" {
		said += " in " + visible.Line(in)
	}
	t.line(t.linkedPlace(g.Place) + ": " + t.paint(color, kind+":") + " " + said + " " + t.ruleName(g.Rule, color))
}
