package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

var comparedRules = []finding.Rule{
	{ID: "encryption-at-rest/store-encrypted", Name: "store-encrypted", Obligation: "encryption-at-rest", Tier: finding.TierObligation},
	{ID: "backup-frequency/store-in-plan", Name: "store-in-plan", Obligation: "backup-frequency", Tier: finding.TierObligation},
}

// compared makes a report of findings, each "rule fact verdict", with a severity for a failure and "waived" where it is.
func compared(findings ...string) *finding.Report {
	r := &finding.Report{
		AsOf: "2026-11-01", Version: "1", Rules: comparedRules,
		Obligations: []finding.Obligation{{Slug: "encryption-at-rest", Title: "Encryption at rest"}, {Slug: "backup-frequency", Title: "Backup frequency"}},
	}
	for _, text := range findings {
		words := strings.Fields(text)
		f := finding.Finding{
			Rule: words[0], Fact: "store/" + words[1], Concept: "store", Address: words[1], Verdict: finding.Verdict(words[2]), Severity: finding.High,
			Message: words[1] + " is judged", Place: finding.Place{File: "main.tf", Line: 3}, Root: ".",
		}
		for _, word := range words[3:] {
			if f.Severity = finding.Severity(word); word == "waived" {
				f.Severity, f.Waiver = finding.High, &finding.Waiver{Reason: "so agreed"}
			}
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

const (
	encrypted = "encryption-at-rest/store-encrypted"
	planned   = "backup-frequency/store-in-plan"
)

func TestCompare(t *testing.T) {
	tests := map[string]struct {
		before, after *finding.Report
		want          []string
		worse         bool
	}{
		"nothing": {compared(encrypted + " a pass"), compared(encrypted + " a pass"), []string{"nothing changed"}, false},
		"broken": {compared(encrypted + " a pass"), compared(encrypted + " a fail high"), []string{
			"Encryption at rest: not met, before met", "worse: fail (high), before pass: a is judged [encryption-at-rest/store-encrypted] main.tf:3",
			"1 worse · 0 better · 1 obligation changed",
		}, true},
		"mended": {compared(encrypted + " a fail high"), compared(encrypted + " a pass"), []string{
			"Encryption at rest: met, before not met", "better: pass, before fail (high): a is judged [encryption-at-rest/store-encrypted] main.tf:3",
			"0 worse · 1 better · 1 obligation changed",
		}, false},
		"graver": {compared(encrypted + " a fail low"), compared(encrypted + " a fail critical"), []string{
			"worse: fail (critical), before fail (low): a is judged [encryption-at-rest/store-encrypted] main.tf:3", "1 worse · 0 better",
		}, true},
		"waived": {compared(encrypted + " a fail high"), compared(encrypted + " a fail waived"), []string{
			"Encryption at rest: waived, before not met",
			"better: fail, waived, before fail (high): a is judged [encryption-at-rest/store-encrypted] main.tf:3", "0 worse · 1 better · 1 obligation changed",
		}, false},
		"a new store that fails": {compared(encrypted + " a pass"), compared(encrypted+" a pass", encrypted+" b fail high"), []string{
			"Encryption at rest: not met, before met", "worse: fail (high), before none: b is judged [encryption-at-rest/store-encrypted] main.tf:3",
			"appeared: store b", "1 worse · 0 better · 1 obligation changed · 1 appeared, 0 vanished",
		}, true},
		"a new store that passes": {compared(encrypted + " a pass"), compared(encrypted+" a pass", encrypted+" b pass"), []string{
			"appeared: store b", "0 worse · 0 better · 1 appeared, 0 vanished",
		}, false},
		"a store that is gone": {compared(encrypted+" a pass", encrypted+" b fail high"), compared(encrypted + " a pass"), []string{
			"Encryption at rest: met, before not met", "better: none, before fail (high): b is judged [encryption-at-rest/store-encrypted] main.tf:3",
			"vanished: store b", "0 worse · 1 better · 1 obligation changed · 0 appeared, 1 vanished",
		}, false},
		"a rule that speaks no more": {compared(encrypted+" a pass", planned+" a fail high"), compared(encrypted + " a pass"), []string{
			"Backup frequency: not judged, before not met", "0 worse · 0 better · 1 obligation changed",
		}, false},
		"the worst of several": {compared(planned+" a open", planned+" a pass"), compared(planned+" a pass", planned+" a fail low"), []string{
			"Backup frequency: not met, before open", "worse: fail (low), before open: a is judged [backup-frequency/store-in-plan] main.tf:3",
			"1 worse · 0 better · 1 obligation changed",
		}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := Compare(test.before, test.after)
			if diff := cmp.Diff(strings.Join(test.want, "\n")+"\n", c.text()); diff != "" {
				t.Error(diff)
			}
			if c.Worsened() != test.worse {
				t.Errorf("Worsened is %t", c.Worsened())
			}
		})
	}
}

// A rule that is new says nothing of what changed in the estate, nor does one that is gone.
func TestCompareRules(t *testing.T) {
	before, after := compared(encrypted+" a pass", planned+" a fail high"), compared(encrypted+" a fail high")
	before.Rules, after.Rules = comparedRules[1:], comparedRules[:1]
	c := Compare(before, after)
	want := []RuleChange{{encrypted, "new"}, {planned, "gone"}}
	if diff := cmp.Diff(want, c.Rules); diff != "" || len(c.Worse)+len(c.Better) > 0 {
		t.Error(diff, c.Worse, c.Better)
	}
}

func TestCompareRemarks(t *testing.T) {
	before, after := compared(), compared()
	after.AsOf, after.Version, after.Agreement = "2026-12-01", "2", "baa.yaml"
	after.Problems = []finding.Problem{{Summary: "Unread", Incomplete: true}}
	want := []string{
		"the agreement is another one: baa.yaml, before none", "judged as of 2026-12-01, before as of 2026-11-01",
		"judged by baalint 2, before by 1", "the later run could not read everything",
	}
	if diff := cmp.Diff(want, Compare(before, after).Remarks); diff != "" {
		t.Error(diff)
	}
}

func TestReadReport(t *testing.T) {
	r := compared(encrypted+" a fail high", planned+" a open")
	var out bytes.Buffer
	if err := Write(&out, "json", r, Options{}); err != nil {
		t.Fatal(err)
	}
	back, err := ReadReport(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if c := Compare(r, back); !c.nothing() || len(c.Remarks)+len(c.Rules) > 0 {
		t.Error("a report is not what it was once it is written and read:", c.text())
	}
	for text, want := range map[string]string{
		"":                        "not a report in JSON: unexpected end",
		"[]":                      "not a report in JSON: json: cannot unmarshal array",
		"{}":                      "not a report of baalint: it has no schemaVersion",
		`{"schemaVersion":"9"}`:   `its schemaVersion is "9"; this baalint reads "1"`,
		`{"schemaVersion":"1"}{`:  "not a report in JSON: invalid character",
		`{"version":"2.1.0"}`:     "not a report of baalint",
		`{"schemaVersion": true}`: "not a report in JSON: json: cannot unmarshal bool",
	} {
		if _, err := ReadReport([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// A report that is written and read says the same of every field, and so does one of a version that left nothing out.
func TestReadReportIsWhole(t *testing.T) {
	r := compared(encrypted + " a fail high")
	at := func(file string, line, last int) finding.Place {
		return finding.Place{File: file, Line: line, Column: 3, EndLine: last, EndColumn: 9}
	}
	r.Evidence = &finding.Evidence{Facts: []finding.Fact{{ID: "store/a", Concept: "store", Address: "a", Root: ".", Place: at("main.tf", 3, 3), Fields: []finding.Field{
		{Name: "account", Value: "1"}, {Name: "encrypted", Value: "false", Place: at("main.tf", 4, 4)}, {Name: "key", Unknown: true, Place: at("keys.tf", 2, 5)},
		{Name: "tags", Value: "{}", Place: at("main.tf", 6, 9)},
	}}}}
	var lean bytes.Buffer
	if err := Write(&lean, "json", r, Options{}); err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(document{SchemaVersion: schemaVersion, Report: *r})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"lean": lean.Bytes(), "whole": whole} {
		back, err := ReadReport(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r.Evidence.Facts, back.Evidence.Facts); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if text := lean.String(); strings.Count(text, `"file": "main.tf"`) != 2 || strings.Count(text, `"file": "keys.tf"`) != 1 {
		t.Error("a file is told again and again:\n", text)
	}
}

// What Markdown tells fits beside the summary of a run, however much has changed, and what is left out is counted.
func TestCompareMarkdownIsShort(t *testing.T) {
	many := make([]string, 0, 2*maxCompared)
	for i := range 2 * maxCompared {
		many = append(many, fmt.Sprintf("%s store-%d fail high", encrypted, i))
	}
	after := compared(many...)
	if text := Compare(compared(), after).markdown(); strings.Count(text, "- and 100 more\n") != 2 {
		t.Error("what is left out is not counted:\n", text)
	}
	for i := range after.Findings {
		after.Findings[i].Message = strings.Repeat("long ", 1000)
	}
	if text := Compare(compared(), after).markdown(); len(text) > roomCompared+maxMarkdown/100 || !strings.Contains(text, "more\n") {
		t.Errorf("%d bytes", len(text))
	}
}

// What a report says may be made up by whoever wrote the Terraform.
func TestCompareHostile(t *testing.T) {
	after := compared(encrypted + " a fail high")
	f := &after.Findings[0]
	f.Message, f.Address, f.Place.File = "</details>[x](http://evil)\x1b[31m @team", "<script>", "`a|b`"
	c := Compare(compared(), after)
	for _, format := range ComparisonFormats {
		var out bytes.Buffer
		if err := WriteComparison(&out, format, c); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsRune(out.String(), '\x1b') {
			t.Errorf("%s lets control characters through", format)
		}
		if format == "markdown" && (strings.Contains(out.String(), "](http") || strings.Contains(out.String(), "<script>") || strings.Contains(out.String(), "@team")) {
			t.Error("Markdown of names is Markdown:\n", out.String())
		}
	}
	if err := WriteComparison(&bytes.Buffer{}, "xml", c); err == nil {
		t.Error("there is a format xml")
	}
}
