package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// The terminal's colours, by what they are used for.
const (
	bold    = "1"
	dim     = "2"
	red     = "31"
	boldRed = "1;31"
	green   = "32"
	yellow  = "33"
	blue    = "34"
	magenta = "35"
	cyan    = "36"
)

const (
	defaultWidth = 100
	minimumWidth = 40
	maximumWidth = 200
	// label is the width of the words in front of what is told about a finding.
	label = 12
	// instances is how many addresses are listed where the report is not verbose.
	instances = 5
)

// text writes a report for people.
type text struct {
	Options
	report      *finding.Report
	out         bytes.Buffer
	width       int
	rules       map[string]finding.Rule
	obligations map[string]finding.Obligation
	sources     map[string][]string
	// told holds the rules and the remedies that stand in full above.
	told map[string]bool
}

func writeText(w io.Writer, r *finding.Report, o Options) error {
	t := &text{
		Options: o, report: r, width: clamp(cmp.Or(o.Width, defaultWidth), minimumWidth, maximumWidth),
		rules: rulesByID(r), obligations: obligationsBySlug(r), sources: map[string][]string{}, told: map[string]bool{},
	}
	if o.Quiet {
		t.brief()
	} else {
		t.failures()
		t.opens()
		t.waived()
		t.problems()
		t.notes()
		t.summary()
	}
	_, err := w.Write(t.out.Bytes())
	return err
}

func (t *text) line(s string) {
	t.out.WriteString(s)
	t.out.WriteByte('\n')
}

func (t *text) paint(code, s string) string {
	if !t.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func severityColor(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return boldRed
	case finding.High:
		return red
	case finding.Medium:
		return yellow
	case finding.Low:
	}
	return cyan
}

// place is how a place is written so that terminals and editors make a link of it.
func place(p finding.Place) string {
	if p.File == "" {
		return "the configuration as a whole"
	}
	switch {
	case p.Line < 1:
		return clean(p.File)
	case p.Column < 1:
		return fmt.Sprintf("%s:%d", clean(p.File), p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", clean(p.File), p.Line, p.Column)
}

// together is the key by which findings are said in one: same rule, same place, same message apart from the address.
func together(f *finding.Finding) string {
	return fmt.Sprintf("%s\x01%s\x01%v\x01%s\x01%s", f.Rule, f.Severity, f.Place, predicate(f), holdsIn(f))
}

// failures writes a block for each group of failures: same rule, same place, same message apart from the address.
func (t *text) failures() {
	for _, g := range grouped(t.report, finding.Fail, together) {
		t.failure(g)
	}
}

func (t *text) failure(g *group) {
	color := severityColor(g.Severity)
	head := wrap(sentence(g.Finding), t.width-len(g.Severity)-2)
	for i, part := range head {
		if i == 0 {
			t.line(t.paint(color, string(g.Severity)+":") + " " + t.paint(bold, part))
		} else {
			t.line(strings.Repeat(" ", len(g.Severity)+2) + t.paint(bold, part))
		}
	}
	t.line(t.paint(blue, "   --> ") + t.linkedPlace(g.Place) + "  " + t.ruleName(g.Rule, color))
	t.excerpt(g.Place, color)
	if n := len(g.others); n > 0 {
		t.prose("also", t.addresses(g.others))
	}
	if in := holdsIn(g.Finding); in != "" {
		t.prose("holds in", in)
	}
	for _, r := range g.Related {
		t.prose("see", place(r.Place)+" ("+r.Message+")")
	}
	for _, c := range calls(g.Finding) {
		t.prose("called from", strings.TrimSpace(place(c.Place)+" "+c.Message))
	}
	t.explain(g.Finding)
	t.line("")
}

// addresses lists where else a finding holds.
func (t *text) addresses(fs []*finding.Finding) string {
	var names []string
	for i, f := range fs {
		if i == instances && !t.Verbose {
			names = append(names, fmt.Sprintf("and %d more", len(fs)-i))
			break
		}
		names = append(names, f.Address)
	}
	return strings.Join(names, ", ")
}

// explain says why the rule matters, what demands it and what to write instead; later findings of the rule refer to the first.
func (t *text) explain(f *finding.Finding) {
	rule := t.rules[f.Rule]
	remedy := strings.TrimSpace(rule.Remedy.For(f.Cloud))
	if t.told[f.Rule] {
		if remedy == "" || t.told[f.Rule+"\x00"+remedy] {
			t.prose("help", "as for "+rule.Name+" above")
			return
		}
		t.told[f.Rule+"\x00"+remedy] = true
		t.prose("why", "as for "+rule.Name+" above")
		t.remedy(remedy)
		return
	}
	t.told[f.Rule], t.told[f.Rule+"\x00"+remedy] = true, true
	t.prose("why", rule.Why)
	t.prose("demanded by", t.demand(rule))
	t.remedy(remedy)
}

func (t *text) demand(rule finding.Rule) string {
	o := t.obligations[rule.Obligation]
	paragraphs := citations(rule, o)
	cited := make([]string, 0, len(paragraphs))
	for _, c := range paragraphs {
		cited = append(cited, c.Text)
	}
	title := cmp.Or(o.Title, rule.Obligation)
	if len(cited) > 0 {
		title += " (" + strings.Join(cited, "; ") + ")"
	}
	if rule.Tier == finding.TierHardening {
		title = "good practice beyond the agreement, for " + title
	}
	return title
}

// remedy writes prose wrapped and code as it stands.
func (t *text) remedy(remedy string) {
	if !isCode(remedy) {
		t.prose("instead", remedy)
		return
	}
	lead := t.lead("instead")
	for _, line := range strings.Split(remedy, "\n") {
		line = strings.ReplaceAll(strings.TrimRight(line, " \t\r"), "\t", "  ")
		t.line(strings.TrimRight(lead+t.paint(green, clean(line)), " "))
		lead = t.lead("")
	}
}

func (t *text) lead(name string) string {
	if name == "" {
		return strings.Repeat(" ", label+6)
	}
	return "    " + t.paint(blue, "= "+name) + strings.Repeat(" ", label-len(name))
}

// prose writes a labelled paragraph.
func (t *text) prose(name, s string) {
	lead := t.lead(name)
	for _, part := range wrap(s, t.width-label-6) {
		t.line(lead + part)
		lead = t.lead("")
	}
}

// isCode tells HCL from prose: an assignment or a block at the head of a line.
func isCode(s string) bool {
	return slices.ContainsFunc(strings.Split(s, "\n"), func(line string) bool {
		words := strings.Fields(line)
		return len(words) > 1 && (words[1] == "=" || words[len(words)-1] == "{")
	})
}
