package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// ObligationEntry is an obligation with its rules and, where something was judged, its standing.
type ObligationEntry struct {
	finding.Obligation
	// Rules are the ids of the rules that judge it, sorted.
	Rules []string `json:"rules"`
	// Standing is nil where nothing was judged.
	Standing *Standing `json:"standing,omitempty"`
}

// ObligationEntries lists the obligations of a report with their rules; judged adds how each stands.
func ObligationEntries(r *finding.Report, judged bool) []ObligationEntry {
	entries := make([]ObligationEntry, len(r.Obligations))
	standings := Standings(r) // in the order of the obligations
	for i, o := range r.Obligations {
		entries[i] = ObligationEntry{Obligation: o, Rules: []string{}}
		if judged {
			entries[i].Standing = &standings[i]
		}
		for _, rule := range r.Rules {
			if rule.Obligation == o.Slug {
				entries[i].Rules = append(entries[i].Rules, rule.ID)
			}
		}
	}
	return entries
}

// ProfileEntry is a profile with its rules and, where something was judged, their verdicts.
type ProfileEntry struct {
	finding.Profile
	// Rules are the ids of its rules, sorted.
	Rules    []string  `json:"rules"`
	Verdicts *Verdicts `json:"verdicts,omitempty"`
}

// ProfileEntries lists the profiles of a report with their rules; judged adds the verdicts.
func ProfileEntries(r *finding.Report, judged bool) []ProfileEntry {
	entries := make([]ProfileEntry, len(r.Profiles))
	for i, c := range ProfileCounts(r) {
		entries[i] = ProfileEntry{Profile: c.Profile, Rules: []string{}}
		if judged {
			entries[i].Verdicts = &c.Verdicts
		}
		for _, rule := range r.Rules {
			if rule.Profile == c.Name {
				entries[i].Rules = append(entries[i].Rules, rule.ID)
			}
		}
	}
	return entries
}

// WriteObligationsJSON writes the obligations, and behind them the profiles, as a JSON array. What is no obligation has no slug.
func WriteObligationsJSON(w io.Writer, r *finding.Report, judged bool) error {
	entries := make([]any, 0, len(r.Obligations)+len(r.Profiles))
	for _, entry := range ObligationEntries(r, judged) {
		entries = append(entries, entry)
	}
	for _, entry := range ProfileEntries(r, judged) {
		entries = append(entries, entry)
	}
	return WriteValue(w, entries)
}

// judgedBy says where obligations of each kind are judged.
var judgedBy = map[string]string{
	"terraform": "judged in Terraform", "agreement": "judged in the agreement",
	"terraform+agreement": "judged in Terraform, by the terms of the agreement", "outside": "outside this tool: keep other evidence",
}

// WriteObligations writes for each obligation what it demands, on what basis, by which rules it is judged and, where judged is
// true, how it stands; the profiles of the report follow. width is the columns of the terminal, 0 where it is not known.
func WriteObligations(w io.Writer, r *finding.Report, judged bool, width int) error {
	out := bufio.NewWriter(w)
	width = clamp(cmp.Or(width, defaultWidth), minimumWidth, maximumWidth)
	rules := rulesByID(r)
	for i, entry := range ObligationEntries(r, judged) {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s (%s)\n", visible.Line(entry.Title), visible.Line(entry.Slug))
		cited := make([]string, len(entry.Citations))
		for j, c := range entry.Citations {
			cited[j] = c.Text
		}
		for _, part := range []string{standingText(entry.Standing), entry.Demand, strings.Join(cited, "; "), judgedBy[entry.Judged], outside(entry.Obligation)} {
			for _, line := range visible.Wrap(part, width-2) {
				fmt.Fprintln(out, "  "+line)
			}
		}
		for _, id := range entry.Rules {
			rule := rules[id]
			tier := map[bool]string{true: " (hardening)"}[rule.Tier == finding.TierHardening]
			fmt.Fprintf(out, "    %s: %s%s\n", visible.Line(rule.Name), visible.Line(rule.Title), tier)
		}
	}
	for _, entry := range ProfileEntries(r, judged) {
		fmt.Fprintf(out, "\n%s (profile %s): %s\n", visible.Line(entry.Title), visible.Line(entry.Name), visible.Line(entry.Force))
		said := "off unless --profile " + entry.Name
		if judged {
			said = entry.Verdicts.String() + "; counted for no obligation"
		}
		for _, part := range []string{said, entry.Demand, entry.Source} {
			for _, line := range visible.Wrap(part, width-2) {
				fmt.Fprintln(out, "  "+line)
			}
		}
		for _, id := range entry.Rules {
			fmt.Fprintf(out, "    %s: %s (%s)\n", visible.Line(rules[id].Name), visible.Line(rules[id].Title), visible.Line(entry.Force))
		}
	}
	return out.Flush()
}

// outside is "" where baalint can look at all of an obligation, or at none of it.
func outside(o finding.Obligation) string {
	if o.Outside == "" {
		return ""
	}
	return "outside this tool: " + o.Outside
}

// standingText is "" where nothing was judged.
func standingText(s *Standing) string {
	switch {
	case s == nil:
		return ""
	case s.State == NotJudged:
		return strings.ToUpper(string(s.State)) + ": " + s.Reason
	}
	text := fmt.Sprintf("%s: %s", strings.ToUpper(string(s.State)), s.Verdicts)
	if s.Waived > 0 {
		text += fmt.Sprintf(", %d waived", s.Waived)
	}
	if s.Hardening > 0 {
		text += fmt.Sprintf(", %d failed beyond the obligation", s.Hardening)
	}
	if s.Reason != "" {
		text += "; " + s.Reason
	}
	return text
}
