package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

// byType is a report of stores of several types that one rule fails, and the remedies of the rule.
func byType(types ...string) *finding.Report {
	rule := finding.Rule{ID: "keys/own-key", Name: "own-key", Obligation: "keys", Title: "Keys", Why: "Because.", Severity: finding.High, Tier: finding.TierObligation, About: "store",
		Remedy: finding.Remedy{
			"any": "Name a key.", "aws": "kms_key_id = aws_kms_key.records.arn",
			"aws_glass": "key = aws_kms_key.records.arn", "aws_jar": "key = aws_kms_key.records.arn", "google_jar": "Use `keys`.",
		}}
	r := &finding.Report{Rules: []finding.Rule{rule}}
	for i, typ := range types {
		cloud, _, found := strings.Cut(typ, "_")
		if !found { // the estate
			cloud = ""
		}
		r.Findings = append(r.Findings, finding.Finding{
			Rule: rule.ID, Verdict: finding.Fail, Severity: finding.High, Fact: typ, Concept: "store", Address: typ + ".a", Type: typ, Cloud: cloud,
			Message: "has no key", Place: finding.Place{File: "main.tf", Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 2},
		})
	}
	return r
}

func TestRemedyByType(t *testing.T) {
	for name, test := range map[string]struct {
		types []string
		want  string
	}{
		"one": {[]string{"aws_glass", "aws_jar"}, `
    = instead     key = aws_kms_key.records.arn`},
		"several": {[]string{"aws_jar", "aws_box", "aws_glass", "azure_jar", "google_jar", "aws_bag"}, `
    = instead     for aws_jar, aws_glass:
                  key = aws_kms_key.records.arn
    = on AWS      kms_key_id = aws_kms_key.records.arn
    = on Azure    Name a key.
    = instead     for google_jar:
                  Use ` + "`keys`.",
		},
		"the estate, of which clouds are known by what else is found": {[]string{"estate", "aws_jar"}, `
    = on AWS      kms_key_id = aws_kms_key.records.arn
    = instead     for aws_jar:
                  key = aws_kms_key.records.arn`},
		"the estate alone": {[]string{"estate"}, `
    = instead     Name a key.`},
	} {
		t.Run(name, func(t *testing.T) {
			_, got, _ := strings.Cut(string(write(t, "text", byType(test.types...), report.Options{})), "= demanded by keys")
			got, _, _ = strings.Cut(got, "\n\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	junit := string(write(t, "junit", byType("aws_jar", "google_box"), report.Options{}))
	for _, want := range []string{"Instead:\n  key = aws_kms_key.records.arn", "Instead:\n  Name a key."} {
		if !strings.Contains(junit, want) {
			t.Errorf("junit lacks %q:\n%s", want, junit)
		}
	}
	if got := string(write(t, "html", byType("aws_jar"), report.Options{})); !strings.Contains(got, ">aws_jar<") || strings.Contains(got, "google_jar") {
		t.Errorf("html has not the remedies of what was found:\n%s", got)
	}
	if got := string(write(t, "json", byType("aws_jar"), report.Options{})); !strings.Contains(got, `"aws_jar": "key`) || strings.Contains(got, "google_jar") {
		t.Errorf("json has not the remedies of what was found:\n%s", got)
	}
	sarif := string(write(t, "sarif", byType("aws_jar"), report.Options{}))
	want := "### What to write instead (AWS)\n\n```hcl\nkms_key_id = aws_kms_key.records.arn\n```\n\n" +
		"### What to write instead (aws_jar)\n\n```hcl\nkey = aws_kms_key.records.arn\n```\n\n"
	if want = strings.ReplaceAll(want, "\n", `\n`); !strings.Contains(sarif, want) || strings.Contains(sarif, "google_jar") {
		t.Errorf("sarif lacks %s, or has what was not found:\n%s", want, sarif)
	}
}
