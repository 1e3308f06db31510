package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/pkg/report/oscalcheck"
	"github.com/baalint/baalint/pkg/report/sarifcheck"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func write(t testing.TB, format string, r *finding.Report, o report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	switch format {
	case "sarif":
		sarifcheck.Validate(t, b.Bytes())
	case "oscal":
		oscalcheck.Validate(t, b.Bytes())
	case "junit":
		validateJUnit(t, b.Bytes())
	}
	return b.Bytes()
}

// incomplete is the example with a file that could not be read.
func incomplete(t testing.TB) *finding.Report {
	r := example(t)
	r.Problems = append(r.Problems, finding.Problem{Summary: "module ./modules/gone is not there",
		Detail: "Run terraform init, or check the source.\nWhat it holds is not judged.", Place: place(t, "main.tf", `"./modules/db"`), Incomplete: true})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Verdict != finding.Pass })
	return r
}

// waived is the example with an exception for one instance of a module, one for an open verdict, and one that leaves nothing to pass.
func waived(t testing.TB) *finding.Report {
	r := example(t)
	w := &finding.Waiver{Rule: "encryption/store-encrypted", Covers: "module.db[\"south\"].**", Reason: "holds test data alone", Until: "2027-01-31",
		Approver: "Dr. Ahmadi", Place: finding.Place{File: ".baalint.yaml", Line: 3, Column: 5}}
	for i := range r.Findings {
		f := &r.Findings[i]
		if strings.HasPrefix(f.Address, `module.db["south"]`) || f.Verdict == finding.Open || f.Rule == "recovery-testing/restores-tested" {
			f.Waiver = w
		}
	}
	return r
}

// crowded has one defect in many places of several clouds, many causes to wait for, and problems that many have in common.
func crowded(t testing.TB) *finding.Report {
	r := example(t)
	r.Findings, r.Problems = nil, nil
	at := place(t, "modules/db/main.tf", "storage_encrypted")
	for i := range 9 {
		elsewhere := at
		elsewhere.File, elsewhere.Line = fmt.Sprintf("stores/%d.tf", i), 10+i
		f := finding.Finding{
			Rule: "encryption/store-encrypted", Verdict: finding.Fail, Severity: finding.High, Address: fmt.Sprintf("aws_ebs_volume.v%d", i),
			Message: "is not encrypted at rest", Cloud: "aws", Place: elsewhere,
		}
		switch i {
		case 1: // another cloud, another message
			f.Cloud, f.Address, f.Message = "azure", "azurerm_storage_account.s", "takes TLS 1.0"
		case 2: // less severe
			f.Severity = finding.Low
		}
		r.Findings = append(r.Findings, f, f)
		f.Verdict, f.Waits = finding.Open, []finding.Wait{{Text: fmt.Sprintf("var.v%d has no value", 9-i)}}
		for range i + 1 {
			r.Findings = append(r.Findings, f)
		}
		f.Waits = []finding.Wait{{Text: "var.common has no value"}}
		f.Rule = fmt.Sprintf("%s-%d", f.Rule, i)
		r.Findings = append(r.Findings, f)
		r.Problems = append(r.Problems,
			finding.Problem{Summary: "the module is not installed", Place: elsewhere, Incomplete: true},
			finding.Problem{Summary: fmt.Sprintf("module.c%d was not read", i), Place: at, Incomplete: true})
	}
	return r
}

// profiled is a report of a run that judged by a profile, too.
func profiled(t testing.TB) *finding.Report {
	r := example(t)
	r.Problems, r.Unjudged, r.Notes = nil, nil, []string{"judged also by the profile draft-2030 (Draft of 2030): a draft"}
	r.Profiles = []finding.Profile{{Name: "draft-2030", Title: "Draft of 2030", Force: "a draft, not law", Demand: "More.", Source: "https://example.org/draft"}}
	rule := r.Rules[0]
	rule.ID, rule.Name, rule.Obligation, rule.Title = "draft-2030/second-factor", "second-factor", "", "Vaults ask for a second factor"
	rule.Profile, rule.Force, rule.Tier, rule.Severity = "draft-2030", "a draft, not law", finding.TierProfile, finding.Medium
	rule.Citations = []finding.Citation{{Text: "45 CFR 164.312(f)(2)(ii) (draft)", URL: "https://example.org/draft"}}
	r.Rules = append(r.Rules, rule)
	verdicts := []finding.Verdict{finding.Fail, finding.Open, finding.Pass, finding.Pass}
	findings := append(make([]finding.Finding, 0, 1+len(verdicts)), r.Findings[0])
	for i, verdict := range verdicts {
		f := r.Findings[0]
		f.Rule, f.Verdict, f.Severity, f.Message = rule.ID, verdict, rule.Severity, "asks for no second factor"
		f.Fact, f.Related, f.Force = "vault:"+string(rune('a'+i)), nil, rule.Force
		if verdict == finding.Open {
			f.Place = place(t, "main.tf", `resource "aws_backup_vault" "clinic"`)
		}
		findings = append(findings, f)
	}
	r.Findings = findings
	return r
}

// What a profile finds changes nothing in how obligations stand, and is counted beside them.
func TestProfileSettlesNothing(t *testing.T) {
	with := profiled(t)
	without := profiled(t)
	without.Findings = without.Findings[:1]
	without.Rules = without.Rules[:len(without.Rules)-1]
	if diff := cmp.Diff(report.Standings(without), report.Standings(with)); diff != "" {
		t.Error(diff)
	}
	want := []report.ProfileCount{{Profile: with.Profiles[0], Verdicts: report.Verdicts{Fail: 1, Open: 1, Pass: 2}}}
	if diff := cmp.Diff(want, report.ProfileCounts(with)); diff != "" {
		t.Error(diff)
	}
}

// TestGolden compares what is written with testdata; -update rewrites it.
func TestGolden(t *testing.T) {
	none := &finding.Report{Version: "(devel)"}
	clean := example(t)
	clean.Problems, clean.Findings = nil, clean.Findings[len(clean.Findings)-1:]
	empty := example(t)
	empty.Findings, empty.Problems = nil, nil
	unread := &finding.Report{Version: "v1.0.0", Problems: []finding.Problem{{Summary: "main.tf is not UTF-8", Incomplete: true}}}
	profile := profiled(t)
	prefix := func(path string) string { return "infra/" + path }
	cases := []struct {
		file, format string
		report       *finding.Report
		options      report.Options
	}{
		{"example.txt", "text", example(t), report.Options{Threshold: finding.High}},
		{"example-80.txt", "text", example(t), report.Options{Width: 80, Open: report.OpenFail}},
		{"example-verbose.txt", "text", example(t), report.Options{Verbose: true}},
		{"example-waived.txt", "text", waived(t), report.Options{}},
		{"example-waived-verbose.txt", "text", waived(t), report.Options{Verbose: true}},
		{"example-waived.json", "json", waived(t), report.Options{}},
		{"example-waived.sarif", "sarif", waived(t), report.Options{Open: report.OpenFail}},
		{"example-hidden.txt", "text", example(t), report.Options{Open: report.OpenHide}},
		{"example-color.txt", "text", example(t), report.Options{Color: true}},
		{"crowded.txt", "text", crowded(t), report.Options{}},
		{"crowded-verbose.txt", "text", crowded(t), report.Options{Verbose: true}},
		{"example-links.txt", "text", example(t), report.Options{FileLink: func(file string) string { return "file:///w/" + url.PathEscape(file) }}},
		{"example-quiet.txt", "text", example(t), report.Options{Quiet: true, Threshold: finding.High}},
		{"example-quiet-open.txt", "text", example(t), report.Options{Quiet: true, Threshold: finding.Low, Open: report.OpenFail}},
		{"incomplete-quiet.txt", "text", incomplete(t), report.Options{Quiet: true, Threshold: finding.Low}},
		{"clean-quiet.txt", "text", clean, report.Options{Quiet: true, Threshold: finding.Low}},
		{"example.json", "json", example(t), report.Options{}},
		{"example.sarif", "sarif", example(t), report.Options{}},
		{"example-open.sarif", "sarif", example(t), report.Options{Open: report.OpenFail, Category: "prod", FileURI: prefix}},
		{"example.junit", "junit", example(t), report.Options{}},
		{"example-open.junit", "junit", example(t), report.Options{Open: report.OpenFail}},
		{"example-waived-included.sarif", "sarif", waived(t), report.Options{Waived: true}},
		{"example-waived.md", "markdown", waived(t), report.Options{}},
		{"example-waived.github", "github", waived(t), report.Options{Open: report.OpenFail}},
		{"example-waived.junit", "junit", waived(t), report.Options{}},
		{"incomplete.junit", "junit", incomplete(t), report.Options{}},
		{"none.junit", "junit", none, report.Options{}},
		{"example.github", "github", example(t), report.Options{Threshold: finding.High}},
		{"example-open.github", "github", example(t), report.Options{Open: report.OpenFail, FileURI: prefix}},
		{"example.counts", "counts", example(t), report.Options{}},
		{"incomplete.counts", "counts", incomplete(t), report.Options{}},
		{"example.md", "markdown", example(t), report.Options{Threshold: finding.High}},
		{"example-open.md", "markdown", example(t), report.Options{Open: report.OpenFail, FileURI: prefix,
			Blob: "https://github.com/o/r/blob/c0ffee/"}},
		{"incomplete.github", "github", incomplete(t), report.Options{}},
		{"incomplete.md", "markdown", incomplete(t), report.Options{}},
		{"none.github", "github", none, report.Options{}},
		{"none.md", "markdown", none, report.Options{}},
		{"incomplete.txt", "text", incomplete(t), report.Options{}},
		{"incomplete.json", "json", incomplete(t), report.Options{}},
		{"incomplete.sarif", "sarif", incomplete(t), report.Options{}},
		{"profile.txt", "text", profile, report.Options{}},
		{"profile.md", "markdown", profile, report.Options{}},
		{"profile.junit", "junit", profile, report.Options{}},
		{"profile.github", "github", profile, report.Options{}},
		{"profile.json", "json", profile, report.Options{}},
		{"profile.sarif", "sarif", profile, report.Options{Open: report.OpenFail}},
		{"clean.txt", "text", clean, report.Options{}},
		{"empty.txt", "text", empty, report.Options{}},
		{"unread.txt", "text", unread, report.Options{}},
		{"none.txt", "text", none, report.Options{}},
		{"none.json", "json", none, report.Options{}},
		{"none.sarif", "sarif", none, report.Options{}},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			golden(t, c.file, write(t, c.format, c.report, c.options))
		})
	}
}

// golden compares with a file of testdata; -update rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

func TestUnknownFormat(t *testing.T) {
	err := report.Write(&bytes.Buffer{}, "xml", example(t), report.Options{})
	if err == nil || !strings.Contains(err.Error(), `"xml"`) || !strings.Contains(err.Error(), "counts, csv, github, html, json, junit, markdown, oscal, sarif, text") {
		t.Errorf("error %v does not name the format and the ones there are", err)
	}
}

// TestOrder writes the same findings in another order.
func TestOrder(t *testing.T) {
	for _, format := range []string{"text", "sarif", "junit", "github", "markdown", "csv", "html", "oscal"} {
		a, b := example(t), example(t)
		slices.Reverse(b.Findings)
		o := report.Options{Open: report.OpenFail}
		if d := cmp.Diff(string(write(t, format, a, o)), string(write(t, format, b, o))); d != "" {
			t.Errorf("%s depends on the order of findings:\n%s", format, d)
		}
	}
}

// TestNeutralised looks for what could reach a terminal: escapes, C1 controls, reordering, a bell.
func TestNeutralised(t *testing.T) {
	r := example(t)
	hostile := "\x1b]0;x\x07\u009b31m\u202e\x7f\r\b"
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Rule += hostile
		f.Address += hostile
		f.Message += hostile
		f.Waits = append(f.Waits, finding.Wait{Subject: hostile, Text: hostile, Help: hostile})
		f.Related = append(f.Related, finding.Related{Place: f.Place, Message: hostile})
		if f.Place.File != "" {
			r.Sources[f.Place.File+hostile] = r.Sources[f.Place.File]
			f.Place.File += hostile
		}
	}
	for i := range r.Rules {
		rule := &r.Rules[i]
		rule.ID, rule.Name, rule.Obligation, rule.Why = rule.ID+hostile, rule.Name+hostile, rule.Obligation+hostile, rule.Why+hostile
		rule.Remedy = finding.Remedy{"any": "x = 1\n" + hostile}
		rule.Citations = []finding.Citation{{Text: hostile}}
	}
	r.Obligations[0].Title = hostile
	r.Problems = append(r.Problems, finding.Problem{Summary: hostile, Detail: hostile, Place: finding.Place{File: hostile}})
	r.Notes = append(r.Notes, hostile)
	for _, format := range report.Formats() {
		for _, o := range []report.Options{{}, {Verbose: true}, {Quiet: true, Threshold: finding.Low}} {
			o.Open = report.OpenFail
			got := string(write(t, format, r, o))
			if i := strings.IndexAny(got, "\x1b\x07\u009b\u202e\x7f\r\b"); i >= 0 {
				t.Errorf("%s holds %q in %q", format, got[i], got[max(0, i-40):min(len(got), i+20)])
			}
		}
	}
}

// TestWidth holds every line of prose, and every excerpt, to the width. Code to write instead is not wrapped.
func TestWidth(t *testing.T) {
	for _, width := range []int{80, 100, 120} {
		got := string(write(t, "text", example(t), report.Options{Width: width}))
		for line := range strings.Lines(got) {
			n := 0
			for _, c := range line {
				n++
				if c >= 0x2e80 {
					n++
				}
			}
			if n-1 > width && !strings.Contains(line, "destination_vault_arn") && !strings.Contains(line, "click") {
				t.Errorf("width %d: %d columns in %q", width, n-1, line)
			}
		}
	}
}

func TestExit(t *testing.T) {
	open := example(t)
	open.Findings = open.Findings[len(open.Findings)-3:]
	settled := func(settle func(*finding.Finding)) *finding.Report {
		r := example(t)
		for i := range r.Findings {
			settle(&r.Findings[i])
		}
		return r
	}
	cases := []struct {
		name      string
		report    *finding.Report
		threshold finding.Severity
		open      string
		want      bool
	}{
		{"failures above", example(t), finding.High, "show", true},
		{"no threshold", example(t), "none", "show", false},
		{"open shown", open, finding.Low, "show", false},
		{"open fails", open, "none", "fail", true},
		{"nothing", &finding.Report{}, finding.Low, "fail", false},
		{"waived", settled(func(f *finding.Finding) { f.Waiver = &finding.Waiver{} }), finding.Low, "fail", false},
		{"in the baseline", settled(func(f *finding.Finding) { f.Change = finding.Unchanged }), finding.Low, "fail", false},
		{"updated", settled(func(f *finding.Finding) { f.Change = finding.Updated }), finding.Critical, "show", true},
		{"untouched", settled(func(f *finding.Finding) { f.Untouched = true }), finding.Low, "fail", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := report.Fails(c.report, c.threshold, c.open); got != c.want {
				t.Errorf("Fails = %v", got)
			}
		})
	}
}

// TestJSONLists decodes the report of an empty run: lists are [], never null.
func TestJSONLists(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal(write(t, "json", &finding.Report{}, report.Options{}), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"obligations", "rules", "findings", "problems", "notes", "roots", "standing"} {
		if _, ok := got[name].([]any); !ok {
			t.Errorf("%s is %v", name, got[name])
		}
	}
}

// TestQuiet: nothing is said of a run that nothing fails.
func TestQuiet(t *testing.T) {
	for _, threshold := range []finding.Severity{"", "none", finding.Low} {
		got := string(write(t, "text", byType("aws_jar"), report.Options{Quiet: true, Threshold: threshold}))
		if fails := report.Fails(byType("aws_jar"), threshold, ""); fails != (got != "") {
			t.Errorf("threshold %q: fails %t, and says %q", threshold, fails, got)
		}
	}
}
