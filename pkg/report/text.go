package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
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
	// instances is how many addresses, or places, are listed where the report is not verbose, mostCauses how many things that verdicts
	// wait for, and reasons how many rules that wait for each.
	instances  = 5
	mostCauses = 8
	reasons    = 4
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
	// clouds are those of the whole report, once somebody asked for them.
	clouds []string
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
		return visible.Line(p.File)
	case p.Column < 1:
		return fmt.Sprintf("%s:%d", visible.Line(p.File), p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", visible.Line(p.File), p.Line, p.Column)
}

// sameness is what findings have in common that are said in one: rule, place, and the message apart from the address.
type sameness struct {
	rule, predicate, holdsIn string
	severity                 finding.Severity
	place                    finding.Place
}

func together(f *finding.Finding) sameness {
	return sameness{f.Rule, predicate(f), holdsIn(f), f.Severity, f.Place}
}

// failures writes a block for each rule that found something, one of each severity.
func (t *text) failures() {
	for _, d := range defects(grouped(t.report, finding.Fail, together)) {
		t.failure(d)
	}
}

// defect is what one rule found at one severity; the first group, which stands in full, speaks for the others.
type defect struct {
	*group
	further []*group
}

// count is the number of findings of a defect.
func (d *defect) count() int {
	n := 1 + len(d.others)
	for _, g := range d.further {
		n += 1 + len(g.others)
	}
	return n
}

func defects(groups []*group) []*defect {
	type ruleAt struct {
		rule     string
		severity finding.Severity
	}
	sets := alike(groups, func(g *group) ruleAt { return ruleAt{g.Rule, g.Severity} })
	all := make([]*defect, len(sets))
	for i, same := range sets {
		all[i] = &defect{same[0], same[1:]}
	}
	return all
}

func (t *text) failure(d *defect) {
	color := severityColor(d.Severity)
	t.headline(string(d.Severity), color, sentence(d.Finding))
	counted := ""
	if n := d.count(); n > 1 {
		counted = "  " + finding.Counted(n, "finding")
	}
	t.line(t.paint(blue, "   --> ") + t.linkedPlace(d.Place) + "  " + t.ruleName(d.Rule, color) + counted)
	t.excerpt(d.Place, color)
	t.prose("also", t.addresses(d.others, d.Address))
	if in := holdsIn(d.Finding); in != "" {
		t.prose("holds in", in)
	}
	for _, r := range d.Related {
		t.prose("see", place(r.Place)+" ("+r.Message+")")
	}
	for _, c := range calls(d.Finding) {
		t.prose("called from", strings.TrimSpace(place(c.Place)+" "+c.Message))
	}
	t.further(d)
	t.explain(d)
	t.line("")
}

// headline writes what is wrong, in front of everything else about it.
func (t *text) headline(kind, color, said string) {
	lead := t.paint(color, kind+":") + " "
	for _, part := range visible.Wrap(said, t.width-len(kind)-2) {
		t.line(lead + t.paint(bold, part))
		lead = strings.Repeat(" ", len(kind)+2)
	}
}

// further lists where else the rule found something, one line each.
func (t *text) further(d *defect) {
	for i, g := range d.further {
		if i == instances && len(d.further) > i+1 && !t.Verbose {
			t.prose("", fmt.Sprintf("and %d more places; -v lists them", len(d.further)-i))
			break
		}
		said := g.Address
		if predicate(g.Finding) != predicate(d.Finding) || said == "" || said == estate {
			said = sentence(g.Finding)
		}
		if others := t.addresses(g.others, g.Address); others != "" {
			said += ", " + others
		}
		if in := holdsIn(g.Finding); in != holdsIn(d.Finding) {
			said += " in " + in
		}
		t.placed(onlyFirst(i, "also at"), g.Place, said)
	}
}

// onlyFirst is a label for the first of several lines, and none for the others.
func onlyFirst(i int, name string) string {
	if i > 0 {
		return ""
	}
	return name
}

// placed writes a labelled place and what is there, behind it where it fits, else below.
func (t *text) placed(name string, p finding.Place, said string) {
	room := t.width - label - 6
	line := t.lead(name) + t.linkedPlace(p)
	if said == "" {
		t.line(line)
		return
	}
	if whole := visible.OneLine(said); visible.Columns(place(p))+2+visible.Columns(whole) <= room {
		t.line(line + "  " + whole)
		return
	}
	t.line(line)
	for _, part := range visible.Wrap(said, room-2) {
		t.line(t.lead("") + "  " + part)
	}
}

// addresses lists where else a finding holds, each address once, and one that stands there already not at all.
func (t *text) addresses(fs []*finding.Finding, said string) string {
	var names []string
	seen := map[string]bool{said: true}
	for _, f := range fs {
		if !seen[f.Address] {
			seen[f.Address] = true
			names = append(names, f.Address)
		}
	}
	if n := len(names); n > instances && !t.Verbose {
		names = append(names[:instances:instances], fmt.Sprintf("and %d more", n-instances))
	}
	return strings.Join(names, ", ")
}

// explain says why the rule matters, what demands it and what to write instead; a later block of the rule refers to the first.
func (t *text) explain(d *defect) {
	rule := t.rules[d.Rule]
	fresh := slices.DeleteFunc(t.remedies(d, rule), func(r remedy) bool { return t.told[d.Rule+"\x00"+r.text] })
	switch {
	case !t.told[d.Rule]:
		t.told[d.Rule] = true
		t.prose("why", rule.Why)
		t.prose("demanded by", t.demand(rule))
	case len(fresh) == 0:
		t.prose("help", "as for "+rule.Name+" above")
	default:
		t.prose("why", "as for "+rule.Name+" above")
	}
	for _, r := range fresh {
		t.told[d.Rule+"\x00"+r.text] = true
		t.remedy(r, len(fresh) > 1)
	}
}

func (t *text) demand(rule finding.Rule) string {
	o := t.obligations[basis(rule)]
	paragraphs := citations(rule, o)
	cited := make([]string, 0, len(paragraphs))
	for _, c := range paragraphs {
		cited = append(cited, c.Text)
	}
	title := cmp.Or(o.Title, basis(rule))
	if len(cited) > 0 {
		title += " (" + strings.Join(cited, "; ") + ")"
	}
	switch rule.Tier {
	case finding.TierObligation:
	case finding.TierProfile:
		title = rule.Force + ": " + title
	case finding.TierHardening:
		title = "good practice beyond the agreement, for " + title
	}
	return title
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
	for _, part := range visible.Wrap(s, t.width-label-6) {
		t.line(lead + part)
		lead = t.lead("")
	}
}
