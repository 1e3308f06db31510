package report

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// remedy is what to write instead of something that was found.
type remedy struct {
	text string
	// types are those that it is for, cloud the one whose resources it serves, whatever their types.
	types []string
	cloud string
}

// remedies are those of a defect, each once, in the order of the findings.
func (d *defect) remedies(rule finding.Rule) []remedy {
	var all []remedy
	for _, g := range slices.Concat([]*group{d.group}, d.further) {
		for _, f := range slices.Concat([]*finding.Finding{g.Finding}, g.others) {
			text := strings.TrimSpace(rule.Remedy.For(f.Cloud, f.Type))
			if text == "" {
				continue
			}
			i := slices.IndexFunc(all, func(r remedy) bool { return r.text == text })
			if i < 0 {
				i, all = len(all), append(all, remedy{text: text})
			}
			if _, ok := rule.Remedy[f.Type]; !ok {
				all[i].cloud = f.Cloud
			} else if !slices.Contains(all[i].types, f.Type) {
				all[i].types = append(all[i].types, f.Type)
			}
		}
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
		t.line(strings.TrimRight(lead+t.paint(green, clean(line)), " "))
		lead = t.lead("")
	}
}
