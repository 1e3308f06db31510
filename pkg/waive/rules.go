package waive

import (
	"fmt"
	"slices"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/spelling"
)

// Slug stands where the rules of this package have their obligation. It is none of the agreement's: an exception that nobody can
// account for is a finding by itself.
const Slug = "waivers"

// The rules about waivers.
var (
	expired = finding.Rule{
		ID: Slug + "/expired-waiver", Name: "expired-waiver", Obligation: Slug, Severity: finding.Medium, Tier: finding.TierObligation,
		Title:  "Waivers have not ended",
		Why:    "An exception was accepted for a time. After that time the risk is nobody's decision any more, and what it covered counts again.",
		About:  "waiver",
		Remedy: finding.Remedy{"any": "Repair what the waiver covers and remove it, or have the exception approved again, with a new until."},
	}
	malformed = finding.Rule{
		ID: Slug + "/malformed-waiver", Name: "malformed-waiver", Obligation: Slug, Severity: finding.Medium, Tier: finding.TierObligation,
		Title:  "Waivers can be read",
		Why:    "A waiver with a mistake waives nothing, and one without a reason would be worth nothing to whoever asks why a risk was taken.",
		About:  "waiver",
		Remedy: finding.Remedy{"any": "# baalint:ignore RULE reason=\"why the risk is taken\" until=2027-01-31 approver=\"who took it\"\nresource \"…\" \"…\" {"},
	}
	unused = finding.Rule{
		ID: Slug + "/unused-waiver", Name: "unused-waiver", Obligation: Slug, Severity: finding.Low, Tier: finding.TierObligation,
		Title:  "Waivers are needed",
		Why:    "A waiver that covers nothing waits for the day on which somebody breaks the same rule again, and hides it.",
		About:  "waiver",
		Remedy: finding.Remedy{"any": "Remove the waiver, or name what it is meant for."},
	}
)

// Obligation is what the rules about waivers serve.
var Obligation = finding.Obligation{
	Slug: Slug, Title: "Waivers", Judged: "terraform",
	Demand: "Whoever takes a risk says why and for how long; an exception that has ended, covers nothing or cannot be read is repaired or removed.",
}

// Rules are the rules about waivers, sorted by ID.
func Rules() []finding.Rule { return []finding.Rule{expired, malformed, unused} }

// broken is a finding about a waiver of the rule named, or of none. said completes the sentence that "waiver of …" begins.
func broken(rule finding.Rule, named string, place finding.Place, said string) finding.Finding {
	subject := "waiver"
	if named != "" {
		subject += " of " + named
	}
	return finding.Finding{
		Rule: rule.ID, Verdict: finding.Fail, Severity: rule.Severity, Address: subject, Concept: rule.About, Root: ".",
		Fact: fmt.Sprintf("waiver/%s:%d:%d", place.File, place.Line, place.Column), Message: subject + " " + said, Value: said, Place: place,
	}
}

// named finds a rule by its id or by the last part of it.
func named(rules []finding.Rule, name string) *finding.Rule {
	at := slices.IndexFunc(rules, func(r finding.Rule) bool { return r.ID == name || r.Name == name })
	if at < 0 {
		return nil
	}
	return &rules[at]
}

// unknown says of a name that no rule has it.
func unknown(rules []finding.Rule, name string) string {
	if slices.ContainsFunc(Rules(), func(r finding.Rule) bool { return r.ID == name || r.Name == name }) {
		return "is about waivers themselves, which cannot be waived"
	}
	names := make([]string, 0, 2*len(rules))
	for _, r := range rules {
		names = append(names, r.Name, r.ID)
	}
	if near := spelling.Nearest(name, names); near != "" {
		return fmt.Sprintf("waives nothing: there is no such rule; did you mean %s?", near)
	}
	return "waives nothing: there is no such rule; baalint rules lists them"
}
