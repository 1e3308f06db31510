package report_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

// proved is the example with its evidence, two environments and exceptions.
func proved(t testing.TB) *finding.Report {
	r := waived(t)
	r.Agreement, r.AsOf, r.Environments, r.Problems = "baa.yaml", "2026-11-01", []string{"dev", "prod"}, nil
	r.Waivers = []finding.Exception{{Waiver: *exception(r), Findings: 3}}
	at := func(line int) finding.Place {
		return finding.Place{File: "baa.yaml", Line: line, Column: 3, EndLine: line, EndColumn: 9}
	}
	r.Evidence = &finding.Evidence{
		Agreement: finding.Agreement{
			Practice: "Maple Street <Clinic>",
			Terms: []finding.Term{
				{Path: "places.permitted", Title: "Where records may be", Value: "US", Stated: true, Place: at(3)},
				{Path: "recovery.rpo_hours", Title: "Longest time between two backups", Value: "24 hours"},
				{Path: "recovery.rto_hours", Title: "Longest time that a restore may take"},
			},
			Parties: []finding.Party{
				{Name: "AWS", Place: at(7), Terms: []finding.Term{{Path: "signed", Title: "Signed", Value: "2025-02-01", Stated: true, Place: at(8)}}},
				{Name: "Example Courier", Of: "AWS", Place: at(12), Terms: []finding.Term{{Path: "expires", Title: "Expires"}}},
			},
		},
		Sources: []finding.Source{
			{Path: "baa.yaml", Kind: "agreement", SHA256: strings.Repeat("0a", 32)}, {Path: "main.tf", Kind: "configuration", SHA256: strings.Repeat("1b", 32)},
		},
		Environments: []finding.Environment{{Name: "dev", Files: []string{"dev.tfvars"}}, {Name: "prod", Files: []string{}, Workspace: "live"}},
		Given:        []string{"--var region"},
		Data:         []finding.Data{{Title: "HIPAA Eligible Services Reference", AsOf: "2026-05-22", URL: "https://example.org/list"}},
		Needed: &finding.Diagnosis{Open: 9, Settled: 8, Inputs: []finding.Needed{{Kind: finding.InputVariable, Subject: "var.kms_key_arn", Root: ".",
			Text: "var.kms_key_arn has no value", Help: "give it with --var-file or --var", Alone: 7, Together: 8}}},
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Environments = r.Environments[:1+i%2]
	}
	r.Evidence.Facts = factsOf(r)
	for i := range r.Rules {
		r.Rules[i].Reads = append(r.Rules[i].Reads, "kept_days", "key", "vault.lock_mode")
	}
	return r
}

func exception(r *finding.Report) *finding.Waiver {
	for _, f := range r.Findings {
		if f.Waived() {
			return f.Waiver
		}
	}
	return nil
}

// factsOf makes a fact for each that findings are about.
func factsOf(r *finding.Report) []finding.Fact {
	var facts []finding.Fact
	seen := map[string]bool{}
	for _, f := range r.Findings {
		if seen[f.Fact] {
			continue
		}
		seen[f.Fact] = true
		fields := []finding.Field{{Name: "kept_days", Value: "35", Place: f.Place}, {Name: "key", Unknown: true}, {Name: "region", Value: "=us-east-1"}}
		facts = append(facts, finding.Fact{
			ID: f.Fact, Concept: f.Concept, Address: f.Address, Type: f.Type, Cloud: f.Cloud, Root: f.Root, Service: "A <service>", Place: f.Place,
			Environments: r.Environments, Fields: fields,
		})
	}
	return facts
}

func TestEvidence(t *testing.T) {
	golden(t, "proved.csv", write(t, "csv", proved(t), report.Options{}))
	golden(t, "proved.json", write(t, "json", proved(t), report.Options{}))
}

// No cell begins as a formula does, and every row is whole.
func TestCSVIsInert(t *testing.T) {
	r := proved(t)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Address, f.Root, f.Message = "=cmd|'/c calc'!A1", "@SUM(A1)", "+1\r\n-2,\"three\""
	}
	rows, err := csv.NewReader(bytes.NewReader(write(t, "csv", r, report.Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(r.Findings)+1 {
		t.Errorf("%d rows of %d findings", len(rows), len(r.Findings))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet computes %q", cell)
			}
		}
	}
}
