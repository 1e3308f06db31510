package policy

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// metadata is the METADATA of a module's package, from OPA's annotation set.
func metadata(module *ast.Module) (*ast.Annotations, error) {
	set, errs := ast.BuildAnnotationSet([]*ast.Module{module})
	if len(errs) > 0 {
		return nil, errs
	}
	meta := set.GetPackageScope(module.Package)
	if meta == nil {
		return nil, errors.New("no METADATA with scope: package")
	}
	return meta, nil
}

// describe reads the METADATA of a rule's package. It is strict: a key that it does not know is an error.
func describe(module *ast.Module, meta *ast.Annotations) (finding.Rule, error) {
	rule := finding.Rule{Remedy: finding.Remedy{}}
	obligation, name := kebab(module.Package.Path[2]), kebab(module.Package.Path[3])
	rule.ID, rule.Name = obligation+"/"+name, name
	rule.Title, rule.Why = meta.Title, strings.TrimSpace(meta.Description)
	for _, related := range meta.RelatedResources {
		rule.Citations = append(rule.Citations, citation(related))
	}
	if rule.Title == "" || rule.Why == "" || len(rule.Citations) == 0 {
		return rule, errors.New("METADATA needs title, description and related_resources")
	}
	if len(meta.Organizations)+len(meta.Authors)+len(meta.Schemas)+len(meta.Labels) > 0 || meta.Entrypoint {
		return rule, errors.New("METADATA has title, description, related_resources and custom, nothing else")
	}
	if err := describeCustom(&rule, meta.Custom); err != nil {
		return rule, err
	}
	if rule.Tier == finding.TierProfile { // what it cites is the profile's to check
		if rule.Profile != obligation {
			return rule, inMetadata("custom.profile", "%q is not the folder of the rule", rule.Profile)
		}
		return rule, nil
	}
	rule.Obligation = obligation
	for _, c := range rule.Citations {
		if err := checkCitation(c); err != nil {
			return rule, err
		}
	}
	return rule, nil
}

func kebab(term *ast.Term) string {
	text, _ := term.Value.(ast.String)
	return strings.ReplaceAll(string(text), "_", "-")
}

func describeCustom(rule *finding.Rule, custom map[string]any) error {
	tier := "tier"
	if _, ok := custom["profile"]; ok {
		tier = "profile"
	}
	keys := []string{"about", "reads", "remedy", "severity", tier}
	missing, extra := diffStrings(keys, slices.Collect(maps.Keys(custom)))
	extra = slices.DeleteFunc(extra, func(key string) bool { return key == "absent" || key == "needs" || key == "weighs" })
	if len(missing)+len(extra) > 0 {
		return inMetadata("custom."+slices.Concat(extra, missing)[0], "custom has the keys %s, and maybe absent, needs and weighs; profile in place of tier",
			strings.Join(keys, ", "))
	}
	severity, _ := custom["severity"].(string)
	rule.Severity = finding.Severity(severity)
	if rule.Severity.Rank() == 0 {
		return inMetadata("custom.severity", "%q is none of critical, high, medium, low", severity)
	}
	if err := describeTier(rule, custom); err != nil {
		return err
	}
	about := custom["about"]
	if one, ok := about.(string); ok {
		about = []any{one}
	}
	concepts, err := textList(about)
	if err != nil || len(concepts) == 0 {
		return inMetadata("custom.about", "must name a concept, or list several")
	}
	rule.About = strings.Join(concepts, aboutSeparator)
	if rule.Reads, err = textList(custom["reads"]); err != nil {
		return inMetadata("custom.reads", "%s", err)
	}
	return describeRemedy(rule, custom["remedy"])
}

// describeTier reads custom.tier, or custom.profile, which stands in its place.
func describeTier(rule *finding.Rule, custom map[string]any) error {
	if profile, ok := custom["profile"]; ok {
		rule.Tier = finding.TierProfile
		rule.Profile, _ = profile.(string)
		return nil
	}
	tier, _ := custom["tier"].(string)
	rule.Tier = finding.Tier(tier)
	if rule.Tier != finding.TierObligation && rule.Tier != finding.TierHardening {
		return inMetadata("custom.tier", "%q is neither obligation nor hardening", tier)
	}
	return nil
}

// aboutSeparator stands between the concepts of a rule that is about several.
const aboutSeparator = ", "

// textList reads a list of different names.
func textList(value any) ([]string, error) {
	entries, ok := value.([]any)
	if !ok {
		return nil, errors.New("must be a list of names")
	}
	texts := make([]string, 0, len(entries))
	for _, entry := range entries {
		text, ok := entry.(string)
		if !ok || text == "" || slices.Contains(texts, text) {
			return nil, fmt.Errorf("%v is not a name, or is there twice", entry)
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// absentOpen reads custom.absent: whether a duty is open where nothing in the run could be the evidence.
func absentOpen(custom map[string]any) (bool, error) {
	value, ok := custom["absent"]
	if ok && value != "open" {
		return false, inMetadata("custom.absent", "%v is not \"open\"", value)
	}
	return ok, nil
}

// needed reads custom.needs: a list or a table among the terms, without which the rule judges nothing.
func needed(custom map[string]any) (string, error) {
	value, ok := custom["needs"]
	if ok && value != "classes" && value != "services" {
		return "", inMetadata("custom.needs", "%v is neither classes nor services", value)
	}
	name, _ := value.(string)
	return name, nil
}

// weighed reads custom.weighs: the fields among reads of which the rule itself says open where their being unknown matters.
func weighed(custom map[string]any, reads []string) ([]string, error) {
	value, ok := custom["weighs"]
	if !ok {
		return nil, nil
	}
	names, err := textList(value)
	if err != nil {
		return nil, inMetadata("custom.weighs", "%s", err)
	}
	for _, name := range names {
		if !slices.Contains(reads, name) {
			return nil, inMetadata("custom.weighs", "%q is not in reads", name)
		}
	}
	return names, nil
}

// remedyKeys are the keys of a remedy beside resource types.
var remedyKeys = []string{finding.AnyCloud, "aws", "azure", "google"}

// describeRemedy reads custom.remedy. A key is a cloud, any, or the name of a resource type or of several, which then share the text.
func describeRemedy(rule *finding.Rule, value any) error {
	remedy, ok := value.(map[string]any)
	if !ok || len(remedy) == 0 {
		return inMetadata("custom.remedy", `must say what to write, by resource type, by cloud or as "any"`)
	}
	for _, key := range slices.Sorted(maps.Keys(remedy)) {
		text, ok := remedy[key].(string)
		if !ok || strings.TrimSpace(text) == "" {
			return inMetadata("custom.remedy."+key, "must be text")
		}
		for name := range strings.SplitSeq(key, ", ") {
			if _, twice := rule.Remedy[name]; twice {
				return inMetadata("custom.remedy."+key, "%s is there twice", name)
			}
			if !finding.IsResourceType(name) && !slices.Contains(remedyKeys, key) {
				return inMetadata("custom.remedy."+key, "%q is neither a resource type nor one of %s", name, strings.Join(remedyKeys, ", "))
			}
			rule.Remedy[name] = strings.TrimRight(text, "\n")
		}
	}
	return nil
}

// checkRemedy holds the resource types that a remedy names to be such as findings of the rule are of: those that yield the fact, not those
// that only configure it.
func (s *Set) checkRemedy(r *rule) error {
	for _, section := range r.Remedy.Sections() {
		if !section.Types() {
			continue
		}
		if s.yields == nil {
			return inMetadata("custom.remedy", "no resource types are known")
		}
		yields, err := s.yields()
		if err != nil {
			return err
		}
		for _, name := range section.For {
			of := slices.DeleteFunc(slices.Clone(yields), func(y fact.Yield) bool { return strings.TrimPrefix(y.Type, "data.") != name })
			if len(of) == 0 {
				return &fault{quote: name, text: fmt.Sprintf("METADATA custom.remedy: the catalogue does not know the type %s", name)}
			}
			if !slices.ContainsFunc(of, func(y fact.Yield) bool { return y.Own && slices.Contains(r.about, y.Concept) }) {
				return &fault{quote: name, text: fmt.Sprintf("METADATA custom.remedy: %s yields no %s", name, strings.Join(r.about, " or "))}
			}
		}
	}
	return nil
}

// agreementTerm is the text of a citation that rests on the agreement alone. Its ref is written agreement:<term>.
const agreementTerm = "agreement term"

func citation(related *ast.RelatedResourceAnnotation) finding.Citation {
	if related.Ref.Scheme == "agreement" {
		return finding.Citation{Text: related.Description}
	}
	return finding.Citation{Text: related.Description, URL: related.Ref.String()}
}

var paragraph = regexp.MustCompile(`^45 CFR (16\d\.\d+)((?:\([a-zA-Z0-9]+\))*)$`)

// checkCitation holds the text of a citation against its address, so that a reader who follows it finds that paragraph.
func checkCitation(c finding.Citation) error {
	if c.Text == agreementTerm && c.URL == "" {
		return nil
	}
	parts := paragraph.FindStringSubmatch(c.Text)
	if parts == nil || c.URL == "" {
		return &fault{quote: c.Text, text: fmt.Sprintf("citation %q: write \"45 CFR <paragraph>\" with its ref at ecfr.gov, or %q with a ref agreement:<term>",
			c.Text, agreementTerm)}
	}
	want := "https://www.ecfr.gov/current/title-45/section-" + parts[1]
	if parts[2] != "" {
		want += "#p-" + parts[1] + parts[2]
	}
	if c.URL != want {
		return &fault{quote: c.Text, text: fmt.Sprintf("citation %q: its ref is %s", c.Text, want)}
	}
	return nil
}

// diffStrings returns what want has and got has not, and the other way round, each sorted.
func diffStrings(want, got []string) (missing, extra []string) {
	for _, entry := range want {
		if !slices.Contains(got, entry) {
			missing = append(missing, entry)
		}
	}
	for _, entry := range got {
		if !slices.Contains(want, entry) {
			extra = append(extra, entry)
		}
	}
	slices.Sort(missing)
	slices.Sort(extra)
	return missing, extra
}
