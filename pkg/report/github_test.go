package report_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

// many is a report of n findings, each of its own line, of the severities in turn.
func many(n int, severities ...finding.Severity) *finding.Report {
	r := &finding.Report{Obligations: []finding.Obligation{{Slug: "a", Title: "A"}}, Rules: []finding.Rule{{ID: "a/b", Name: "b", Obligation: "a"}}}
	for i := range n {
		r.Findings = append(r.Findings, finding.Finding{Rule: "a/b", Verdict: finding.Fail, Severity: severities[i%len(severities)],
			Address: fmt.Sprintf("x.y[%d]", i), Message: "is not encrypted", Place: finding.Place{File: "main.tf", Line: i + 1}})
	}
	return r
}

// TestAnnotationLimits counts the annotations of each level: no more than GitHub shows, the most severe first, and one line for the rest.
func TestAnnotationLimits(t *testing.T) {
	r := many(40, finding.Low, finding.Critical)
	for i := range 7 {
		r.Problems = append(r.Problems, finding.Problem{Summary: fmt.Sprintf("cannot read %d", i), Incomplete: true})
	}
	got := string(write(t, "github", r, report.Options{}))
	for level, want := range map[string]int{"::error ": 10, "::error title=not read": 5, "::warning ": 10, "::notice ": 1} {
		if n := strings.Count(got, level); n != want {
			t.Errorf("%d times %q, want %d", n, level, want)
		}
	}
	if want := "::notice title=baalint::And 17 errors and 10 warnings more: "; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// TestCommandInjection has names spell workflow commands: every line of the output is one that baalint means.
func TestCommandInjection(t *testing.T) {
	hostile := "x\n::error::owned\r\n##[add-mask]y%0A::set-output name=a::b,line=9::"
	r := many(1, finding.High)
	f := &r.Findings[0]
	f.Address, f.Message, f.Place.File, f.Rule = hostile, hostile+" fails", hostile, hostile
	r.Problems = []finding.Problem{{Summary: hostile, Detail: hostile, Incomplete: true, Place: f.Place}}
	got := strings.TrimSuffix(string(write(t, "github", r, report.Options{})), "\n")
	meant := regexp.MustCompile(`^::error file=[^:,]*,line=1,endLine=1,title=[^:,]*::[^\r\n]*$|^baalint: [^\r\n]*$`)
	lines := strings.Split(got, "\n")
	if len(lines) != 3 {
		t.Errorf("%d lines, want 3", len(lines))
	}
	for _, line := range lines {
		if !meant.MatchString(line) {
			t.Errorf("%q is no command of baalint's", line)
		}
	}
	if strings.Count(got, "%250A") == 0 {
		t.Error("a %0A of the configuration is not escaped")
	}
}

// TestMarkdownInjection looks for anything that Markdown or GitHub would make more of than text.
func TestMarkdownInjection(t *testing.T) {
	hostile := "x` [click](https://evil.example) ![i](//e) <img src=e onerror=a()> @team #1 | *b* _c_ ~~d~~ :smile: $x$ www.evil.example\n# H\n- l\n1. n &lt;"
	r := many(1, finding.High)
	f := &r.Findings[0]
	f.Address, f.Message, f.Place.File = hostile, hostile+" fails", hostile
	r.Obligations[0].Title, r.Notes = hostile, []string{hostile}
	r.Problems = []finding.Problem{{Summary: hostile, Detail: hostile, Incomplete: true, Place: f.Place}}
	r.Waivers = []finding.Exception{{Waiver: finding.Waiver{Rule: "a/b", Covers: hostile, Reason: hostile, Until: "2026-01-31"}, Ended: true}}
	r.Findings = append(r.Findings, finding.Finding{Rule: "a/b", Verdict: finding.Open, Address: hostile, Waits: []finding.Wait{{Text: hostile}}})
	got := string(write(t, "markdown", r, report.Options{Blob: "https://github.com/o/r/blob/c0ffee/"}))
	links := regexp.MustCompile(`\[(<code>[^<>]*</code>)\]\(https://github\.com/[\w%.~/-]*#[\w-]+\)`)
	if n := len(links.FindAllString(got, -1)); n != 3 {
		t.Errorf("%d links of baalint's own, want 3", n)
	}
	got = links.ReplaceAllString(got, "$1")
	for _, part := range []string{
		"[click]", "](https://evil", "![i]", "<img", "@team", " #1", "*b*", "_c_", "~~", ":smile", "$x", "www.", "\n# H", "\n- l", "\n1.", "&lt;", "x`", "https://e",
	} {
		if strings.Contains(got, part) {
			t.Errorf("%q stands in the summary", part)
		}
	}
	own := regexp.MustCompile(`</?(code|details|summary)>|&#\d+;`)
	if rest := own.ReplaceAllString(got, ""); strings.ContainsAny(rest, "<>&") {
		t.Errorf("HTML that is not baalint's own: %s", rest)
	}
	for line := range strings.Lines(got) {
		if n := strings.Count(line, "|"); n != 0 && n != 6 {
			t.Errorf("%d bars in %q", n, line)
		}
	}
}

// TestMarkdownLimit writes more than GitHub takes of a summary.
func TestMarkdownLimit(t *testing.T) {
	for name, failures := range map[string]int{"in the failures": 20000, "in what is open": 1} {
		t.Run(name, func(t *testing.T) {
			const open = 15000
			r := many(failures, finding.High)
			for i := range open {
				r.Findings = append(r.Findings, finding.Finding{Rule: r.Findings[0].Rule, Verdict: finding.Open, Severity: finding.High,
					Waits: []finding.Wait{{Subject: fmt.Sprintf("var.v%d", i), Text: fmt.Sprintf("var.v%d has no value", i) + strings.Repeat(" at all", 8)}}})
			}
			r.Waivers = []finding.Exception{{Waiver: finding.Waiver{Rule: "a/b", Covers: "x", Reason: "y"}}}
			got := string(write(t, "markdown", r, report.Options{Blob: "https://github.com/o/r/blob/c0ffee/"}))
			if len(got) > 900<<10 || len(got) < 890<<10 {
				t.Errorf("%d bytes", len(got))
			}
			var left int
			if _, err := fmt.Sscanf(got[strings.LastIndex(got, "\nAnd "):], "\nAnd %d more, left out", &left); err != nil {
				t.Fatal(err)
			}
			if shown := strings.Count(got, "\n- "); shown+left != failures+open+1 {
				t.Errorf("%d shown and %d left out of %d", shown, left, failures+open+1)
			}
			if opened, closed := strings.Count(got, "<details>"), strings.Count(got, "</details>"); opened != closed {
				t.Errorf("%d details begin and %d end", opened, closed)
			}
		})
	}
}

// TestLimits comes to the limits of code scanning, and says so in the file and to the caller.
func TestLimits(t *testing.T) {
	for _, test := range []struct {
		results int
		want    []string
	}{
		{5000, nil},
		{5001, []string{"5001 results: code scanning shows no more than the 5000 most severe"}},
		{25002, []string{"25002 results: code scanning takes no more than 25000, the 2 least severe are left out"}},
	} {
		var told []string
		r := many(test.results, finding.Medium, finding.Low, finding.High)
		var text bytes.Buffer // not held against the schema, which takes seconds for so many
		if err := report.Write(&text, "sarif", r, report.Options{Warn: func(text string) { told = append(told, text) }}); err != nil {
			t.Fatal(err)
		}
		log, err := sarif.FromBytes(text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		run := log.Runs[0]
		if d := cmp.Diff(test.want, told); d != "" {
			t.Errorf("%d results (-want +told):\n%s", test.results, d)
		}
		if len(run.Results) != min(test.results, 25000) || len(run.Invocations[0].ToolExecutionNotifications) < len(test.want) {
			t.Errorf("%d results: %d in the file, %d notifications", test.results, len(run.Results), len(run.Invocations[0].ToolExecutionNotifications))
		}
		rank := map[string]int{"error": 3, "warning": 2, "note": 1}
		if !slices.IsSortedFunc(run.Results, func(a, b *sarif.Result) int { return rank[*b.Level] - rank[*a.Level] }) {
			t.Errorf("%d results are not sorted by severity", test.results)
		}
	}
}

// TestTooLarge writes a file that code scanning would not take.
func TestTooLarge(t *testing.T) {
	r := many(100, finding.High)
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range r.Findings {
		var b strings.Builder
		for range 14_000 {
			fmt.Fprintf(&b, "%x", noise.Uint64())
		}
		r.Findings[i].Message = b.String()
	}
	var told []string
	if err := report.Write(io.Discard, "sarif", r, report.Options{Warn: func(text string) { told = append(told, text) }}); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || !strings.Contains(told[0], "MB when compressed") {
		t.Errorf("told %q", told)
	}
}

// TestDownloaded has a finding in a module that terraform init downloaded: it stands at the call that a person can change.
func TestDownloaded(t *testing.T) {
	inner := finding.Place{File: ".terraform/modules/vault/main.tf", Line: 9}
	between := finding.Place{File: ".terraform/modules/estate/main.tf", Line: 7}
	call := finding.Place{File: "modules/all/main.tf", Line: 5, Column: 1, EndLine: 5, EndColumn: 15}
	outer := finding.Place{File: "main.tf", Line: 3}
	r := many(1, finding.High)
	f := &r.Findings[0]
	f.Address, f.Place, f.Calls = "module.all.module.estate.module.vault.x.y", inner, []finding.Place{outer, call, between}
	f.Related = []finding.Related{{Place: finding.Place{File: "key.tf", Line: 1}, Message: "the key"}}

	log, err := sarif.FromBytes(write(t, "sarif", r, report.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	result := log.Runs[0].Results[0]
	at := func(l *sarif.Location) string {
		return fmt.Sprintf("%s:%d", *l.PhysicalLocation.ArtifactLocation.URI, *l.PhysicalLocation.Region.StartLine)
	}
	got := make([]string, 0, 1+len(result.RelatedLocations))
	got = append(got, at(result.Locations[0]))
	for _, l := range result.RelatedLocations {
		got = append(got, at(l)+" "+*l.Message.Text)
	}
	want := []string{
		"modules/all/main.tf:5", ".terraform/modules/vault/main.tf:9 in the module",
		".terraform/modules/estate/main.tf:7 called from here (module.all.module.estate.module.vault)", "key.tf:1 the key",
		"main.tf:3 called from here (module.all)",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if f.Place != inner || len(f.Calls) != 3 {
		t.Error("the report itself has changed")
	}
	if text := string(write(t, "github", r, report.Options{})); !strings.HasPrefix(text, "::error file=modules/all/main.tf,line=5,endLine=5,col=1,endColumn=15,") {
		t.Errorf("annotated elsewhere: %s", text)
	}
	own := func(string) string { return "../shared/main.tf" }
	if text := string(write(t, "github", many(1, finding.High), report.Options{FileURI: own})); !strings.Contains(text, "file=../shared/main.tf") {
		t.Errorf("a finding without calls has moved: %s", text)
	}
}
