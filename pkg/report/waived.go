package report

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// waived lists the accepted exceptions, each with its reason, where the report is verbose.
func (t *text) waived() {
	if !t.Verbose {
		return
	}
	waived := ranked(t.report, (*finding.Finding).Waived)
	if len(waived) == 0 {
		return
	}
	t.line(t.paint(yellow, "waived: "+finding.Counted(len(waived), "verdict")))
	for _, f := range waived {
		t.line("    " + place(f.Place) + "  " + t.paint(yellow, "["+visible.Line(f.Rule)+"]"))
		said := sentence(f)
		if in := holdsIn(f); in != "" {
			said += " (in " + in + ")"
		}
		for _, part := range slices.Concat(visible.Wrap(said, t.width-6), visible.Wrap(justification(f.Waiver)+", at "+place(f.Waiver.Place), t.width-6)) {
			t.line("      " + part)
		}
	}
	t.line("")
}

// justification is why a finding is waived, by whom, and for how long.
func justification(w *finding.Waiver) string {
	parts := []string{w.Reason}
	if w.Approver != "" {
		parts = append(parts, "approved by "+w.Approver)
	}
	if w.Until != "" {
		parts = append(parts, "until "+w.Until)
	}
	return strings.Join(parts, ", ")
}

// settledBy says why a finding is not due.
func settledBy(f *finding.Finding) string {
	switch {
	case f.Waived():
		return "waived: " + justification(f.Waiver)
	case f.Change == finding.Unchanged:
		return "in the baseline"
	}
	return "not touched by the diff"
}
