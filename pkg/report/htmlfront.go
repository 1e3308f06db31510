package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// htmlTally is how many obligations stand in one way.
type htmlTally struct {
	State State
	Class string
	Count int
	// From is where the part of the picture begins, in hundredths; Width how wide it is.
	From, Width float64
}

// htmlColumn is an obligation of the matrix and of the picture.
type htmlColumn struct {
	Standing
	Class string
	// ID is where its evidence stands; "" where it has none.
	ID string
	// Bars are its verdicts, as parts of a line.
	Bars []htmlBar
}

// All counts the verdicts that decide the state.
func (c htmlColumn) All() int { return c.Pass + c.Waived + c.Open + c.Fail }

type htmlBar struct {
	Class       string
	From, Width float64
}

// htmlRoot is a root module of the matrix; its name is "" for what belongs to no root.
type htmlRoot struct {
	Name    string
	Systems []htmlLine
}

type htmlLine struct {
	*htmlSystem
	Cells []*htmlCell // by column; nil where nothing was judged
}

// columns are the obligations, and how many of them stand in each way.
func (b *htmlBuilder) columns() ([]htmlColumn, []htmlTally) {
	columns := make([]htmlColumn, len(b.standings))
	tally := []htmlTally{
		{State: Met, Class: "pass"}, {State: MetWithWaivers, Class: "waived"}, {State: StateWaived, Class: "waived"},
		{State: StateOpen, Class: "open"}, {State: NotMet, Class: "fail"}, {State: NotJudged, Class: "none"},
	}
	for i, s := range b.standings {
		columns[i] = htmlColumn{Standing: s, Class: stateClass(s.State)}
		columns[i].Bars = bars(s, columns[i].All())
		if len(b.cells[s.Obligation]) > 0 {
			columns[i].ID = "o-" + fragment(s.Obligation)
		}
		at := slices.IndexFunc(tally, func(t htmlTally) bool { return t.State == s.State })
		tally[at].Count++
	}
	tally = slices.DeleteFunc(tally, func(t htmlTally) bool { return t.Count == 0 })
	from := 0.0
	for i := range tally {
		tally[i].From, tally[i].Width = from, hundredths(tally[i].Count, len(columns))
		from += tally[i].Width
	}
	return columns, tally
}

// bars divides a line by the verdicts of an obligation. What there is shows, however little it is of the whole.
func bars(s Standing, all int) []htmlBar {
	const least = 3.0
	var list []htmlBar
	from := 0.0
	for _, part := range []struct {
		class string
		count int
	}{{"fail", s.Fail}, {"open", s.Open}, {"waived", s.Waived}, {"pass", s.Pass}} {
		if part.count == 0 {
			continue
		}
		width := max(least, hundredths(part.count, all))
		if part.class == "pass" || from+width > 100 {
			width = 100 - from
		}
		list = append(list, htmlBar{part.class, from, width})
		from += width
	}
	if n := len(list); n > 0 {
		list[n-1].Width = 100 - list[n-1].From
	}
	return list
}

func hundredths(part, whole int) float64 { return float64(part*1000/whole) / 10 }

// matrix has a line for each system, by root.
func (b *htmlBuilder) matrix(columns []htmlColumn) []htmlRoot {
	var roots []htmlRoot
	for _, s := range b.systems {
		line := htmlLine{htmlSystem: s, Cells: make([]*htmlCell, len(columns))}
		judged := false
		for i, c := range columns {
			line.Cells[i] = b.cells[c.Obligation][s]
			judged = judged || line.Cells[i] != nil
		}
		if !judged {
			continue // a profile alone speaks of it
		}
		if n := len(roots); n == 0 || roots[n-1].Name != s.Root {
			roots = append(roots, htmlRoot{Name: s.Root})
		}
		roots[len(roots)-1].Systems = append(roots[len(roots)-1].Systems, line)
	}
	return roots
}

// htmlAction is a rule that is broken, and how far.
type htmlAction struct {
	htmlRule
	Severity finding.Severity
	// Reach counts the resources that break it, Systems what they belong to. Examples are some of them.
	Reach, Systems int
	Examples       []string
	// Where is where the first of them stands.
	Where string

	score int
}

// More counts the resources that are no examples.
func (a htmlAction) More() int { return a.Reach - len(a.Examples) }

// weight is what a failure of each severity counts: one critical failure as much as nine medium ones.
var weight = map[finding.Severity]int{finding.Critical: 27, finding.High: 9, finding.Medium: 3, finding.Low: 1}

const (
	mostActions  = 6
	mostExamples = 3
)

// first are the rules of obligations whose repair gains most, by severity times the number of resources, and how many more there are.
func (b *htmlBuilder) first() (actions []htmlAction, later int) {
	broken := ranked(b.report, func(f *finding.Finding) bool {
		return f.Verdict == finding.Fail && !f.Waived() && b.examined.rules[f.Rule].Tier == finding.TierObligation
	})
	for _, same := range alike(broken, func(f *finding.Finding) string { return f.Rule }) {
		rule := b.examined.rules[same[0].Rule]
		a := htmlAction{htmlRule: b.describe(rule), Severity: same[0].Severity}
		resources, systems := map[string]bool{}, map[*htmlSystem]bool{}
		for _, f := range same {
			systems[b.system(f)] = true
			name := f.Root + "\x00" + f.Address
			if !resources[name] && len(a.Examples) < mostExamples {
				a.Examples = append(a.Examples, named(f))
			}
			resources[name] = true
		}
		a.Reach, a.Systems, a.score = len(resources), len(systems), weight[a.Severity]*len(resources)
		for _, cell := range b.cells[basis(rule)] {
			for _, row := range cell.Rows {
				if row.Finding == same[0] {
					a.Where = row.ID
				}
			}
		}
		actions = append(actions, a)
	}
	slices.SortStableFunc(actions, func(x, y htmlAction) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(y.Severity.Rank(), x.Severity.Rank()), strings.Compare(x.ID, y.ID))
	})
	if len(actions) > mostActions {
		return actions[:mostActions], len(actions) - mostActions
	}
	return actions, 0
}
