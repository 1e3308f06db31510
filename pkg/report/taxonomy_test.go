package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report/sarifcheck"
)

// A user's rule of an unknown obligation relates to what it cites alone; one that cites something else to nothing.
func TestRelationships(t *testing.T) {
	citation := func(text string) []finding.Citation { return []finding.Citation{{Text: text}} }
	r := &finding.Report{
		Version:     "1.2.3",
		Obligations: []finding.Obligation{{Slug: "known", Title: "Known", Demand: "Be known", Citations: citation("45 CFR 164.310")}},
		Rules: []finding.Rule{
			{ID: "own/cites", Name: "cites", Obligation: "own", Title: "Cites", Citations: citation("45 CFR 164.312(a)(2)(iv)")},
			{ID: "own/else", Name: "else", Obligation: "own", Title: "Else", Citations: citation("Agreement, section 4")},
			{ID: "known/plain", Name: "plain", Obligation: "known", Title: "Plain"},
			{ID: "known/same", Name: "same", Obligation: "known", Title: "Same", Citations: citation("45 CFR § 164.312(a)(2)(iv)")},
		},
	}
	var b bytes.Buffer
	if err := writeSARIF(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	sarifcheck.Validate(t, b.Bytes())
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID            string
						Relationships []struct {
							Target struct {
								ID            string
								Index         int
								ToolComponent struct{ Index int }
							}
						}
					}
				}
			}
			Taxonomies []struct {
				Name string
				Taxa []struct{ ID string }
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	run := log.Runs[0]
	for _, rule := range run.Tool.Driver.Rules {
		for _, related := range rule.Relationships {
			taxonomy := run.Taxonomies[related.Target.ToolComponent.Index]
			if taxon := taxonomy.Taxa[related.Target.Index]; taxon.ID != related.Target.ID {
				t.Errorf("%s points at %s, where %s is", rule.ID, related.Target.ID, taxon.ID)
			}
			got[rule.ID] = append(got[rule.ID], taxonomy.Name+" "+related.Target.ID)
		}
	}
	want := map[string][]string{
		"own/cites":   {"45 CFR 164.312(a)(2)(iv)"},
		"known/plain": {"Obligations known", "45 CFR 164.310"},
		"known/same":  {"Obligations known", "45 CFR 164.312(a)(2)(iv)"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
