package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// opens lists what could not be told, by what it waits for: one missing variable then stands once, not at every resource it reaches.
func (t *text) opens() {
	if t.Open == OpenHide {
		return
	}
	open := chosen(t.report, due(finding.Open))
	if len(open) == 0 {
		return
	}
	title := fmt.Sprintf("could not tell: %s", finding.Counted(len(open), "verdict"))
	if t.Open == OpenFail {
		title += ", counted as failures"
	}
	t.line(t.paint(magenta, title))
	all := causes(open)
	for i, c := range all {
		if i == mostCauses && len(all) > i+1 && !t.Verbose {
			t.moreCauses(all[i:])
			break
		}
		t.cause(c)
	}
	t.line("")
}

// moreCauses counts what is left out.
func (t *text) moreCauses(rest []cause) {
	waiting := 0
	for _, c := range rest {
		waiting += len(c.findings)
	}
	t.line("")
	said := fmt.Sprintf("and %s more, for which %s wait; -v lists them, baalint doctor says which inputs settle most",
		finding.Counted(len(rest), "cause"), finding.Counted(waiting, "verdict"))
	for _, part := range visible.Wrap(said, t.width-2) {
		t.line("  " + part)
	}
}

// cause is something that verdicts wait for.
type cause struct {
	// wait is the sentence of a wait; "" gathers the verdicts that wait for nothing that has a name.
	wait     string
	findings []*finding.Finding
}

// causes spreads verdicts over what they wait for. A verdict that waits for several things stands under the one that most wait
// for, so that each is listed once. The most wanted comes first.
func causes(open []*finding.Finding) []cause {
	wanted := map[string]int{}
	for _, f := range open {
		for _, wait := range f.Waits {
			wanted[wait.Sentence()]++
		}
	}
	byWait := map[string][]*finding.Finding{}
	for _, f := range open {
		first := ""
		for _, w := range f.Waits {
			wait := w.Sentence()
			if wanted[wait] > wanted[first] || wanted[wait] == wanted[first] && wait < first {
				first = wait
			}
		}
		byWait[first] = append(byWait[first], f)
	}
	out := make([]cause, 0, len(byWait))
	for wait, findings := range byWait {
		slices.SortStableFunc(findings, worse)
		out = append(out, cause{wait, findings})
	}
	slices.SortFunc(out, func(a, b cause) int {
		return cmp.Or(
			boolean(a.wait == "", b.wait == ""),
			cmp.Compare(len(b.findings), len(a.findings)),
			cmp.Compare(a.wait, b.wait),
		)
	})
	return out
}

// boolean orders false before true.
func boolean(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (t *text) cause(c cause) {
	t.line("")
	for _, part := range visible.Wrap(cmp.Or(c.wait, "for other reasons"), t.width-2) {
		t.line("  " + t.paint(bold, part))
	}
	t.waiting(c)
}

// reason is what is to be said of a verdict that its cause does not say: what the rule states; "" where something that is waited for
// is all.
func (c cause) reason(f *finding.Finding) string {
	if slices.ContainsFunc(f.Waits, func(w finding.Wait) bool { return strings.Contains(f.Message, w.Text) }) {
		return ""
	}
	return predicate(f)
}

// beside is what else a verdict waits for, in parentheses; "" where nothing.
func (c cause) beside(f *finding.Finding) string {
	others := make([]string, 0, len(f.Waits))
	for _, w := range f.Waits {
		if w.Sentence() != c.wait {
			others = append(others, w.Text)
		}
	}
	switch len(others) {
	case 0:
		return ""
	case 1:
		return " (also: " + others[0] + ")"
	}
	return fmt.Sprintf(" (also: %s, and %d more)", others[0], len(others)-1)
}

// waiting lists verdicts under their cause, one entry for each rule and reason.
func (t *text) waiting(c cause) {
	entries := alike(c.findings, func(f *finding.Finding) string {
		return strings.Join([]string{f.Rule, c.reason(f), c.beside(f), holdsIn(f)}, "\x01")
	})
	for i, members := range entries {
		if i == reasons && len(entries) > i+1 && !t.Verbose {
			t.line(fmt.Sprintf("    and %s more", finding.Counted(len(entries)-i, "rule")))
			break
		}
		e := members[0]
		head := "    " + t.linkedPlace(e.Place) + "  " + t.ruleName(e.Rule, magenta)
		if in := holdsIn(e); in != "" {
			head += "  in " + visible.Line(in)
		}
		t.line(head)
		said := t.addresses(members, "")
		if e.Force != "" {
			said += " (" + e.Force + ")"
		}
		if t.Verbose || c.reason(e) != "" {
			said = sentence(e)
			if others := t.addresses(members, e.Address); others != "" {
				said += "; also " + others
			}
		}
		for _, part := range visible.Wrap(said+c.beside(e), t.width-6) {
			t.line("      " + part)
		}
	}
}

// problems lists what kept baalint from seeing the whole configuration: once what several have to say of one place, such as a block of
// a module that is called often, and once what is said of several places.
func (t *text) problems() {
	at := map[finding.Place]int{}
	for _, p := range t.report.Problems {
		at[p.Place]++
	}
	said := func(p finding.Problem) finding.Problem {
		if p.Place.File != "" && at[p.Place] > 1 {
			p.Summary = ""
		} else {
			p.Place = finding.Place{}
		}
		return p
	}
	for _, same := range alike(t.report.Problems, said) {
		t.problem(same[0], same[1:])
	}
}

func (t *text) problem(p finding.Problem, others []finding.Problem) {
	kind, color := "warning", yellow
	if p.Incomplete {
		kind, color = "error", boldRed
	}
	t.headline(kind, color, p.Summary)
	if p.Place.File != "" {
		t.line(t.paint(blue, "   --> ") + t.linkedPlace(p.Place))
		t.excerpt(p.Place, color)
	}
	for _, paragraph := range strings.Split(p.Detail, "\n") {
		for _, part := range visible.Wrap(paragraph, t.width-4) {
			t.line("    " + part)
		}
	}
	for i, other := range others {
		if i == instances && len(others) > i+1 && !t.Verbose {
			t.prose("", fmt.Sprintf("and %d more; -v lists them", len(others)-i))
			break
		}
		if other.Place == p.Place {
			t.prose(onlyFirst(i, "also"), other.Summary)
		} else {
			t.placed(onlyFirst(i, "also at"), other.Place, "")
		}
	}
	t.line("")
}

func (t *text) notes() {
	notes := unique(append(slices.Clone(t.report.Notes), t.unjudged()...))
	for _, note := range notes {
		lead := t.paint(cyan, "note:") + " "
		for _, part := range visible.Wrap(note, t.width-6) {
			t.line(lead + part)
			lead = strings.Repeat(" ", 6)
		}
	}
	if len(notes) > 0 {
		t.line("")
	}
}

// unique leaves out what was said before.
func unique(texts []string) []string {
	said := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		before := said[text]
		said[text] = true
		return before
	})
}

// unjudged says what baalint cannot judge; one note for each type where the report is verbose.
func (t *text) unjudged() []string {
	if !t.Verbose && len(t.report.Unjudged) > 0 {
		return []string{unjudgedSummary(t.report) + "; -v lists them"}
	}
	notes := make([]string, len(t.report.Unjudged))
	for i, u := range t.report.Unjudged {
		notes[i] = fmt.Sprintf("baalint does not read the settings of %s: %s, the first at %s", u.Type, finding.Counted(u.Resources, "resource"), place(u.Place))
	}
	return notes
}

func unjudgedSummary(r *finding.Report) string {
	resources := 0
	for _, u := range r.Unjudged {
		resources += u.Resources
	}
	return fmt.Sprintf("baalint does not read the settings of %s of %s", finding.Counted(resources, "resource"), finding.Counted(len(r.Unjudged), "type"))
}
