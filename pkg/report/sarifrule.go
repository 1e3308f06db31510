package report

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
)

// describeRules lists every rule that ran, broken or not. A rule that findings name and the report does not describe is added by id.
func (s *sarifWriter) describeRules(driver *sarif.ToolComponent) {
	add := func(rule finding.Rule) {
		if _, ok := s.index[rule.ID]; ok {
			return
		}
		s.index[rule.ID] = len(driver.Rules)
		driver.AddRule(s.descriptor(rule))
	}
	for _, rule := range s.report.Rules {
		add(rule)
	}
	for i := range s.report.Findings {
		add(finding.Rule{ID: s.report.Findings[i].Rule, Severity: s.report.Findings[i].Severity})
	}
}

func (s *sarifWriter) descriptor(rule finding.Rule) *sarif.ReportingDescriptor {
	title := stop(cmp.Or(rule.Title, rule.ID))
	if rule.Force != "" {
		title = capital(rule.Force) + ": " + title
	}
	help := s.help(rule)
	d := sarif.NewRule(rule.ID).
		WithName(pascal(cmp.Or(rule.Name, rule.ID))).
		WithShortDescription(sarif.NewMultiformatMessageString(truncate(title))).
		WithFullDescription(sarif.NewMultiformatMessageString(truncate(cmp.Or(stop(rule.Why), title)))).
		WithHelp(help).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(level(rule.Severity))).
		WithProperties(sarif.Properties{
			"tags": tags(rule, s.obligations[basis(rule)]), "precision": "high", "security-severity": securitySeverity(rule.Severity),
		})
	if page := page(rule, s.obligations); page != "" {
		d.WithHelpURI(page)
	}
	return d
}

// page is the address of a rule's reference, "" for a rule of the user's own under an obligation that baalint does not know.
func page(rule finding.Rule, obligations map[string]finding.Obligation) string {
	if _, ok := obligations[basis(rule)]; !ok {
		return ""
	}
	return rulePage + basis(rule) + ".md#" + rule.Name
}

// level maps severities to SARIF's levels.
func level(s finding.Severity) string {
	switch s {
	case finding.Critical, finding.High:
		return "error"
	case finding.Medium:
		return "warning"
	case finding.Low:
	}
	return "note"
}

// securitySeverity is the score that code scanning turns back into critical, high, medium and low; it must be a string.
func securitySeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "9.5"
	case finding.High:
		return "8.0"
	case finding.Medium:
		return "5.5"
	case finding.Low:
	}
	return "2.0"
}

// cfrSection finds the section in a citation: 164.312 in "45 CFR 164.312(a)(2)(iv)".
var cfrSection = regexp.MustCompile(`^45 CFR (?:§ ?)?(\d+\.\d+)`)

// tags are what code scanning filters rules by.
func tags(rule finding.Rule, o finding.Obligation) []string {
	out := []string{"security", "hipaa"}
	add := func(tag string) {
		for _, have := range out {
			if have == tag {
				return
			}
		}
		if len(out) < maxTags {
			out = append(out, tag)
		}
	}
	if rule.Obligation != "" {
		add("baa/" + rule.Obligation)
	}
	switch rule.Tier {
	case finding.TierObligation:
	case finding.TierHardening:
		add("hardening")
	case finding.TierProfile:
		add(rule.Profile) // and no section of the regulation
		return out
	}
	for _, c := range citations(rule, o) {
		if m := cfrSection.FindStringSubmatch(c.Text); m != nil {
			add("45CFR" + m[1])
		}
	}
	return out
}

// capital begins a text with a capital letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// pascal turns customer-managed-key into CustomerManagedKey.
func pascal(name string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		b.WriteString(capital(word))
	}
	return b.String()
}

// truncate keeps a description within what code scanning takes.
func truncate(s string) string {
	if utf8.RuneCountInString(s) <= maxText {
		return s
	}
	return string([]rune(s)[:maxText-2]) + "…."
}

// help is why a rule matters, what to write instead and what demands it.
func (s *sarifWriter) help(rule finding.Rule) *sarif.MultiformatMessageString {
	o := s.obligations[basis(rule)]
	var text, markdown []string
	if why := stop(rule.Why); why != "" {
		text, markdown = append(text, why), append(markdown, why)
	}
	for _, section := range s.remedies[rule.ID].Sections() {
		remedy, heading := section.Text, "What to write instead"
		switch {
		case section.Types():
			heading += " (" + strings.Join(section.For, ", ") + ")"
		case section.For[0] != finding.AnyCloud:
			heading += " (" + cloudName(section.For[0]) + ")"
		}
		text = append(text, heading+":\n"+remedy)
		if finding.IsCode(remedy) {
			fence := strings.Repeat("`", max(3, longestRun(remedy, '`')+1))
			remedy = fence + "hcl\n" + remedy + "\n" + fence
		}
		markdown = append(markdown, "### "+heading, remedy)
	}
	if demand, linked := demand(rule, o); demand != "" {
		text, markdown = append(text, demand), append(markdown, linked)
	}
	if page := page(rule, s.obligations); page != "" {
		markdown = append(markdown, "[Reference of this rule]("+page+")")
	}
	if len(text) == 0 {
		text = []string{stop(cmp.Or(rule.Title, rule.ID))}
		markdown = text
	}
	return sarif.NewMultiformatMessageString(strings.Join(text, "\n\n")).WithMarkdown(strings.Join(markdown, "\n\n"))
}

// demand names the obligation and its citations, as text and as Markdown with links.
func demand(rule finding.Rule, o finding.Obligation) (text, markdown string) {
	cited := citations(rule, o)
	plain, linked := make([]string, 0, len(cited)), make([]string, 0, len(cited))
	for _, c := range cited {
		plain = append(plain, c.Text)
		if c.URL == "" {
			linked = append(linked, c.Text)
		} else {
			linked = append(linked, "["+c.Text+"](<"+c.URL+">)")
		}
	}
	title := cmp.Or(o.Title, basis(rule))
	if title == "" {
		return "", ""
	}
	word := "Obligation"
	switch rule.Tier {
	case finding.TierObligation:
	case finding.TierHardening:
		word = "Hardening beyond the obligation"
	case finding.TierProfile:
		word = capital(rule.Force)
	}
	text, markdown = word+": "+title, "**"+word+":** "+title
	if len(plain) > 0 {
		text += " (" + strings.Join(plain, "; ") + ")"
		markdown += " (" + strings.Join(linked, "; ") + ")"
	}
	return text + ".", markdown + "."
}

func cloudName(cloud string) string {
	switch cloud {
	case "aws":
		return "AWS"
	case "azure":
		return "Azure"
	case "google":
		return "Google Cloud"
	}
	return cloud
}

// longestRun is the length of the longest unbroken run of a byte.
func longestRun(s string, b byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != b {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
