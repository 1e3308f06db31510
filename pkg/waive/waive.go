// Package waive applies accepted exceptions to what a run found: comments in the configuration, and entries of the file of settings.
// A waiver covers what it names and nothing else, says why, and may end; those that do not are findings themselves.
package waive

import (
	"fmt"
	"slices"

	"github.com/baalint/baalint/pkg/finding"
)

// Comment is a comment of the configuration for which IsComment holds.
type Comment struct {
	// Text is what it says, without marks; Place is where that stands.
	Text  string
	Place finding.Place
	// Block is the type of the top-level block that it stands on or in, "" where it stands on nothing; Header is that block's.
	Block  string
	Header finding.Place
	// Range is what it stands on; Whole is true where that is the block itself.
	Range finding.Place
	Whole bool
	// Judged is true where the run has judged all that the comment can be for.
	Judged bool
	// Void says why no comment of the file waives anything, "" where one may.
	Void string
}

// Entry is a waiver of the file of settings: for an address, or for what is found of the configuration as a whole, in a root.
type Entry struct {
	Rule                    string
	Address, Root           string
	Environments            []string
	Reason, Until, Approver string
	Place                   finding.Place
	// Judged is as in Comment.
	Judged bool
}

// Run is what waivers are held against.
type Run struct {
	// Today is the day of the judgement, year-month-day.
	Today string
	// Rules are all rules that there are, whether they ran or not; Ran tells by id which did.
	Rules []finding.Rule
	Ran   map[string]bool
	// Complete is false where something went unread or a rule failed: nothing is known to be needless then.
	Complete bool
	// Roots are those that were judged.
	Roots []string
	// Block gives the header of the block that declares the resource that a finding is about; the zero Place where it is about none.
	// Origins gives the places that its value comes from, beside its own.
	Block   func(*finding.Finding) finding.Place
	Origins func(*finding.Finding) []finding.Place
}

// waiver is a waiver of one rule.
type waiver struct {
	*finding.Waiver
	scope        scope
	environments []string
	judged       bool
	hint         string
	findings     int // how many it covers
}

// book holds the waivers of a run.
type book struct {
	run    Run
	all    []*waiver
	byRule map[string][]*waiver
	roots  map[string]*[]string // those named in waivers of a rule without an address
	faults []finding.Finding
}

// Apply sets the waiver of every finding that one covers. A finding of several environments of which a waiver names some is split. It
// returns the findings, those about the waivers themselves among them, in the order of finding.Sort; and the waivers that
// can be read.
func Apply(findings []finding.Finding, comments []Comment, entries []Entry, run Run) ([]finding.Finding, []finding.Exception) {
	b := &book{run: run, byRule: map[string][]*waiver{}, roots: map[string]*[]string{}}
	for i := range comments {
		b.addComment(&comments[i])
	}
	for _, e := range entries {
		b.addEntry(e)
	}
	var out []finding.Finding
	for i := range findings {
		out = b.waive(out, &findings[i])
	}
	b.unused()
	out = append(out, b.faults...)
	finding.Sort(out)
	register := make([]finding.Exception, len(b.all))
	for i, w := range b.all {
		register[i] = finding.Exception{Waiver: *w.Waiver, Findings: w.findings, Ended: w.ended(b.run.Today)}
	}
	return out, register
}

// stands are the types of blocks that findings stand in.
var stands = []string{"resource", "data", "module", "terraform", "provider"}

func (b *book) addComment(c *Comment) {
	s, bad := parse(c.Text)
	switch {
	case c.Void != "":
		b.fault(malformed, "", c.Place, c.Void)
		return
	case bad != nil:
		b.fault(malformed, "", part(c, bad.at, 0), bad.said)
		return
	case c.Block == "":
		b.fault(malformed, "", c.Place, "stands on nothing: write it in the line above a block or an attribute, or behind one")
		return
	case !slices.Contains(stands, c.Block):
		b.fault(malformed, "", c.Place, fmt.Sprintf("stands on a %s block, where nothing is ever found: write it on the resource or the module call", c.Block))
		return
	}
	for _, rule := range s.rules {
		b.add(rule.text, &waiver{
			Waiver: &finding.Waiver{Covers: c.words(), Reason: s.reason, Until: s.until, Approver: s.approver, Inline: true,
				Place: part(c, rule.at, len(rule.text))},
			scope: c, judged: c.Judged,
		})
	}
}

// words says what a comment is for.
func (c *Comment) words() string {
	switch {
	case c.Whole && c.Block == "module":
		return fmt.Sprintf("all below the module call at %s:%d", c.Header.File, c.Header.Line)
	case c.Whole:
		return fmt.Sprintf("the block at %s:%d", c.Header.File, c.Header.Line)
	}
	return fmt.Sprintf("%s:%d", c.Range.File, c.Range.Line)
}

func (b *book) addEntry(e Entry) {
	w := &waiver{
		Waiver:       &finding.Waiver{Covers: e.Address, Reason: e.Reason, Until: e.Until, Approver: e.Approver, Place: e.Place},
		environments: e.Environments, judged: e.Judged,
	}
	if e.Address == "" {
		w.Covers = "the configuration as a whole, in " + e.Root
		roots := b.rootsOf(e.Rule)
		if !w.ended(b.run.Today) {
			*roots = append(*roots, e.Root)
		}
		w.scope = byRoots{e.Root, b.run.Roots, roots}
	} else {
		pattern, err := parseAddress(e.Address)
		if err != nil {
			b.fault(malformed, e.Rule, e.Place, fmt.Sprintf("names an address that %s", err))
			return
		}
		w.scope = byAddress{e.Address, pattern, e.Root}
	}
	b.add(e.Rule, w)
}

func (b *book) rootsOf(rule string) *[]string {
	if r := named(b.run.Rules, rule); r != nil {
		rule = r.ID
	}
	if b.roots[rule] == nil {
		b.roots[rule] = &[]string{}
	}
	return b.roots[rule]
}

// add takes in a waiver of the rule of a name, unless it is none or the waiver has ended.
func (b *book) add(name string, w *waiver) {
	rule := named(b.run.Rules, name)
	if rule == nil {
		b.fault(malformed, name, w.Place, unknown(b.run.Rules, name))
		return
	}
	w.Rule = rule.ID
	b.all = append(b.all, w)
	if w.ended(b.run.Today) {
		b.fault(expired, rule.Name, w.Place, fmt.Sprintf("ended on %s; it was for %s", w.Until, w.Covers))
		return
	}
	b.byRule[rule.ID] = append(b.byRule[rule.ID], w)
}

// ended tells whether the last day of a waiver is past.
func (w *waiver) ended(today string) bool { return w.Until != "" && w.Until < today }

func (b *book) fault(rule finding.Rule, named string, place finding.Place, said string) {
	b.faults = append(b.faults, broken(rule, named, place, said))
}

// waive appends a finding with its waiver, or the parts of it that some waivers cover and that none does.
func (b *book) waive(out []finding.Finding, f *finding.Finding) []finding.Finding {
	waivers := b.byRule[f.Rule]
	if f.Verdict == finding.Pass || len(waivers) == 0 {
		return append(out, *f)
	}
	s := subject{Finding: f, block: b.run.Block(f), origins: func() []finding.Place { return b.run.Origins(f) }}
	s.address, _ = parseAddress(f.Address) // one that is none is compared as a whole
	rest := *f
	whole := false // nothing is left of the finding
	for _, w := range waivers {
		if !w.scope.covers(s) {
			if w.hint == "" {
				w.hint = w.scope.hint(s)
			}
			continue
		}
		if covered, _ := w.split(f.Environments); len(covered) == 0 && len(w.environments) > 0 {
			continue
		}
		w.findings++
		covered, left := w.split(rest.Environments)
		if whole || len(covered) == 0 && len(w.environments) > 0 { // an earlier waiver covers it
			continue
		}
		waived := rest
		waived.Waiver, waived.Environments = w.Waiver, covered
		out = append(out, waived)
		rest.Environments = left
		whole = len(left) == 0
	}
	if whole {
		return out
	}
	return append(out, rest)
}

// split tells the environments that a waiver covers from the others. One that names none covers all.
func (w *waiver) split(environments []string) (covered, left []string) {
	if len(w.environments) == 0 {
		return environments, nil
	}
	for _, e := range environments {
		if slices.Contains(w.environments, e) {
			covered = append(covered, e)
		} else {
			left = append(left, e)
		}
	}
	return covered, left
}

// unused reports the waivers that cover nothing, where the run would have shown it.
func (b *book) unused() {
	for _, ofRule := range b.byRule {
		for _, w := range ofRule {
			if w.findings > 0 || !w.judged || !b.run.Complete || !b.run.Ran[w.Rule] {
				continue
			}
			said := "covers nothing: no failure and no open verdict is left for " + w.Covers
			if w.hint != "" {
				said += "; " + w.hint
			}
			b.fault(unused, named(b.run.Rules, w.Rule).Name, w.Place, said)
		}
	}
}
