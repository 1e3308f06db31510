package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

func obligationsReport() *finding.Report {
	return &finding.Report{
		Obligations: []finding.Obligation{
			{Slug: "keys", Title: "Keys", Demand: "Hold the keys.", Judged: "terraform", Outside: "Who else has keys.", Citations: []finding.Citation{{Text: "45 CFR 164.312"}}},
			{Slug: "guards", Title: "Guards", Demand: "Guard the house.", Judged: "outside"},
		},
		Rules: []finding.Rule{
			{ID: "keys/held", Name: "held", Obligation: "keys", Title: "Keys are held", Tier: finding.TierObligation},
			{ID: "keys/spare", Name: "spare", Obligation: "keys", Title: "Keys are spare", Tier: finding.TierHardening},
		},
		Findings: []finding.Finding{
			{Rule: "keys/held", Verdict: finding.Fail, Severity: finding.High}, {Rule: "keys/held", Verdict: finding.Pass},
			{Rule: "keys/spare", Verdict: finding.Fail, Severity: finding.Low},
		},
	}
}

func TestWriteObligations(t *testing.T) {
	for _, test := range []struct {
		name   string
		judged bool
		want   string
	}{
		{"listed", false, `Keys (keys)
  Hold the keys.
  45 CFR 164.312
  judged in Terraform
  outside this tool: Who else has keys.
    held: Keys are held
    spare: Keys are spare (hardening)

Guards (guards)
  Guard the house.
  outside this tool: keep other evidence
`},
		{"judged", true, `Keys (keys)
  NOT MET: 1 failed, 0 open, 1 passed, 1 failed beyond the obligation
  Hold the keys.
  45 CFR 164.312
  judged in Terraform
  outside this tool: Who else has keys.
    held: Keys are held
    spare: Keys are spare (hardening)

Guards (guards)
  NOT JUDGED: outside this tool
  Guard the house.
  outside this tool: keep other evidence
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteObligations(&b, obligationsReport(), test.judged, 0); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(test.want, "\n"), strings.Split(b.String(), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWriteObligationsJSON(t *testing.T) {
	for _, judged := range []bool{false, true} {
		var b bytes.Buffer
		if err := WriteObligationsJSON(&b, obligationsReport(), judged); err != nil {
			t.Fatal(err)
		}
		var entries []struct {
			Slug     string
			Rules    []string
			Standing *struct{ State string }
		}
		if err := json.Unmarshal(b.Bytes(), &entries); err != nil {
			t.Fatal(err)
		}
		if len(entries) != 2 || entries[0].Slug != "keys" || len(entries[0].Rules) != 2 || len(entries[1].Rules) != 0 {
			t.Errorf("%+v", entries)
		}
		if (entries[0].Standing != nil) != judged || judged && entries[0].Standing.State != "not met" {
			t.Errorf("standing: %+v", entries[0].Standing)
		}
	}
}
