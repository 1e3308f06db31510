package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// ComparisonFormats are the forms of a comparison, sorted.
var ComparisonFormats = []string{"json", "markdown", "text"}

// WriteComparison writes a comparison in one of ComparisonFormats.
func WriteComparison(w io.Writer, format string, c Comparison) error {
	var err error
	switch format {
	case "json":
		err = WriteValue(w, c)
	case "markdown":
		_, err = io.WriteString(w, c.markdown())
	case "text":
		_, err = io.WriteString(w, c.text())
	default:
		err = fmt.Errorf("unknown format %q: use one of %s", format, strings.Join(ComparisonFormats, ", "))
	}
	if err != nil {
		return fmt.Errorf("write comparison: %w", err)
	}
	return nil
}

// summary is the comparison in one line.
func (c Comparison) summary() string {
	if c.nothing() {
		return "nothing changed"
	}
	parts := []string{fmt.Sprintf("%d worse", len(c.Worse)), fmt.Sprintf("%d better", len(c.Better))}
	if n := len(c.Standing); n > 0 {
		parts = append(parts, finding.Counted(n, "obligation")+" changed")
	}
	if n := len(c.Appeared) + len(c.Vanished); n > 0 {
		parts = append(parts, fmt.Sprintf("%d appeared, %d vanished", len(c.Appeared), len(c.Vanished)))
	}
	return strings.Join(parts, " · ")
}

func (c Comparison) nothing() bool {
	return len(c.Standing)+len(c.Worse)+len(c.Better)+len(c.Appeared)+len(c.Vanished) == 0
}

// stands is a state for people, and verdictOr a verdict.
func stands(s State) string { return cmp.Or(string(s), "not known") }

func verdictOr(s string) string { return cmp.Or(s, "none") }

func (c Comparison) text() string {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(visible.Line(fmt.Sprintf(format, args...)) + "\n") }
	for _, remark := range c.Remarks {
		line("note: %s", remark)
	}
	for _, s := range c.Standing {
		line("%s: %s, before %s", s.Title, stands(s.After), stands(s.Before))
	}
	for _, part := range []struct {
		name    string
		changes []VerdictChange
	}{{"worse", c.Worse}, {"better", c.Better}} {
		for _, v := range part.changes {
			line("%s: %s, before %s: %s [%s] %s", part.name, verdictOr(v.After), verdictOr(v.Before), v.Message, v.Rule, at(v.Place))
		}
	}
	for _, e := range c.Appeared {
		line("appeared: %s", e.name())
	}
	for _, e := range c.Vanished {
		line("vanished: %s", e.name())
	}
	for _, r := range c.Rules {
		line("%s rule: %s", r.Change, r.Rule)
	}
	line("%s", c.summary())
	return b.String()
}

func (e Examined) name() string {
	if e.Root == "" || e.Root == "." {
		return e.Concept + " " + e.Address
	}
	return e.Concept + " " + e.Address + " in " + e.Root
}

// Markdown lists so many changes of a kind, as long as there is room beside the summary of a run; the numbers tell of the rest.
const (
	maxCompared  = 100
	roomCompared = 96 << 10
)

func (c Comparison) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## What changed: %s\n\n", inline(c.summary()))
	for _, remark := range c.Remarks {
		fmt.Fprintf(&b, "- **Note:** %s\n", inline(remark))
	}
	if len(c.Remarks) > 0 {
		b.WriteString("\n")
	}
	if len(c.Standing) > 0 {
		b.WriteString("| Obligation | Before | After |\n|---|---|---|\n")
		for _, s := range c.Standing {
			after := stands(s.After)
			if s.After == NotMet {
				after = "**not met**"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", inline(s.Title), stands(s.Before), after)
		}
		b.WriteString("\n")
	}
	verdicts(&b, "Worse", c.Worse)
	verdicts(&b, "Better", c.Better)
	folded(&b, "appeared", c.Appeared)
	folded(&b, "vanished", c.Vanished)
	if len(c.Rules) > 0 {
		b.WriteString("Rules that judged one of the runs alone, and are left out above:")
		for _, r := range c.Rules {
			fmt.Fprintf(&b, " %s (%s)", code(r.Rule), r.Change)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func verdicts(b *strings.Builder, title string, changes []VerdictChange) {
	if len(changes) == 0 {
		return
	}
	fmt.Fprintf(b, "### %s: %s\n\n", title, finding.Counted(len(changes), "verdict"))
	some(b, changes, func(v VerdictChange) string {
		place := ""
		if v.Place.File != "" {
			place = " " + code(at(v.Place))
		}
		return fmt.Sprintf("- **%s**, before %s: %s [%s]%s\n", inline(verdictOr(v.After)), inline(verdictOr(v.Before)), inline(v.Message), code(v.Rule), place)
	})
	b.WriteString("\n")
}

func folded(b *strings.Builder, what string, all []Examined) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "<details><summary>%d %s</summary>\n\n", len(all), what)
	some(b, all, func(e Examined) string { return "- " + inline(e.name()) + "\n" })
	b.WriteString("\n</details>\n\n")
}

// some lists the first of a kind, as many as there is room for.
func some[T any](b *strings.Builder, all []T, entry func(T) string) {
	for i, one := range all {
		text := entry(one)
		if i == maxCompared || b.Len()+len(text) > roomCompared {
			fmt.Fprintf(b, "- and %d more\n", len(all)-i)
			return
		}
		b.WriteString(text)
	}
}
