package report

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// suite is a testsuite: an obligation, or what could not be read.
type suite struct {
	name  string
	cases []testCase
}

// testCase is one rule on one fact. Said is its failure, error or reason for being skipped; none for a pass.
type testCase struct {
	class, name string
	outcome     string // "failure", "error", "skipped" or ""
	kind        string
	message     string
	text        string
}

// writeJUnit writes the XML that CI servers read as results of tests, as the schemas of Jenkins and Ant have in common: an
// obligation is a suite, a rule a class, a verdict a case. Open verdicts are skipped cases unless they fail the run; what kept part of
// the configuration from being read is an error. There are no times: the same input gives the same bytes.
func writeJUnit(w io.Writer, r *finding.Report, o Options) error {
	j := &junit{out: bufio.NewWriterSize(w, 1<<16)}
	suites := suites(r, o)
	j.text(xml.Header + "<testsuites")
	j.attributes("name", "baalint")
	var all []testCase
	for _, s := range suites {
		all = append(all, s.cases...)
	}
	j.counts(all, false)
	j.text(">\n")
	for _, s := range suites {
		j.text("  <testsuite")
		j.attributes("name", s.name)
		j.counts(s.cases, true)
		j.text(">\n")
		for _, c := range s.cases {
			j.testCase(c)
		}
		j.text("  </testsuite>\n")
	}
	j.text("</testsuites>\n")
	return j.out.Flush()
}

// suites are those of the obligations, in the order of the standings, and before them that of the problems.
func suites(r *finding.Report, o Options) []suite {
	var list []suite
	if problems := problemCases(r); len(problems) > 0 {
		list = append(list, suite{"Configuration", problems})
	}
	rules, obligations := rulesByID(r), obligationsBySlug(r)
	byBasis := map[string][]*finding.Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		under := basis(rules[f.Rule])
		byBasis[under] = append(byBasis[under], f)
	}
	for _, h := range headings(Standings(r), r.Profiles) {
		findings := byBasis[h.basis]
		slices.SortStableFunc(findings, byCase)
		s := suite{name: h.title}
		for len(findings) > 0 {
			n := 1
			for n < len(findings) && sameCase(findings[0], findings[n]) {
				n++
			}
			rule := rules[findings[0].Rule]
			s.cases = append(s.cases, verdictCase(findings[:n], rule, obligations[basis(rule)], len(r.Roots) > 1, o))
			findings = findings[n:]
		}
		if len(s.cases) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// byCase orders findings so that those of one case are neighbours, the worst of them first.
func byCase(a, b *finding.Finding) int {
	return cmp.Or(
		strings.Compare(a.Rule, b.Rule), strings.Compare(a.Root, b.Root), strings.Compare(a.Address, b.Address),
		strings.Compare(a.Fact, b.Fact), slices.Compare(a.Environments, b.Environments), worse(a, b),
	)
}

func sameCase(a, b *finding.Finding) bool {
	return a.Rule == b.Rule && a.Fact == b.Fact && a.Verdict == b.Verdict && slices.Equal(a.Environments, b.Environments)
}

// verdictCase is what one rule says of one fact. It is skipped where none of it is due.
func verdictCase(said []*finding.Finding, rule finding.Rule, o finding.Obligation, roots bool, options Options) testCase {
	said = dueOf(said)
	f := said[0]
	c := testCase{class: strings.ReplaceAll(f.Rule, "/", "."), name: caseName(f, rule, roots)}
	if f.Verdict == finding.Pass {
		return c
	}
	c.message = sentence(f)
	if !f.Due() {
		c.outcome, c.kind, c.message = "skipped", "settled", c.message+" ("+settledBy(f)+")"
		return c
	}
	c.outcome, c.kind = "failure", string(f.Severity)
	if f.Verdict == finding.Open {
		c.kind = "open"
		if options.Open != OpenFail {
			c.outcome = "skipped"
		}
	}
	var lines []string
	for _, f := range said {
		lines = append(lines, place(f.Place)+": "+sentence(f))
		for _, call := range calls(f) {
			lines = append(lines, strings.TrimSpace("called from "+place(call.Place)+" "+call.Message))
		}
		for _, wait := range f.Waits {
			lines = append(lines, "waits: "+wait.Sentence())
		}
	}
	demanded, _ := demand(rule, o)
	for _, line := range []string{rule.Why, demanded} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if remedy := rule.Remedy.For(f.Cloud, f.Type); f.Verdict == finding.Fail && remedy != "" {
		lines = append(lines, "Instead:")
		for line := range strings.Lines(strings.TrimSpace(remedy)) {
			lines = append(lines, "  "+strings.TrimRight(line, "\r\n"))
		}
	}
	c.text = strings.Join(lines, "\n")
	return c
}

// dueOf are the findings that are due, or all where none is.
func dueOf(said []*finding.Finding) []*finding.Finding {
	if due := slices.DeleteFunc(slices.Clone(said), func(f *finding.Finding) bool { return !f.Due() }); len(due) > 0 {
		return due
	}
	return said
}

// caseName tells the cases of a rule apart by what does not change when lines move: the address, the number of a further fact of the
// same resource, the concept where the rule is about several.
func caseName(f *finding.Finding, rule finding.Rule, roots bool) string {
	name := f.Address
	if i := strings.LastIndexByte(f.Fact, '#'); i >= 0 {
		name += " " + f.Fact[i:]
	}
	if strings.Contains(rule.About, ",") {
		name += " (" + f.Concept + ")"
	}
	if roots && f.Root != "." {
		name = f.Root + ": " + name
	}
	if in := holdsIn(f); in != "" {
		name += " in " + in
	}
	return name
}

func problemCases(r *finding.Report) []testCase {
	var cases []testCase
	for _, p := range r.Problems {
		if !p.Incomplete {
			continue
		}
		where := ""
		if p.Place.File != "" {
			where = place(p.Place) + ": "
		}
		cases = append(cases, testCase{
			class: "baalint.configuration", name: where + p.Summary, outcome: "error", kind: "unread",
			message: p.Summary, text: strings.TrimSpace(where + p.Summary + "\n" + p.Detail),
		})
	}
	return cases
}

// junit writes XML; an error of its writer stays until the end.
type junit struct{ out *bufio.Writer }

func (j *junit) text(s string) { _, _ = j.out.WriteString(s) }

// escaped writes what others have written: safe for a terminal, as XML that holds nothing but text. What XML cannot hold at all becomes
// U+FFFD.
func (j *junit) escaped(s string) { _ = xml.EscapeText(j.out, []byte(visible.Line(s))) }

// attributes writes names and values, in turn.
func (j *junit) attributes(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		j.text(" " + pairs[i] + `="`)
		j.escaped(pairs[i+1])
		j.text(`"`)
	}
}

func (j *junit) counts(cases []testCase, skipped bool) {
	counted := map[string]int{}
	for _, c := range cases {
		counted[c.outcome]++
	}
	j.attributes("tests", fmt.Sprint(len(cases)), "failures", fmt.Sprint(counted["failure"]), "errors", fmt.Sprint(counted["error"]))
	if skipped {
		j.attributes("skipped", fmt.Sprint(counted["skipped"]))
	}
}

func (j *junit) testCase(c testCase) {
	j.text("    <testcase")
	j.attributes("classname", c.class, "name", c.name)
	if c.outcome == "" {
		j.text("/>\n")
		return
	}
	j.text(">\n      <" + c.outcome)
	j.attributes("type", c.kind, "message", c.message)
	j.text(">")
	for i, line := range strings.Split(c.text, "\n") {
		if i > 0 {
			j.text("\n")
		}
		j.escaped(strings.TrimSuffix(line, "\r"))
	}
	j.text("</" + c.outcome + ">\n    </testcase>\n")
}
