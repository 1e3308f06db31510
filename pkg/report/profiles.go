package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/baalint/baalint/pkg/finding"
)

// ProfileCount is a profile of a run, and what its rules said. No obligation counts that.
type ProfileCount struct {
	finding.Profile
	Verdicts
}

// Verdicts are counts of them.
type Verdicts struct {
	Fail int `json:"fail"`
	Open int `json:"open"`
	Pass int `json:"pass"`
}

// ProfileCounts counts the verdicts of the rules of each profile, in the order of r.Profiles: what is waived or no news is left out.
func ProfileCounts(r *finding.Report) []ProfileCount {
	counts := make([]ProfileCount, len(r.Profiles))
	for i, p := range r.Profiles {
		counts[i].Profile = p
	}
	if len(counts) == 0 {
		return nil
	}
	rules := rulesByID(r)
	for i := range r.Findings {
		f := &r.Findings[i]
		at := slices.IndexFunc(counts, func(c ProfileCount) bool { return c.Name == rules[f.Rule].Profile })
		if at < 0 {
			continue
		}
		if f.Verdict == finding.Pass || f.Due() {
			counts[at].add(f.Verdict)
		}
	}
	return counts
}

// said names a profile, says what it is, and counts.
func (c ProfileCount) said() string {
	return fmt.Sprintf("profile %s, %s: %s", c.Name, c.Force, c.Verdicts)
}

func (v *Verdicts) add(verdict finding.Verdict) {
	switch verdict {
	case finding.Fail:
		v.Fail++
	case finding.Open:
		v.Open++
	case finding.Pass:
		v.Pass++
	}
}

// String counts in words.
func (v Verdicts) String() string {
	return fmt.Sprintf("%d failed, %d open, %d passed", v.Fail, v.Open, v.Pass)
}

// basis is the obligation that a rule judges, or the profile that it belongs to.
func basis(rule finding.Rule) string { return cmp.Or(rule.Obligation, rule.Profile) }

// heading is what findings are listed under: an obligation, or a profile with what it is.
type heading struct{ basis, title string }

// headings are those of the obligations, in the order of their standings, and behind them those of the profiles.
func headings(standings []Standing, profiles []finding.Profile) []heading {
	list := make([]heading, 0, len(standings)+len(profiles))
	for _, s := range standings {
		list = append(list, heading{s.Obligation, s.Title})
	}
	for _, p := range profiles {
		list = append(list, heading{p.Name, p.Title + ": " + p.Force})
	}
	return list
}
