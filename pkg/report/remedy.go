package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// remedies are those of the rules, without what is for resource types of which a rule has found nothing: there are dozens.
func remedies(r *finding.Report) map[string]finding.Remedy {
	found := map[[2]string]bool{}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Verdict != finding.Pass {
			found[[2]string{f.Rule, f.Type}] = true
		}
	}
	all := make(map[string]finding.Remedy, len(r.Rules))
	for _, rule := range r.Rules {
		all[rule.ID] = maps.Clone(rule.Remedy)
		maps.DeleteFunc(all[rule.ID], func(key, _ string) bool { return finding.IsResourceType(key) && !found[[2]string{rule.ID, key}] })
	}
	return all
}

// remedy is what to write instead of something that was found.
type remedy struct {
	text string
	// types are those that it is for, cloud the one whose resources it serves, whatever their types.
	types []string
	cloud string
}

// cloudsOf are the clouds in which something can be written instead: for the estate as a whole, all that the report speaks of.
func (t *text) cloudsOf(f *finding.Finding) []string {
	if f.Cloud != "" {
		return []string{f.Cloud}
	}
	if t.clouds == nil {
		t.clouds = clouds(t.report)
	}
	return t.clouds
}

// clouds are those that a report speaks of, sorted; one without a name where it speaks of none.
func clouds(r *finding.Report) []string {
	var all []string
	for i := range r.Findings {
		if cloud := r.Findings[i].Cloud; cloud != "" && !slices.Contains(all, cloud) {
			all = append(all, cloud)
		}
	}
	if len(all) == 0 {
		return []string{""}
	}
	slices.Sort(all)
	return all
}

// remedies are those of a defect, each once, in the order of the findings.
func (t *text) remedies(d *defect, rule finding.Rule) []remedy {
	var all []remedy
	for _, g := range slices.Concat([]*group{d.group}, d.further) {
		for _, f := range slices.Concat([]*finding.Finding{g.Finding}, g.others) {
			for _, cloud := range t.cloudsOf(f) {
				all = with(all, rule, cloud, f.Type)
			}
		}
	}
	return all
}

// with adds the remedy for a type of a cloud to others, or the type to the remedy that serves it too.
func with(all []remedy, rule finding.Rule, cloud, resourceType string) []remedy {
	text := strings.TrimSpace(rule.Remedy.For(cloud, resourceType))
	if text == "" {
		return all
	}
	i := slices.IndexFunc(all, func(r remedy) bool { return r.text == text })
	if i < 0 {
		i, all = len(all), append(all, remedy{text: text})
	}
	if _, ok := rule.Remedy[resourceType]; !ok {
		all[i].cloud = cloud
	} else if !slices.Contains(all[i].types, resourceType) {
		all[i].types = append(all[i].types, resourceType)
	}
	return all
}

// remedy writes prose wrapped and code as it stands. Where it is one of several, it says what it is for.
func (t *text) remedy(r remedy, several bool) {
	name := "instead"
	switch {
	case several && len(r.types) > 0 && r.cloud == "":
		t.prose(name, "for "+strings.Join(r.types, ", ")+":")
		name = ""
	case several && r.cloud != "":
		name = "on " + strings.TrimSuffix(cloudName(r.cloud), " Cloud")
	}
	if !finding.IsCode(r.text) {
		t.prose(name, r.text)
		return
	}
	lead := t.lead(name)
	for _, line := range strings.Split(r.text, "\n") {
		line = strings.ReplaceAll(strings.TrimRight(line, " \t\r"), "\t", "  ")
		t.line(strings.TrimRight(lead+t.paint(green, visible.Line(line)), " "))
		lead = t.lead("")
	}
}
