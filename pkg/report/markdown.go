package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"

	"github.com/baalint/baalint/pkg/finding"
)

// maxMarkdown keeps a summary, with what a step may add to it, below the 1 MiB that GitHub takes of one.
const maxMarkdown = 900 << 10

// markdown writes a summary by obligation, as GitHub shows it for a job.
type markdown struct {
	*located
	out         bytes.Buffer
	rules       map[string]finding.Rule
	obligations map[string]finding.Obligation
	left        int
}

func writeMarkdown(w io.Writer, r *finding.Report, o Options) error {
	m := &markdown{located: locate(r, o), rules: rulesByID(r), obligations: obligationsBySlug(r)}
	fmt.Fprintf(&m.out, "## baalint: %s\n\n", totals(r, o, plainly))
	if NothingJudged(r) {
		m.out.WriteString("Nothing was judged. No obligation is shown to be met.\n\n")
	}
	m.problems()
	standings := Standings(m.report)
	m.table(standings)
	for _, c := range ProfileCounts(r) {
		m.entry("- " + inline(c.said()) + "\n\n")
	}
	m.failures(standings)
	m.opens()
	m.waivers()
	for _, note := range unique(r.Notes) {
		m.entry("- " + inline(note) + "\n")
	}
	if m.left > 0 {
		fmt.Fprintf(&m.out, "\nAnd %d more, left out: GitHub shows no more than 1 MiB of a summary.\n", m.left)
	}
	_, err := w.Write(m.out.Bytes())
	return err
}

// entry writes a part that may be left out where there is no room.
func (m *markdown) entry(s string) {
	const rest = 256 // for what follows
	if m.left > 0 || m.out.Len()+len(s)+rest > maxMarkdown {
		m.left++
		return
	}
	m.out.WriteString(s)
}

func (m *markdown) problems() {
	for _, p := range m.report.Problems {
		kind := "Warning"
		if p.Incomplete {
			kind = "Not read"
		}
		m.entry(fmt.Sprintf("- **%s:** %s%s\n", kind, inline(whole(p)), m.at(p.Place)))
	}
	if len(m.report.Problems) > 0 {
		m.out.WriteString("\n")
	}
}

// table is how the obligations stand.
func (m *markdown) table(standings []Standing) {
	if NothingJudged(m.report) {
		return
	}
	m.out.WriteString("| Obligation | Standing | Fail | Open | Pass |\n|---|---|--:|--:|--:|\n")
	for _, s := range standings {
		standing := string(s.State)
		if s.State == NotMet {
			standing = "**not met**"
		}
		if s.Reason != "" {
			standing += " (" + s.Reason + ")"
		}
		if s.Waived > 0 {
			standing += fmt.Sprintf(" (%d waived)", s.Waived)
		}
		fmt.Fprintf(&m.out, "| %s | %s | %d | %d | %d |\n", inline(s.Title), standing, s.Fail, s.Open, s.Pass)
	}
	m.out.WriteString("\n")
}

// failures lists what failed, by obligation, most severe first.
func (m *markdown) failures(standings []Standing) {
	byBasis := map[string][]*group{}
	for _, g := range m.failed() {
		under := basis(m.rules[g.Rule])
		byBasis[under] = append(byBasis[under], g)
	}
	for _, h := range headings(standings, m.report.Profiles) {
		groups := byBasis[h.basis]
		if len(groups) == 0 {
			continue
		}
		m.entry("### " + inline(h.title) + "\n\n")
		for _, g := range groups {
			m.entry(fmt.Sprintf("- **%s** %s%s [%s]\n", g.Severity, inline(said(g)), m.at(g.Place), m.rule(g.Rule)))
		}
		m.entry("\n")
	}
}

// rule names a rule, with a link to its page where it has one.
func (m *markdown) rule(id string) string {
	rule := m.rules[id]
	name := code(cmp.Or(rule.Name, id))
	if page := page(rule, m.obligations); page != "" {
		return "[" + name + "](" + page + ")"
	}
	return name
}

// opens lists what could not be told by what it waits for.
func (m *markdown) opens() {
	if m.Open == OpenHide {
		return
	}
	open := chosen(m.report, due(finding.Open))
	if len(open) == 0 {
		return
	}
	title := fmt.Sprintf("Could not tell: %s", finding.Counted(len(open), "verdict"))
	if m.Open == OpenFail {
		title += ", counted as failures"
	}
	m.entry("<details><summary>" + title + "</summary>\n\n")
	for _, c := range causes(open) {
		m.entry(fmt.Sprintf("- %s: %s%s\n", inline(cmp.Or(c.wait, "for other reasons")), finding.Counted(len(c.findings), "verdict"), m.at(c.findings[0].Place)))
	}
	m.out.WriteString("\n</details>\n\n")
}

// waivers lists the accepted exceptions of the run.
func (m *markdown) waivers() {
	if len(m.report.Waivers) == 0 {
		return
	}
	m.entry(fmt.Sprintf("<details><summary>%s</summary>\n\n", finding.Counted(len(m.report.Waivers), "waiver")))
	for _, w := range m.report.Waivers {
		until := ""
		if w.Until != "" {
			until = ", until " + w.Until
		}
		if w.Ended {
			until += ", **ended**"
		}
		m.entry(fmt.Sprintf("- %s for %s: %s%s%s (%s)\n",
			code(w.Rule), inline(w.Covers), inline(w.Reason), until, m.at(w.Place), finding.Counted(w.Findings, "finding")))
	}
	m.out.WriteString("\n</details>\n\n")
}

// at says where something stands: with a link, if it is known where the repository is shown.
func (m *markdown) at(p finding.Place) string {
	if p.File == "" {
		return ""
	}
	name := m.path(p.File)
	shown := code(name)
	if p.Line > 0 {
		shown = code(fmt.Sprintf("%s:%d", name, p.Line))
	}
	if m.Blob == "" || m.downloaded(p.File) {
		return " " + shown
	}
	return fmt.Sprintf(" [%s](%s%s#L%d)", shown, m.Blob, m.uri(p.File), max(1, p.Line))
}
