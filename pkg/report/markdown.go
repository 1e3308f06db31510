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
		m.section("", []string{"- " + inline(c.said()) + "\n\n"}, "")
	}
	m.failures(standings)
	m.opens()
	m.waivers()
	notes := unique(r.Notes)
	for i, note := range notes {
		notes[i] = "- " + inline(note) + "\n"
	}
	m.section("", notes, "")
	if m.left > 0 {
		fmt.Fprintf(&m.out, "\nAnd %d more, left out: GitHub shows no more than 1 MiB of a summary.\n", m.left)
	}
	_, err := w.Write(m.out.Bytes())
	return err
}

// section writes entries between a heading and an end, as many as there is room for; neither of those stands where no entry does.
func (m *markdown) section(heading string, entries []string, end string) {
	const rest = 256 // for what follows
	for i, entry := range entries {
		if i == 0 {
			entry = heading + entry
		}
		if m.left > 0 || m.out.Len()+len(entry)+len(end)+rest > maxMarkdown {
			m.left += len(entries) - i
			if i == 0 {
				return
			}
			break
		}
		m.out.WriteString(entry)
	}
	if len(entries) > 0 {
		m.out.WriteString(end)
	}
}

func (m *markdown) problems() {
	entries := make([]string, 0, len(m.report.Problems))
	for _, p := range m.report.Problems {
		kind := "Warning"
		if p.Incomplete {
			kind = "Not read"
		}
		entries = append(entries, fmt.Sprintf("- **%s:** %s%s\n", kind, inline(whole(p)), m.at(p.Place)))
	}
	m.section("", entries, "\n")
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
		entries := make([]string, 0, len(byBasis[h.basis]))
		for _, g := range byBasis[h.basis] {
			entries = append(entries, fmt.Sprintf("- **%s** %s%s [%s]\n", g.Severity, inline(said(g)), m.at(g.Place), m.rule(g.Rule)))
		}
		m.section("### "+inline(h.title)+"\n\n", entries, "\n")
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
	var entries []string
	for _, c := range causes(open) {
		entries = append(entries, fmt.Sprintf("- %s: %s%s\n",
			inline(cmp.Or(c.wait, "for other reasons")), finding.Counted(len(c.findings), "verdict"), m.at(c.findings[0].Place)))
	}
	m.details(title, entries)
}

// waivers lists the accepted exceptions of the run.
func (m *markdown) waivers() {
	entries := make([]string, 0, len(m.report.Waivers))
	for _, w := range m.report.Waivers {
		until := ""
		if w.Until != "" {
			until = ", until " + w.Until
		}
		if w.Ended {
			until += ", **ended**"
		}
		entries = append(entries, fmt.Sprintf("- %s for %s: %s%s%s (%s)\n",
			code(w.Rule), inline(w.Covers), inline(w.Reason), until, m.at(w.Place), finding.Counted(w.Findings, "finding")))
	}
	m.details(finding.Counted(len(m.report.Waivers), "waiver"), entries)
}

// details is a section that is folded until somebody asks for it.
func (m *markdown) details(title string, entries []string) {
	m.section("<details><summary>"+title+"</summary>\n\n", entries, "\n</details>\n\n")
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
