package report_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

// baseline writes a report as SARIF and reads it back.
func baseline(t testing.TB, r *finding.Report, o report.Options) *report.Baseline {
	t.Helper()
	b, err := report.ReadBaseline(write(t, "sarif", r, o))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCompare(t *testing.T) {
	at := func(address, value string, environments ...string) finding.Finding {
		return finding.Finding{Rule: "r/x", Verdict: finding.Fail, Severity: finding.High, Address: address, Root: ".", Field: "kept", Value: value,
			Place: finding.Place{File: "main.tf", Line: 1, Column: 1}, Environments: environments}
	}
	in := func(f finding.Finding, root string) finding.Finding {
		f.Root = root
		f.Place.File = root + "/main.tf"
		return f
	}
	waived := at("a", "1")
	waived.Waiver = &finding.Waiver{Reason: "x"}
	for _, c := range []struct {
		name      string
		old, now  []finding.Finding
		want      []finding.Change
		gone      []string
		otherRule bool
	}{
		{"the same", []finding.Finding{at("a", "1"), at("b", "1")}, []finding.Finding{at("b", "1"), at("a", "1")},
			[]finding.Change{finding.Unchanged, finding.Unchanged}, nil, false},
		{"another value", []finding.Finding{at("a", "1")}, []finding.Finding{at("a", "2")}, []finding.Change{finding.Updated}, nil, false},
		{"another address", []finding.Finding{at("a", "1")}, []finding.Finding{at("b", "1")}, []finding.Change{finding.New}, []string{"a"}, false},
		{"twice where it was once", []finding.Finding{at("a", "1")}, []finding.Finding{at("a", "1"), at("a", "1")},
			[]finding.Change{finding.Unchanged, finding.New}, nil, false},
		{"once where it was twice", []finding.Finding{at("a", "1"), at("a", "1")}, []finding.Finding{at("a", "1")},
			[]finding.Change{finding.Unchanged}, []string{"a"}, false},
		{"another root", []finding.Finding{at("a", "1")}, []finding.Finding{at("a", "1"), in(at("a", "1"), "two")},
			[]finding.Change{finding.Unchanged, finding.New}, nil, false},
		{"in more environments", []finding.Finding{at("a", "1", "dev")}, []finding.Finding{at("a", "1", "dev", "prod")},
			[]finding.Change{finding.Updated}, nil, false},
		{"in fewer environments", []finding.Finding{at("a", "1", "dev", "prod")}, []finding.Finding{at("a", "1", "dev")},
			[]finding.Change{finding.Unchanged}, nil, false},
		{"environments from now on", []finding.Finding{at("a", "1")}, []finding.Finding{at("a", "1", "dev")}, []finding.Change{finding.Unchanged}, nil, false},
		{"waived then", []finding.Finding{waived}, []finding.Finding{at("a", "1")}, []finding.Change{finding.New}, nil, false},
		{"one is waived now", []finding.Finding{at("a", "1")}, []finding.Finding{waived, at("a", "1")},
			[]finding.Change{finding.New, finding.Unchanged}, nil, false},
		{"a root that was not judged", []finding.Finding{in(at("a", "1"), "three")}, []finding.Finding{at("b", "1")}, []finding.Change{finding.New}, nil, false},
		{"a rule that did not run", []finding.Finding{at("a", "1")}, []finding.Finding{at("b", "1")}, []finding.Change{finding.New}, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules := []finding.Rule{{ID: "r/x", Name: "x", Obligation: "r"}}
			roots := []finding.Root{{Dir: "."}, {Dir: "two"}, {Dir: "three"}}
			for _, o := range []report.Options{{}, {Waived: true}} {
				b := baseline(t, &finding.Report{Findings: c.old, Rules: rules, Roots: roots}, o)
				now := &finding.Report{Findings: slices.Clone(c.now), Rules: rules, Roots: roots[:2], Environments: []string{"dev", "prod"}}
				if c.otherRule {
					now.Rules = nil
				}
				b.Compare(now, o)
				got := make([]finding.Change, 0, len(now.Findings))
				for _, f := range now.Findings {
					got = append(got, f.Change)
				}
				gone := make([]string, 0, len(now.Gone))
				for _, g := range now.Gone {
					gone = append(gone, g.Address)
				}
				if d := cmp.Diff(c.want, got) + cmp.Diff(append([]string{}, c.gone...), gone); d != "" {
					t.Error(d)
				}
			}
		})
	}
}

// The example, compared with an earlier one, as golden files; and its SARIF is again a baseline.
func TestBaselineGolden(t *testing.T) {
	old := example(t)
	old.Findings = slices.DeleteFunc(old.Findings, func(f finding.Finding) bool {
		return f.Rule == "data-location/permitted-places" || f.Address == `module.db["south"].aws_db_instance.patients`
	})
	for i := range old.Findings {
		if f := &old.Findings[i]; f.Rule == "recovery-testing/restores-tested" {
			f.Address, f.Message = "aws_backup_restore_testing_plan.gone", "tests nothing"
		}
	}
	o := report.Options{Absent: true}
	now := example(t)
	o.Baseline = baseline(t, old, o)
	o.Baseline.Compare(now, o)
	for format, name := range map[string]string{"sarif": "example-baseline.sarif", "text": "example-baseline.txt"} {
		golden(t, name, write(t, format, now, o))
	}
	again := example(t)
	baseline(t, now, o).Compare(again, report.Options{})
	for _, f := range again.Findings {
		if f.Verdict == finding.Fail && f.Due() {
			t.Errorf("%s of %s is %s", f.Rule, f.Address, f.Change)
		}
	}
}

func FuzzReadBaseline(f *testing.F) {
	f.Add(write(f, "sarif", example(f), report.Options{}))
	f.Add([]byte(`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"baalint"}},"results":[{"ruleId":"a","properties":{"instances":[null]}}]}]}`))
	f.Add([]byte("\xef\xbb\xbf{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := report.ReadBaseline(data)
		if err != nil {
			return
		}
		o := report.Options{Baseline: b, Absent: true}
		r := &finding.Report{Rules: []finding.Rule{{ID: "a"}}, Findings: []finding.Finding{{Rule: "a", Verdict: finding.Fail}}, Roots: []finding.Root{{Dir: "."}}}
		b.Compare(r, o)
		if err := report.Write(&discard{}, "sarif", r, o); err != nil {
			t.Error(err)
		}
	})
}

type discard struct{}

func (*discard) Write(p []byte) (int, error) { return len(p), nil }
