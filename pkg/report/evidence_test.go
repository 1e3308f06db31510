package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"html"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/pkg/report/oscalcheck"
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
		Fields:       map[string][]string{"vault": {"kept_days", "key", "region"}, "store": {"field"}},
		Data:         []finding.Data{{Title: "HIPAA Eligible Services Reference", AsOf: "2026-05-22", URL: "https://example.org/list"}},
		Needed: &finding.Diagnosis{Open: 9, Settled: 8, Inputs: []finding.Needed{{Kind: finding.InputVariable, Subject: "var.kms_key_arn", Root: ".",
			Text: "var.kms_key_arn has no value", Help: "give it with --var-file or --var", Alone: 7, Together: 8}}},
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Environments = r.Environments[:1+i%2]
	}
	r.Evidence.Maps = []finding.Picture{{Environment: "dev", Draw: func(id string, link finding.Link) (string, error) {
		address, name := link([]string{r.Findings[1].Fact, r.Findings[0].Fact}, "a <box>")
		nowhere, _ := link([]string{"store/unknown"}, "elsewhere")
		return fmt.Sprintf("<svg class=\"map%s\"><a id=%q href=%q></a>%s</svg>\n", id, name, address, nowhere), nil
	}}}
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
	golden(t, "proved.html", withoutAssets(write(t, "html", proved(t), report.Options{})))
	golden(t, "none.html", withoutAssets(write(t, "html", &finding.Report{Version: "(devel)", AsOf: "2026-11-01"}, report.Options{})))
	golden(t, "proved.oscal.json", write(t, "oscal", proved(t), report.Options{}))
	golden(t, "none.oscal.json", write(t, "oscal", &finding.Report{Version: "(devel)", AsOf: "2026-11-01"}, report.Options{}))
	golden(t, "proved.json", write(t, "json", proved(t), report.Options{}))
}

// A run that is asked about a part tells all of it, says what the part is, and of each verdict how it stands to that.
func TestEvidenceOfNarrowedRun(t *testing.T) {
	r := proved(t)
	r.Narrowed = []finding.Narrowing{
		{By: "baseline", Name: "old.sarif", SHA256: strings.Repeat("2c", 32)}, {By: "diff", Name: "-", SHA256: strings.Repeat("3d", 32)},
	}
	r.Gone = []finding.Gone{{Rule: "encryption-at-rest/store-encrypted", Address: "aws_ebs_volume.<old>", Environments: []string{"dev"}}}
	changes := []finding.Change{finding.New, finding.Updated, finding.Unchanged}
	whole := len(r.Findings)
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Verdict != finding.Pass {
			f.Change, f.Untouched = changes[i%3], i%2 == 0
		}
	}
	page := write(t, "html", r, report.Options{})
	golden(t, "narrowed.html", withoutAssets(page))
	for _, words := range []string{"new since the baseline, touched by the diff", "in the baseline, not touched by the diff", "not as in the baseline"} {
		if !bytes.Contains(page, []byte(words)) {
			t.Errorf("the page does not say %q", words)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(write(t, "csv", r, report.Options{}))).ReadAll()
	if err != nil || len(rows) != whole+1 {
		t.Fatalf("%d rows of %d verdicts: %v", len(rows), whole, err)
	}
	last := len(rows[0]) - 3
	if diff := cmp.Diff([]string{"narrowed by", "change", "diff"}, rows[0][last:]); diff != "" {
		t.Error(diff)
	}
	for _, row := range rows[1:] {
		if passes := row[5] == "pass"; row[last] != "baseline old.sarif; diff -" || passes != (row[last+1] == "") || passes != (row[last+2] == "") {
			t.Errorf("a row does not say how it stands to the run: %q", row)
		}
	}
	results := write(t, "oscal", r, report.Options{})
	oscalcheck.Validate(t, results)
	for _, words := range []string{`"narrowed-by"`, `"value": "baseline old.sarif; diff -"`, `"value": "unchanged"`, `"value": "not touched by the diff"`, strings.Repeat("3d", 32)} {
		if !bytes.Contains(results, []byte(words)) {
			t.Errorf("OSCAL does not say %s", words)
		}
	}
}

var (
	assets = regexp.MustCompile(`(?s)(<style>).*?(</style>)|(<script>).*?(</script>)`)
	digest = regexp.MustCompile(`sha256-.*?&#39;`)
)

// withoutAssets is a page without its style and its script, which are files of their own.
func withoutAssets(page []byte) []byte {
	return digest.ReplaceAll(assets.ReplaceAll(page, []byte("$1$2$3$4")), []byte("sha256-…&#39;"))
}

// The policy of a page names the digests of its style and its script, and lets nothing else in; nothing is fetched.
func TestHTMLIsSelfContained(t *testing.T) {
	page := string(write(t, "html", proved(t), report.Options{}))
	for _, tag := range []string{"style", "script"} {
		_, rest, _ := strings.Cut(page, "<"+tag+">")
		text, _, found := strings.Cut(rest, "</"+tag+">")
		sum := sha256.Sum256([]byte(text))
		if want := tag + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !found || !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("the policy does not hold %s", want)
		}
	}
	if found := regexp.MustCompile(`(?i)<(link|img|iframe|object|embed|base)\b|\b(src|style|on\w+)\s*=\s*["']|@import|url\([^#]`).FindString(page); found != "" {
		t.Errorf("the page holds %s", found)
	}
}

// Of a report as large as the largest estates the page stays small, and is written soon. How soon is measured by work of which it is known
// how long it takes, since a machine may be slow, or do much else.
func TestHTMLOfLargeEstate(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	r := large(10_000)
	var page []byte
	took, known := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	measured := func(least *time.Duration, work func()) {
		began := time.Now()
		work()
		*least = min(*least, time.Since(began))
	}
	for range 5 {
		measured(&known, knownWork)
		measured(&took, func() { page = write(t, "html", r, report.Options{}) })
	}
	if len(page) > 10<<20 {
		t.Errorf("%d MB for 10,000 facts", len(page)>>20)
	}
	const (
		bar    = 2 * time.Second
		usual  = 100 * time.Millisecond // of knownWork, on the machine for which the bar is meant
		factor = float64(bar / usual)
	)
	if times := float64(took) / float64(known); times > factor {
		t.Errorf("10,000 facts took %v: %.1f times the known work, which took %v; at most %.0f", took, times, known, factor)
	} else {
		t.Logf("10,000 facts took %v: %.1f times the known work, which took %v", took, times, known)
	}
}

// knownWork is like what a report is made of: texts are put together, looked up, sorted and escaped.
func knownWork() {
	seen := map[string]int{}
	var all []string
	for i := range 60_000 {
		text := fmt.Sprintf("module.workload[%d].x_database.<records> & %d", i*7919%60_000, i)
		if seen[text]++; seen[text] == 1 {
			all = append(all, html.EscapeString(text))
		}
	}
	slices.Sort(all)
}

// large is a report of so many facts, each with three verdicts, one in ten a failure or open.
func large(facts int) *finding.Report {
	r := &finding.Report{Version: "v1.2.3", AsOf: "2026-11-01", Evidence: &finding.Evidence{}}
	for i := range 16 {
		slug := fmt.Sprintf("obligation-%d", i)
		r.Obligations = append(r.Obligations, finding.Obligation{Slug: slug, Title: "Obligation", Demand: "Something is so.", Judged: "terraform"})
		r.Rules = append(r.Rules, finding.Rule{ID: slug + "/rule", Name: "rule", Obligation: slug, Title: "It is so", Why: "Else it is not.",
			Severity: finding.High, Tier: finding.TierObligation, About: "store", Reads: []string{"encrypted", "key", "region"}})
	}
	for i := range facts {
		f := finding.Fact{
			ID: fmt.Sprint("store/", i), Concept: "store", Address: fmt.Sprintf("module.workload[%d].x_database.records", i), Type: fmt.Sprint("x_", i%12),
			Cloud: "x", Root: fmt.Sprint("roots/", i%8), Service: fmt.Sprint("Service ", i%12), Place: finding.Place{File: fmt.Sprintf("modules/workload/stores-%d.tf", i%400), Line: 1 + i%90},
			Fields: []finding.Field{{Name: "encrypted", Value: "true"}, {Name: "key", Value: fmt.Sprint("x_key.k", i%50)}, {Name: "region", Value: "us-east-1"}},
		}
		r.Evidence.Facts = append(r.Evidence.Facts, f)
		for n := range 3 {
			verdict := []finding.Verdict{finding.Fail, finding.Open, finding.Pass}[min(2, (i+n)%20)]
			r.Findings = append(r.Findings, finding.Finding{
				Rule: r.Rules[(i+5*n)%16].ID, Verdict: verdict, Severity: finding.High, Fact: f.ID, Concept: f.Concept, Address: f.Address, Type: f.Type,
				Cloud: f.Cloud, Root: f.Root, Message: f.Address + " is not so", Field: "encrypted", Value: "true", Place: f.Place,
			})
		}
	}
	return r
}

// No cell begins as a formula does, and every row is whole.
func TestCSVIsInert(t *testing.T) {
	r := proved(t)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Address, f.Root, f.Message = "=cmd|'/c calc'!A1", "\uff20SUM(A1)", "+1\r\n-2,\"three\""
		f.Type, f.Cloud = "a;=HYPERLINK(A1)", " ; @SUM(A1)"
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
			for part := range strings.SplitSeq(cell, ";") { // as where semicolons separate cells
				if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(part, " ")); strings.ContainsRune("=+-@\t\r\uff1d\uff0b\uff0d\uff20", first) {
					t.Errorf("a spreadsheet computes %q of %q", part, cell)
				}
			}
		}
	}
}

// Two practices that call something the same have no UUID in common, but those of the tool, its rules and who approves exceptions.
func TestOSCALOfPractices(t *testing.T) {
	seen := func(practice string) map[string]bool {
		r := proved(t)
		r.Evidence.Agreement.Practice = practice
		all := map[string]bool{}
		for _, found := range regexp.MustCompile(`"uuid": "([^"]+)",\n\s*"\w+": "([^"]*)"`).FindAllStringSubmatch(string(write(t, "oscal", r, report.Options{})), -1) {
			all[found[1]+" "+found[2]] = true
		}
		return all
	}
	one, other := seen("Lakeside Clinic"), seen("Hilltop Clinic")
	var common []string
	for id := range one {
		if _, title, _ := strings.Cut(id, " "); other[id] {
			common = append(common, title)
		}
	}
	slices.Sort(common)
	if diff := cmp.Diff([]string{"Obligations and rules of baalint v1.2.3", "baalint", "person", "software"}, common); diff != "" {
		t.Errorf("what is the same of %d: %s", len(one), diff)
	}
}
