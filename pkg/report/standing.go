package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/baalint/baalint/pkg/finding"
)

// State says how an obligation stands.
type State string

// The states. An obligation is met only where something was judged, everything judged passes and the whole configuration was read.
// It is met with waivers where all that does not pass is waived, and waived where nothing passes either.
const (
	Met            State = "met"
	MetWithWaivers State = "met with waivers"
	StateWaived    State = "waived"
	NotMet         State = "not met"
	StateOpen      State = "open"
	NotJudged      State = "not judged"
)

// Standing is how one obligation stands.
type Standing struct {
	// Obligation is the slug, Title its title (the slug again for an obligation that a user's rule names and nobody describes).
	Obligation string `json:"obligation"`
	Title      string `json:"title"`
	State      State  `json:"state"`
	// Reason says why an obligation was not judged, or why it is open although no verdict is.
	Reason string `json:"reason,omitempty"`
	// Verdicts are those of rules of the tier "obligation", without those that are waived; only they decide the state. Waived counts
	// the failures and open verdicts that are.
	Verdicts
	Waived int `json:"waived,omitempty"`
	// Hardening counts the failures of rules of the tier "hardening".
	Hardening int `json:"hardening"`
}

// Tally counts the verdicts of a report.
type Tally struct {
	// Fail counts the failures that are due, by severity; all four severities are present. Open counts the open verdicts that are.
	Fail map[finding.Severity]int `json:"fail"`
	Open int                      `json:"open"`
	Pass int                      `json:"pass"`
	// Waived, Unchanged and Untouched count the failures and open verdicts that are not due, each under the first of these that
	// holds.
	Waived    int `json:"waived,omitempty"`
	Unchanged int `json:"unchanged,omitempty"`
	Untouched int `json:"untouched,omitempty"`
	// Files and Resources are summed over Roots, the number of root modules.
	Roots     int `json:"roots"`
	Files     int `json:"files"`
	Resources int `json:"resources"`
}

// Failures is the number of failures at or above a severity; of all where the severity is none of the four.
func (t Tally) Failures(threshold finding.Severity) int {
	n := 0
	for severity, count := range t.Fail {
		if severity.Rank() >= threshold.Rank() {
			n += count
		}
	}
	return n
}

// Counts tallies the verdicts of a report.
func Counts(r *finding.Report) Tally {
	t := Tally{
		Fail:  map[finding.Severity]int{finding.Critical: 0, finding.High: 0, finding.Medium: 0, finding.Low: 0},
		Roots: len(r.Roots),
	}
	for _, root := range r.Roots {
		t.Files += root.Files
		t.Resources += root.Resources
	}
	for i := range r.Findings {
		t.count(&r.Findings[i])
	}
	return t
}

func (t *Tally) count(f *finding.Finding) {
	switch {
	case f.Verdict == finding.Pass:
		t.Pass++
	case f.Waived():
		t.Waived++
	case f.Change == finding.Unchanged:
		t.Unchanged++
	case f.Untouched:
		t.Untouched++
	case f.Verdict == finding.Fail:
		t.Fail[f.Severity]++
	case f.Verdict == finding.Open:
		t.Open++
	}
}

// NothingJudged reports whether the run holds no verdict at all. Such a run has not shown that anything is met.
func NothingJudged(r *finding.Report) bool { return len(r.Findings) == 0 }

// Incomplete reports whether part of the configuration went unread.
func Incomplete(r *finding.Report) bool {
	return slices.ContainsFunc(r.Problems, func(p finding.Problem) bool { return p.Incomplete })
}

// Fails reports whether a run fails: a failure at or above the threshold, or an open verdict where open is OpenFail, that is due. No
// failure counts where the threshold is none of the four severities.
func Fails(r *finding.Report, threshold finding.Severity, open string) bool {
	for i := range r.Findings {
		f := &r.Findings[i]
		bad := f.Verdict == finding.Open && open == OpenFail ||
			f.Verdict == finding.Fail && threshold.Rank() > 0 && f.Severity.Rank() >= threshold.Rank()
		if bad && f.Due() {
			return true
		}
	}
	return false
}

// Standings says how each obligation stands, in the order of r.Obligations; obligations that only rules name come last, by slug.
func Standings(r *finding.Report) []Standing {
	rules := rulesByID(r)
	counted := map[string]*Standing{}
	ruled := map[string]bool{}
	for _, rule := range r.Rules {
		ruled[rule.Obligation] = rule.Profile == ""
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		rule := rules[f.Rule]
		if rule.Profile != "" {
			continue // of no obligation
		}
		s := counted[rule.Obligation]
		if s == nil {
			s = &Standing{}
			counted[rule.Obligation] = s
		}
		s.count(f, rule)
	}
	incomplete := Incomplete(r)
	list := make([]Standing, 0, len(r.Obligations))
	add := func(o finding.Obligation) {
		s := Standing{}
		if c := counted[o.Slug]; c != nil {
			s = *c
		}
		s.Obligation, s.Title = o.Slug, cmp.Or(o.Title, o.Slug)
		s.settle(o, ruled[o.Slug], incomplete)
		list = append(list, s)
		delete(counted, o.Slug)
	}
	for _, o := range r.Obligations {
		add(o)
	}
	for _, slug := range sortedKeys(counted) {
		add(finding.Obligation{Slug: slug})
	}
	return list
}

func (s *Standing) count(f *finding.Finding, rule finding.Rule) {
	if rule.Tier == finding.TierHardening {
		if f.Verdict == finding.Fail && !f.Waived() {
			s.Hardening++
		}
		return
	}
	if f.Waived() {
		s.Waived++
		return
	}
	s.add(f.Verdict)
}

// settle decides the state. What went unread may break an obligation, so that an incomplete run shows none as met.
func (s *Standing) settle(o finding.Obligation, ruled, incomplete bool) {
	switch {
	case s.Fail > 0:
		s.State = NotMet
	case s.Open > 0:
		s.State = StateOpen
	case s.Pass+s.Waived > 0 && incomplete:
		s.State, s.Reason = StateOpen, "part of the configuration went unread"
	case s.Pass > 0 && s.Waived > 0:
		s.State = MetWithWaivers
	case s.Waived > 0:
		s.State = StateWaived
	case s.Pass > 0:
		s.State = Met
	case o.Judged == "outside":
		s.State, s.Reason = NotJudged, "outside this tool"
	case o.Judged == "agreement":
		s.State, s.Reason = NotJudged, "judged in the agreement alone"
	case !ruled:
		s.State, s.Reason = NotJudged, "no rule about it ran"
	case incomplete:
		s.State, s.Reason = NotJudged, "nothing it applies to was read"
	default:
		s.State, s.Reason = NotJudged, "nothing it applies to"
	}
}

// rulesByID indexes the rules. A finding whose rule is missing gets the zero rule.
func rulesByID(r *finding.Report) map[string]finding.Rule {
	rules := make(map[string]finding.Rule, len(r.Rules))
	for _, rule := range r.Rules {
		rules[rule.ID] = rule
	}
	return rules
}

// obligationsBySlug indexes the obligations, and the profiles beside them.
func obligationsBySlug(r *finding.Report) map[string]finding.Obligation {
	obligations := make(map[string]finding.Obligation, len(r.Obligations))
	for _, o := range r.Obligations {
		obligations[o.Slug] = o
	}
	for _, p := range r.Profiles {
		obligations[p.Name] = finding.Obligation{Slug: p.Name, Title: p.Title, Demand: p.Demand}
	}
	return obligations
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
