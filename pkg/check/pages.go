package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/spelling"
	"github.com/baalint/baalint/pkg/visible"
)

// clouds are those that rules are written for, in the order of print, with what people call them. Other vendors count as one.
var clouds = []cloud{{"aws", "AWS"}, {"azure", "Azure"}, {"google", "Google Cloud"}, {otherVendors, "Other vendors"}}

const otherVendors = "vendors"

type cloud struct{ key, name string }

// printed is the first line of every page.
const printed = "<!-- Printed from the rules by `go run ./cmd/baalint rules --docs docs`; do not edit. -->\n\n"

// RulePages prints the reference, by file name below docs: a page for every obligation that has rules and for every profile, one that
// lists all obligations and profiles, one that says what the obligations were derived from, one that says how far they reach, and the schema of
// what rules see.
func RulePages(opts Options) (map[string]string, error) {
	b, err := Rules(opts)
	if err != nil {
		return nil, err
	}
	articles, err := readTraceability()
	if err != nil {
		return nil, err
	}
	accounts, err := readCoverage()
	if err != nil {
		return nil, err
	}
	reached, err := openReach(opts)
	if err != nil {
		return nil, err
	}
	schema, err := InputSchema()
	if err != nil {
		return nil, err
	}
	pages := map[string]string{
		"input.schema.json": schema,
		"obligations.md":    b.obligationsPage(), "traceability.md": traceabilityPage(articles, b.Rules),
		"coverage.md": coveragePage(b.Obligations, reached, accounts),
	}
	b = b.WithWaivers()
	for _, o := range b.Obligations {
		var page strings.Builder
		fmt.Fprintf(&page, "%s# %s\n\n", printed, o.Title)
		fmt.Fprintf(&page, "%s\n\n", strings.TrimSpace(o.Demand))
		if cited := citations(o.Citations, "[%s](%s)"); cited != "" {
			fmt.Fprintf(&page, "%s.\n", cited)
		}
		rules := b.Of(o.Slug)
		for _, r := range rules {
			b.ruleSection(&page, r)
		}
		if len(rules) > 0 {
			pages["rules/"+o.Slug+".md"] = page.String()
		}
	}
	for _, p := range b.Profiles {
		var page strings.Builder
		fmt.Fprintf(&page, "%s# %s: %s\n\n%s\n\n%s\n", printed, p.Title, p.Force, p.Demand, turnOn(p))
		for _, r := range b.Of(p.Name) {
			b.ruleSection(&page, r)
		}
		pages["rules/"+p.Name+".md"] = page.String()
	}
	return pages, nil
}

// turnOn says how a run judges by a profile.
func turnOn(p finding.Profile) string {
	return fmt.Sprintf("The rules of this profile are off. `--profile %s`, or `profiles: [%s]` in `.baalint.yaml`, turns them on; their findings "+
		"count for no obligation. Source: <%s>.", p.Name, p.Name, p.Source)
}

// judgedIn says where obligations of each kind are judged.
var judgedIn = map[string]string{
	"terraform": "in Terraform", "agreement": "in the agreement", "terraform+agreement": "in Terraform, by the terms of the agreement",
	"outside": "outside this tool",
}

// obligationsPage lists what the agreement demands, on what basis, and the rules that judge it.
func (b Rulebook) obligationsPage() string {
	var page strings.Builder
	page.WriteString(printed + "# Obligations\n\nWhat a business associate agreement demands of backups, and the rules that judge it. " +
		"`baalint obligations DIR` says how each stands.\n")
	for _, o := range b.Obligations {
		fmt.Fprintf(&page, "\n## %s\n\n%s\n\n", o.Title, strings.TrimSpace(o.Demand))
		if cited := citations(o.Citations, "[%s](%s)"); cited != "" {
			fmt.Fprintf(&page, "- Basis: %s\n", cited)
		}
		fmt.Fprintf(&page, "- Judged: %s\n", judgedIn[o.Judged])
		if o.Outside != "" {
			fmt.Fprintf(&page, "- Outside this tool: %s\n", o.Outside)
		}
		for _, r := range b.Of(o.Slug) {
			tier := ""
			if r.Tier == finding.TierHardening {
				tier = " (hardening)"
			}
			fmt.Fprintf(&page, "- [%s](rules/%s.md#%s): %s%s\n", r.Name, o.Slug, r.Name, strings.TrimSuffix(r.Title, "."), tier)
		}
	}
	for _, p := range b.Profiles {
		fmt.Fprintf(&page, "\n# Profile %s: %s\n\n%s: %s %s\n\n", p.Name, p.Force, p.Title, p.Demand, turnOn(p))
		for _, r := range b.Of(p.Name) {
			fmt.Fprintf(&page, "- [%s](rules/%s.md#%s): %s (%s)\n", r.Name, p.Name, r.Name, strings.TrimSuffix(r.Title, "."), p.Force)
		}
	}
	return page.String()
}

// tierOf is the tier of a rule in words.
func (b Rulebook) tierOf(r finding.Rule) string {
	if p := b.profileOf(r); p != nil {
		return fmt.Sprintf("profile %s: %s", p.Name, p.Force)
	}
	return string(r.Tier)
}

// ruleSection prints one rule. Its heading is the rule's name, which links from SARIF end in.
func (b Rulebook) ruleSection(page *strings.Builder, r finding.Rule) {
	fmt.Fprintf(page, "\n## %s\n\n**%s.** %s\n\n", r.Name, strings.TrimSuffix(r.Title, "."), strings.TrimSpace(r.Why))
	fmt.Fprintf(page, "- Id: `%s`\n- Severity: %s\n- Tier: %s\n- Judges: every `%s`", r.ID, r.Severity, b.tierOf(r), r.About)
	if len(r.Reads) > 0 {
		fmt.Fprintf(page, ", by %s", "`"+strings.Join(r.Reads, "`, `")+"`")
	}
	page.WriteString("\n")
	if cited := citations(r.Citations, "[%s](%s)"); cited != "" {
		fmt.Fprintf(page, "- Basis: %s\n", cited)
	}
	for _, section := range r.Remedy.Sections() {
		heading := remedyHeading(section, "`")
		if finding.IsCode(section.Text) {
			fmt.Fprintf(page, "\n%s:\n\n```hcl\n%s\n```\n", heading, section.Text)
			continue
		}
		fmt.Fprintf(page, "\n%s: %s\n", heading, section.Text)
	}
}

// Explain tells all about the rule with this id or name, folded to a width in columns; 0 is where it is not known.
func (b Rulebook) Explain(name string, width int) (string, error) {
	at := slices.IndexFunc(b.Rules, func(r finding.Rule) bool { return r.ID == name || r.Name == name })
	if at < 0 {
		return "", unknownRule(b.Rules, name)
	}
	r := b.Rules[at]
	width = max(cmp.Or(width, explainWidth), 40)
	var out strings.Builder
	out.WriteString(r.ID + "\n" + folded("", strings.TrimSuffix(r.Title, ".")+".", width) + "\n" + folded("", r.Why, width) + "\n")
	judged := "every " + r.About
	if len(r.Reads) > 0 {
		judged += ", by " + strings.Join(r.Reads, ", ")
	}
	out.WriteString("Severity    " + string(r.Severity) + "\nTier        " + b.tierOf(r) + "\n" + folded("Judges      ", judged, width))
	if p := b.profileOf(r); p != nil {
		out.WriteString(folded("Profile     ", p.Title+": "+p.Demand, width))
	}
	for _, o := range b.Obligations {
		if o.Slug == r.Obligation {
			out.WriteString(folded("Obligation  ", o.Title+": "+o.Demand, width))
		}
	}
	lead := "Basis       "
	for _, c := range r.Citations {
		out.WriteString(folded(lead, citations([]finding.Citation{c}, "%s <%s>"), width))
		lead = strings.Repeat(" ", len(lead))
	}
	for _, section := range r.Remedy.Sections() {
		text := indented(section.Text) + "\n"
		if !finding.IsCode(section.Text) {
			text = folded("  ", section.Text, width)
		}
		out.WriteString("\n" + folded("", remedyHeading(section, ""), width) + text)
	}
	writeExamples(&out, r.ID)
	return out.String(), nil
}

// explainWidth is the width of an explanation where that of the terminal is not known.
const explainWidth = 100

// folded is a text in lines of at most so many columns, the first after what leads it in, the others below it.
func folded(lead, text string, width int) string {
	var out strings.Builder
	for _, line := range visible.Wrap(text, width-len(lead)) {
		out.WriteString(lead + line + "\n")
		lead = strings.Repeat(" ", len(lead))
	}
	return out.String()
}

// indented sets a text in by two columns.
func indented(text string) string {
	return strings.ReplaceAll("  "+strings.ReplaceAll(text, "\n", "\n  "), "\n  \n", "\n\n")
}

func unknownRule(rules []finding.Rule, name string) error {
	names := make([]string, 0, 2*len(rules))
	for _, r := range rules {
		names = append(names, r.Name, r.ID)
	}
	if near := spelling.Nearest(name, names); near != "" {
		return fmt.Errorf("there is no rule %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("there is no rule %q; baalint rules lists them", name)
}

// citations joins citations, those with an address written as the pattern says.
func citations(all []finding.Citation, linked string) string {
	texts := make([]string, len(all))
	for i, c := range all {
		texts[i] = c.Text
		if c.URL != "" {
			texts[i] = fmt.Sprintf(linked, c.Text, c.URL)
		}
	}
	return strings.Join(texts, ", ")
}

// remedyHeading says what a remedy is for, resource types between quotes.
func remedyHeading(section finding.RemedySection, quote string) string {
	const heading = "What to write"
	if section.Types() {
		return heading + ", " + quote + strings.Join(section.For, quote+", "+quote) + quote
	}
	at := slices.IndexFunc(clouds, func(c cloud) bool { return c.key == section.For[0] })
	if at < 0 {
		return heading
	}
	return heading + ", " + clouds[at].name
}
