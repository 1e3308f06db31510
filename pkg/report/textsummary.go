package report

import (
	"fmt"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// summary writes the table of obligations and the line of totals.
func (t *text) summary() {
	if NothingJudged(t.report) {
		t.nothing()
		return
	}
	t.table(Standings(t.report))
	t.line("")
	for _, c := range ProfileCounts(t.report) {
		for _, part := range visible.Wrap(c.said(), t.width) {
			t.line(part)
		}
	}
	t.line(totals(t.report, t.Options, t.paint))
}

// nothing says that the run judged nothing, and what it looked at.
func (t *text) nothing() {
	counts := Counts(t.report)
	said := "nothing to judge: found no Terraform configuration"
	switch {
	case Incomplete(t.report):
		said = "nothing judged: the configuration could not be read"
	case counts.Roots > 0:
		said = fmt.Sprintf("nothing to judge: %s in %s of %s, and nothing among them that the agreement speaks of",
			finding.Counted(counts.Resources, "resource"), finding.Counted(counts.Files, "file"), finding.Counted(counts.Roots, "root module"))
	}
	for _, part := range visible.Wrap(said+". No obligation is shown to be met.", t.width) {
		t.line(t.paint(yellow, part))
	}
}

// table writes a row for each obligation: how it stands, and its verdicts. Titles wrap within their column.
func (t *text) table(standings []Standing) {
	wide, state := len("obligation"), len(NotJudged)
	for _, s := range standings {
		wide, state = max(wide, visible.Columns(visible.Line(s.Title))), max(state, len(s.State))
	}
	const numbers = 26 // the columns behind the title and the standing
	wide = min(wide, t.width-numbers-state)
	t.line(t.paint(dim, pad("obligation", wide)+fmt.Sprintf("  %-*s  %5s  %5s  %5s", state, "standing", "fail", "open", "pass")))
	for _, s := range standings {
		title := visible.Wrap(s.Title, wide)
		if len(title) == 0 {
			title = []string{""}
		}
		row := pad(title[0], wide) + "  " + t.paint(stateColor(s.State), fmt.Sprintf("%-*s", state, s.State))
		if s.Fail+s.Open+s.Pass+s.Waived > 0 {
			row += fmt.Sprintf("  %s  %s  %s", t.number(s.Fail, red), t.number(s.Open, magenta), t.number(s.Pass, green))
		}
		if s.Waived > 0 {
			row += "  " + t.paint(yellow, fmt.Sprintf("%d waived", s.Waived))
		}
		if s.Hardening > 0 {
			row += fmt.Sprintf("  +%d hardening", s.Hardening)
		}
		if s.Reason != "" {
			row += "  " + t.paint(dim, s.Reason)
		}
		t.line(strings.TrimRight(row, " "))
		for _, more := range title[1:] {
			t.line(more)
		}
	}
}

func (t *text) number(n int, color string) string {
	s := fmt.Sprintf("%5d", n)
	if n == 0 {
		return t.paint(dim, s)
	}
	return t.paint(color, s)
}

func stateColor(s State) string {
	switch s {
	case Met:
		return green
	case MetWithWaivers, StateWaived:
		return yellow
	case NotMet:
		return red
	case StateOpen:
		return magenta
	case NotJudged:
	}
	return dim
}

// unread counts what kept the configuration from being read.
func unread(r *finding.Report) int {
	n := 0
	for _, p := range r.Problems {
		if p.Incomplete {
			n++
		}
	}
	return n
}

// pad fills a text up to a number of columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-visible.Columns(s))) }

// totals is the last line: "3 critical, 5 high · 12 open · 210 pass · 4 roots". paint colours a part of it.
func totals(r *finding.Report, o Options, paint func(color, s string) string) string {
	counts := Counts(r)
	var failed []string
	for _, s := range []finding.Severity{finding.Critical, finding.High, finding.Medium, finding.Low} {
		if n := counts.Fail[s]; n > 0 {
			failed = append(failed, paint(severityColor(s), fmt.Sprintf("%d %s", n, s)))
		}
	}
	parts := []string{paint(green, "no failures")}
	if len(failed) > 0 {
		parts[0] = strings.Join(failed, ", ")
		if o.Threshold.Rank() > 0 && counts.Failures(o.Threshold) == 0 {
			parts[0] += fmt.Sprintf(" (none at or above %s)", o.Threshold)
		}
		for _, c := range ProfileCounts(r) {
			if c.Fail > 0 {
				parts[0] += fmt.Sprintf(" (%d of them %s)", c.Fail, c.Force)
			}
		}
	}
	if counts.Open > 0 {
		parts = append(parts, paint(magenta, fmt.Sprintf("%d open", counts.Open)))
	}
	parts = append(parts, settled(r, counts, paint)...)
	parts = append(parts, fmt.Sprintf("%d pass", counts.Pass), finding.Counted(counts.Roots, "root"))
	if n := len(r.Environments); n > 0 {
		parts = append(parts, finding.Counted(n, "environment"))
	}
	if n := unread(r); n > 0 {
		parts = append(parts, paint(boldRed, fmt.Sprintf("incomplete: %s kept part of the configuration from being read", finding.Counted(n, "error"))))
	}
	return strings.Join(parts, " · ")
}

// settled counts the failures and open verdicts that are not due, and what is gone.
func settled(r *finding.Report, counts Tally, paint func(color, s string) string) []string {
	var parts []string
	for _, c := range []struct {
		n    int
		said string
	}{{counts.Waived, "%d waived"}, {counts.Unchanged, "%d in the baseline"}, {counts.Untouched, "%d that the diff does not touch"},
		{len(r.Gone), "%d of the baseline gone"}} {
		if c.n > 0 {
			parts = append(parts, paint(yellow, fmt.Sprintf(c.said, c.n)))
		}
	}
	return parts
}
