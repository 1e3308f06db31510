package report

import (
	"regexp"
	"strings"

	"github.com/google/uuid"
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
)

// go-sarif has no relationships on a rule. These types are its own with that one property more; encoding/json prefers the field
// that lies less deep.
type (
	sarifLog struct {
		*sarif.Report
		Runs []any `json:"runs"`
	}
	sarifRun struct {
		Tool sarifTool `json:"tool"`
		*sarif.Run
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		*sarif.ToolComponent
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		*sarif.ReportingDescriptor
		Relationships []relationship `json:"relationships,omitempty"`
	}
	relationship struct {
		Target *sarif.ReportingDescriptorReference `json:"target"`
		Kinds  []string                            `json:"kinds"`
	}
)

// taxonomy is a list of things that rules relate to. Its taxa stand in the order in which rules first name them.
type taxonomy struct {
	component *sarif.ToolComponent
	at        int
	index     map[string]int
}

// The taxonomies have GUIDs because go-sarif writes that property even where it is not set. They are arbitrary and never change.
func newTaxonomies() (obligations, regulation *taxonomy) {
	demands := sarif.NewDriver("Obligations").
		WithGUID("7b0c2a52-6f0e-4d57-9a64-2d1f6c1e8a01").
		WithOrganization(toolName).
		WithInformationURI(homepage + "/blob/main/docs/obligations.md").
		WithShortDescription(sarif.NewMultiformatMessageString("What a business associate agreement demands of backups."))
	paragraphs := sarif.NewDriver("45 CFR").
		WithGUID("7b0c2a52-6f0e-4d57-9a64-2d1f6c1e8a02").
		WithOrganization("U.S. Department of Health and Human Services").
		WithInformationURI("https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C").
		WithShortDescription(sarif.NewMultiformatMessageString("The paragraphs of the HIPAA rules that obligations rest on."))
	for _, component := range []*sarif.ToolComponent{demands, paragraphs} {
		component.Rules = []*sarif.ReportingDescriptor{} // null would not be valid
	}
	return &taxonomy{component: demands, index: map[string]int{}}, &taxonomy{component: paragraphs, at: 1, index: map[string]int{}}
}

// relate gives the relationship with a taxon, which it adds unless it is there.
func (t *taxonomy) relate(taxon *sarif.ReportingDescriptor) relationship {
	at, ok := t.index[taxon.ID]
	if !ok {
		at = len(t.component.Taxa)
		t.index[taxon.ID] = at
		t.component.Taxa = append(t.component.Taxa, taxon)
	}
	component := sarif.NewToolComponentReference().WithName(t.component.Name).WithIndex(t.at).WithGuid(*t.component.GUID)
	return relationship{
		Target: sarif.NewReportingDescriptorReference().WithId(taxon.ID).WithIndex(at).WithToolComponentReference(component),
		Kinds:  []string{"relevant"},
	}
}

// newProfile is the taxonomy of what a profile rests on; at is its place among the taxonomies.
func newProfile(p finding.Profile, at int) *taxonomy {
	component := sarif.NewDriver(p.Title).
		WithGUID(uuid.NewSHA1(uuid.NameSpaceURL, []byte(p.Source)).String()).
		WithInformationURI(p.Source).
		WithShortDescription(sarif.NewMultiformatMessageString(stop(capital(p.Force))))
	component.Rules = []*sarif.ReportingDescriptor{}
	return &taxonomy{component: component, at: at, index: map[string]int{}}
}

// withTaxonomies relates every rule with its obligation and with the paragraphs that it cites.
func (s *sarifWriter) withTaxonomies(log *sarif.Report, run *sarif.Run) sarifLog {
	obligations, regulation := newTaxonomies()
	all := append(make([]*taxonomy, 0, 2+len(s.report.Profiles)), obligations, regulation)
	profiles := map[string]*taxonomy{}
	for _, p := range s.report.Profiles {
		profiles[p.Name] = newProfile(p, len(all))
		all = append(all, profiles[p.Name])
	}
	driver := run.Tool.Driver
	rules := make([]sarifRule, len(driver.Rules))
	for i, descriptor := range driver.Rules {
		rules[i].ReportingDescriptor = descriptor
		rule := s.rules[descriptor.ID]
		o, ok := s.obligations[basis(rule)]
		if ok && rule.Profile == "" {
			rules[i].Relationships = append(rules[i].Relationships, obligations.relate(obligationTaxon(o)))
		}
		for _, c := range citations(rule, o) {
			if taxon := paragraphTaxon(c); taxon != nil && rule.Profile == "" {
				rules[i].Relationships = append(rules[i].Relationships, regulation.relate(taxon))
			} else if t := profiles[rule.Profile]; t != nil {
				rules[i].Relationships = append(rules[i].Relationships, t.relate(profileTaxon(c)))
			}
		}
	}
	components, named := make([]*sarif.ToolComponent, len(all)), false
	for i, t := range all {
		components[i], named = t.component, named || len(t.component.Taxa) > 0
	}
	if named { // all or none: relationships count them
		run.WithTaxonomies(components)
	}
	described := sarifRun{Run: run, Tool: sarifTool{Driver: sarifDriver{ToolComponent: driver, Rules: rules}}}
	if s.Waived {
		return sarifLog{Report: log, Runs: []any{s.suppressing(described)}}
	}
	return sarifLog{Report: log, Runs: []any{described}}
}

func obligationTaxon(o finding.Obligation) *sarif.ReportingDescriptor {
	return sarif.NewRule(o.Slug).WithName(pascal(o.Slug)).
		WithShortDescription(sarif.NewMultiformatMessageString(stop(o.Title))).
		WithFullDescription(sarif.NewMultiformatMessageString(truncate(stop(strings.Join(strings.Fields(o.Demand), " "))))).
		WithHelpURI(rulePage + o.Slug + ".md")
}

// profileTaxon is something that a profile rests on, called what the profile's rules call it.
func profileTaxon(c finding.Citation) *sarif.ReportingDescriptor {
	return sarif.NewRule(c.Text).WithShortDescription(sarif.NewMultiformatMessageString(stop(c.Text))).WithHelpURI(c.URL)
}

// cfrParagraph finds the paragraph in a citation: 164.312(a)(2)(iv) in "45 CFR 164.312(a)(2)(iv)".
var cfrParagraph = regexp.MustCompile(`^45 CFR (?:§ ?)?(\d+\.\d+(?:\([0-9A-Za-z]+\))*)$`)

// paragraphTaxon is nil for a citation of something else.
func paragraphTaxon(c finding.Citation) *sarif.ReportingDescriptor {
	m := cfrParagraph.FindStringSubmatch(c.Text)
	if m == nil {
		return nil
	}
	taxon := sarif.NewRule(m[1]).WithShortDescription(sarif.NewMultiformatMessageString(stop(c.Text)))
	if c.URL != "" {
		taxon.WithHelpURI(c.URL)
	}
	return taxon
}
