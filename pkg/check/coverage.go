package check

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/policies"
)

// coverage is the account of one cloud: what a backup estate there can be asked for, by control and by resource type, and what
// of it is judged. policies/coverage/aws.yaml says more of the form.
type coverage struct {
	cloud    string // the name of the file
	Controls []struct {
		Obligation string
		Controls   []control
	}
	Types struct {
		Judged  []string
		Outside []struct {
			Reason string
			Types  []string
		}
	}
}

// control is one demand and what answers it: rules by name, or why none does; both where rules answer a part.
type control struct {
	Control, Demand, Outside string
	Rules                    []string
}

func readCoverage() ([]coverage, error) {
	var all []coverage
	for _, c := range clouds {
		text, err := fs.ReadFile(policies.FS, "coverage/"+c.key+".yaml")
		if err != nil {
			continue // no account of this cloud
		}
		read := coverage{cloud: c.key}
		if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&read); err != nil {
			return nil, fmt.Errorf("read coverage/%s.yaml: %w", c.key, err)
		}
		all = append(all, read)
	}
	return all, nil
}

// reach knows which rules look at which resource types.
type reach struct {
	rules    []finding.Rule
	points   map[string][]string
	concepts []*fact.Concept
	yields   []fact.Yield
	service  services
}

func openReach(opts Options) (*reach, error) {
	opts.Hardening = true
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		return nil, err
	}
	set, err := openRules(opts, catalogue)
	if err != nil {
		return nil, err
	}
	j := &reach{rules: set.Rules(), points: set.Points(), concepts: catalogue.Concepts()}
	if j.yields, err = catalogue.Yields(); err != nil {
		return nil, err
	}
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, err
	}
	j.service = services{table}
	return j, nil
}

// isAbout tells whether a concept is among those that the METADATA of a rule lists.
func isAbout(r finding.Rule, concept string) bool {
	return slices.Contains(strings.Split(r.About, ", "), concept)
}

// rests tells whether a finding of the rule can rest on what a type yields: on a fact of its own as a whole, or on a field that it
// sets. A type that yields a name alone stands for what it names.
func (j *reach) rests(r finding.Rule, y fact.Yield) bool {
	if !isAbout(r, y.Concept) {
		return false
	}
	return len(y.Fields) == 1 && y.Fields[0] == "name" || slices.ContainsFunc(j.points[r.ID], func(field string) bool {
		return y.Own && slices.Contains([]string{"", "account", "region", "tags"}, field) || slices.Contains(y.Fields, field) ||
			field == "*" && slices.ContainsFunc(r.Reads, func(read string) bool { return slices.Contains(y.Fields, read) })
	})
}

// weighs tells whether a rule that is about something else reads what the type yields, or what follows from it.
func (j *reach) weighs(r finding.Rule, y fact.Yield) bool {
	for _, c := range j.concepts {
		for _, s := range c.Fields {
			through, field, follows := strings.Cut(s.Follow, ".")
			if follows && slices.Contains(c.Field(through).Of, y.Concept) && slices.Contains(y.Fields, field) &&
				(isAbout(r, c.Name) && slices.Contains(r.Reads, s.Name) || slices.Contains(r.Reads, c.Name+"."+s.Name)) {
				return true
			}
		}
	}
	return slices.ContainsFunc(y.Fields, func(field string) bool { return slices.Contains(r.Reads, y.Concept+"."+field) })
}

// of lists the concepts that a resource type yields, and the rules that look at them.
func (j *reach) of(typ string) (concepts []string, rules []finding.Rule) {
	var yields []fact.Yield
	for _, y := range j.yields {
		if y.Type == typ {
			yields = append(yields, y)
		}
	}
	provider, _, _ := strings.Cut(typ, "_")
	if s, ok := j.service.Service(provider, typ); ok && s.Holds != "" {
		fields := []string{"service", "eligible", "holds", "note", "vendor", "consumer"}
		yields = append(yields, fact.Yield{Type: typ, Concept: "service", Own: true, Fields: fields})
	}
	for _, y := range yields {
		if !slices.Contains(concepts, y.Concept) {
			concepts = append(concepts, y.Concept)
		}
	}
	for _, r := range j.rules {
		if slices.ContainsFunc(yields, func(y fact.Yield) bool { return j.rests(r, y) || j.weighs(r, y) }) {
			rules = append(rules, r)
		}
	}
	return concepts, rules
}

// notOfTypes says what a rule judges where no resource type yields it.
var notOfTypes = map[string]string{
	"service": "every type of a service that holds or carries data", "estate": "the estate as a whole", "agreement": "`baa.yaml`",
	"practice": "`baa.yaml`", "vendor": "`baa.yaml`", "subcontractor": "`baa.yaml`",
}

// accountOf is the cloud whose account a type is in: other vendors have one together.
func accountOf(y fact.Yield) string {
	if slices.ContainsFunc(clouds, func(c cloud) bool { return c.key == y.Cloud }) && !strings.HasPrefix(y.Type, "elsewhere.") {
		return y.Cloud
	}
	return otherVendors
}

// judgedTypes lists the resource types of a cloud that findings of a rule can be about, without what all their names begin with.
func (j *reach) judgedTypes(r finding.Rule, cloud string) string {
	var types []string
	for _, y := range j.yields {
		if accountOf(y) == cloud && !strings.HasPrefix(y.Type, "data.") && j.rests(r, y) {
			_, name, _ := strings.Cut(y.Type, "_")
			if cloud == otherVendors {
				name = strings.Replace(y.Type, ".", " ", 1)
			}
			if strings.HasPrefix(y.Type, "backend.") || strings.HasPrefix(y.Type, "provider.") {
				name = strings.Replace(y.Type, ".", " ", 1)
			}
			types = append(types, name)
		}
	}
	return strings.Join(slices.Compact(types), ", ")
}
