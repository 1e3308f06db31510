package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// agreementConcepts are those of the facts that the agreement yields.
var agreementConcepts = []string{"agreement", "practice", "vendor", "subcontractor"}

// htmlSystem is what a column of findings is about: a service in a root module, the agreement, or the configuration as a whole.
type htmlSystem struct {
	Number            int
	Root, Name, Cloud string
	facts             map[string]bool
}

// Facts counts what was examined of it.
func (s *htmlSystem) Facts() int { return len(s.facts) }

// htmlPart is an obligation, or a profile, with its verdicts.
type htmlPart struct {
	// ID is what links lead to, Slug the name in filters.
	ID, Slug  string
	Title     string
	Standing  Standing
	Class     string
	Demand    string
	Outside   string
	Force     string
	Citations []finding.Citation
	Rules     []htmlRule
	Cells     []*htmlCell
}

// htmlRule is a rule of a part.
type htmlRule struct {
	finding.Rule
	Anchor string
	// Remedies are those for what was found.
	Remedies []finding.RemedySection
}

// htmlCell is what was found about one system under one obligation.
type htmlCell struct {
	ID       string
	System   *htmlSystem
	Standing Standing
	Class    string
	Rows     []*htmlRow

	alike map[string]*htmlRow
}

// htmlRow is one verdict of one rule on all facts of which it says the same.
type htmlRow struct {
	*finding.Finding
	// ID is "" for a pass that nothing leads to.
	ID     string
	Rule   finding.Rule
	Anchor string
	Class  string
	Mark   string
	Said   string
	// Cited is what demands it, Asked how it stands to what the run was asked about.
	Cited  string
	Asked  string
	Sights []*htmlSight
	Places int
	Spots  []htmlSpot

	seen map[string]*htmlSight // by what was seen, in words
}

// htmlSight is what was seen of some facts alike.
type htmlSight struct {
	// Decided is the field that a failure or an open verdict rests on, nil where that is none; Seen are the other fields that are set, or
	// unknown; Unset the names of the rest.
	Decided *finding.Field
	Seen    []finding.Field
	Unset   string
	Items   []*finding.Finding
}

// Folded is true for a list that is shown when it is asked for.
func (r *htmlRow) Folded() bool {
	return r.Places > 20 || r.Verdict == finding.Pass && r.Places > 3
}

// List is the list of the facts. There are tens of thousands of them: the template would take most of its time for these.
func (s *htmlSight) List() template.HTML {
	var list strings.Builder
	list.WriteString(`<ul class="items">`)
	for _, f := range s.Items {
		list.WriteString("<li>")
		list.WriteString(template.HTMLEscapeString(named(f)))
		if f.Place.File != "" {
			list.WriteString(" <i>")
			list.WriteString(template.HTMLEscapeString(at(f.Place)))
			list.WriteString("</i>")
		}
	}
	list.WriteString("</ul>")
	return template.HTML(list.String()) //nolint:gosec // all that others have written is escaped
}

// named is what a finding is about, in words.
func named(f *finding.Finding) string {
	if f.Address == estate {
		return "the configuration as a whole"
	}
	return f.Address
}

// htmlBuilder puts the parts of the page together.
type htmlBuilder struct {
	// order are the findings, the worst first.
	order       []*finding.Finding
	report      *finding.Report
	options     Options
	examined    *examined
	standings   []Standing
	obligations map[string]finding.Obligation // by slug, and the profiles by name
	systems     []*htmlSystem
	bySystem    map[[3]string]*htmlSystem
	cells       map[string]map[*htmlSystem]*htmlCell // by the slug of the obligation
	anchors     map[string]int
	remedies    map[string]finding.Remedy // by rule
}

func newHTMLBuilder(r *finding.Report, o Options) *htmlBuilder {
	b := &htmlBuilder{
		report: r, options: o, examined: examine(r), standings: Standings(r), obligations: obligationsBySlug(r), bySystem: map[[3]string]*htmlSystem{},
		cells: map[string]map[*htmlSystem]*htmlCell{}, anchors: map[string]int{}, remedies: remedies(r),
	}
	b.order = ranked(r, every)
	for _, f := range b.order {
		s := b.system(f)
		s.facts[f.Fact] = true
	}
	slices.SortFunc(b.systems, func(x, y *htmlSystem) int {
		return cmp.Or(strings.Compare(x.Root, y.Root), strings.Compare(x.Name, y.Name), strings.Compare(x.Cloud, y.Cloud))
	})
	for i, s := range b.systems {
		s.Number = i + 1
	}
	for _, f := range b.order {
		b.add(f)
	}
	incomplete := Incomplete(r)
	for _, cells := range b.cells {
		for _, cell := range cells {
			cell.Standing.settle(finding.Obligation{}, true, incomplete)
			cell.Class = stateClass(cell.Standing.State)
			slices.SortStableFunc(cell.Rows, compareRows)
		}
	}
	return b
}

// system finds, or makes, what a finding is about.
func (b *htmlBuilder) system(f *finding.Finding) *htmlSystem {
	s := htmlSystem{Root: f.Root, Cloud: f.Cloud, Name: f.Type}
	if fact := b.examined.fact(f); fact != nil {
		s.Name = cmp.Or(fact.Service, s.Name)
	}
	switch {
	case slices.Contains(agreementConcepts, f.Concept):
		s = htmlSystem{Name: "The agreement"}
	case f.Address == estate:
		s = htmlSystem{Name: "The configuration as a whole"}
	case f.Concept == "state":
		s.Name = "Terraform's state"
	case s.Name == "":
		s.Name = "Other"
	}
	key := [3]string{s.Root, s.Cloud, s.Name}
	if b.bySystem[key] == nil {
		s.facts = map[string]bool{}
		b.bySystem[key] = &s
		b.systems = append(b.systems, &s)
	}
	return b.bySystem[key]
}

// add puts a finding into its cell, and there into the row of those that say the same.
func (b *htmlBuilder) add(f *finding.Finding) {
	rule, s := b.examined.rules[f.Rule], b.system(f)
	under := basis(rule)
	if b.cells[under] == nil {
		b.cells[under] = map[*htmlSystem]*htmlCell{}
	}
	cell := b.cells[under][s]
	if cell == nil {
		cell = &htmlCell{ID: fmt.Sprintf("e-%s-%d", fragment(under), s.Number), System: s, alike: map[string]*htmlRow{}}
		b.cells[under][s] = cell
	}
	cell.Standing.count(f, rule)
	key := sentenceOf(f)
	row := cell.alike[key]
	if row == nil {
		row = &htmlRow{Finding: f, Rule: rule, Anchor: "r-" + fragment(f.Rule), Cited: cited(rule, b.obligations[under]), seen: map[string]*htmlSight{}}
		row.Asked = asked(b.report, f)
		row.describe()
		if f.Verdict != finding.Pass {
			b.name(row)
		}
		cell.alike[key] = row
		cell.Rows = append(cell.Rows, row)
	}
	row.add(f, b.examined.seen(f))
}

// add adds a finding to those of which the same was seen.
func (r *htmlRow) add(f *finding.Finding, seen []finding.Field) {
	r.Places++
	words := inWords(seen)
	sight := r.seen[words]
	if sight == nil {
		sight = &htmlSight{}
		sight.show(seen, f)
		r.seen[words] = sight
		r.Sights = append(r.Sights, sight)
	}
	sight.Items = append(sight.Items, f)
}

// show sorts what was seen.
func (s *htmlSight) show(seen []finding.Field, f *finding.Finding) {
	var unset []string
	for _, field := range seen {
		switch {
		case field.Name == f.Field && f.Verdict != finding.Pass:
			s.Decided = &field
		case field.Value == "" && !field.Unknown:
			unset = append(unset, field.Name)
		default:
			s.Seen = append(s.Seen, field)
		}
	}
	s.Unset = strings.Join(unset, ", ")
}

// name makes a verdict something that links can lead to.
func (b *htmlBuilder) name(row *htmlRow) {
	if row.ID == "" {
		row.ID = b.anchor("v-" + b.options.fingerprint(row.Finding)[:12])
	}
}

// anchor is a name that nothing else on the page has.
func (b *htmlBuilder) anchor(name string) string {
	b.anchors[name]++
	if n := b.anchors[name]; n > 1 {
		return fmt.Sprintf("%s-%d", name, n)
	}
	return name
}

// describe puts a verdict in words.
func (r *htmlRow) describe() {
	r.Class, r.Mark = string(r.Verdict), map[finding.Verdict]string{finding.Pass: "met", finding.Fail: "not met", finding.Open: "open"}[r.Verdict]
	if r.Waived() {
		r.Class, r.Mark = "waived", r.Mark+", waived"
	}
	if r.Message == r.Rule.Title || r.Address == estate {
		r.Said = sentence(&finding.Finding{Message: r.Message})
		return
	}
	r.Said = strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(predicate(r.Finding), "\x00 "), "\x00", "it"), ".")
}

// compareRows puts what is to be done in front: failures before open verdicts before passes, waived ones behind, what the run was asked
// about before the rest, the worst first.
func compareRows(a, b *htmlRow) int {
	order := map[string]int{"fail": 1, "open": 2, "waived": 3, "pass": 4}
	due := func(r *htmlRow) int { return map[bool]int{true: 1}[r.Due()] }
	return cmp.Or(
		cmp.Compare(order[a.Class], order[b.Class]), due(b)-due(a), cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), strings.Compare(a.Rule.ID, b.Rule.ID),
		worse(a.Finding, b.Finding),
	)
}

// parts are the obligations with verdicts, in the order of the standings, and behind them the profiles.
func (b *htmlBuilder) parts() []*htmlPart {
	under := headings(b.standings, b.report.Profiles)
	parts := make([]*htmlPart, 0, len(under))
	standing := map[string]Standing{}
	for _, s := range b.standings {
		standing[s.Obligation] = s
	}
	for _, h := range under {
		o := b.obligations[h.basis]
		part := &htmlPart{
			ID: "o-" + fragment(h.basis), Slug: h.basis, Title: h.title, Standing: standing[h.basis], Demand: o.Demand, Outside: o.Outside, Citations: o.Citations,
		}
		part.Class = stateClass(part.Standing.State)
		for _, s := range b.systems {
			if cell := b.cells[h.basis][s]; cell != nil {
				part.Cells = append(part.Cells, cell)
			}
		}
		for _, rule := range b.report.Rules {
			if basis(rule) == h.basis {
				part.Force = rule.Force
				part.Rules = append(part.Rules, b.describe(rule))
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// describe is a rule with the remedies for what was found.
func (b *htmlBuilder) describe(rule finding.Rule) htmlRule {
	rule.Citations = citations(rule, b.obligations[basis(rule)])
	described := htmlRule{Rule: rule, Anchor: "r-" + fragment(rule.ID)}
	described.Remedies = b.remedies[rule.ID].Sections()
	return described
}

// stateClass is how the style sheet calls a state.
func stateClass(s State) string {
	switch s {
	case Met:
		return "pass"
	case NotMet:
		return "fail"
	case StateOpen:
		return "open"
	case MetWithWaivers, StateWaived:
		return "waived"
	case NotJudged:
	}
	return "none"
}
