package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

func TestStandings(t *testing.T) {
	r := example(t)
	r.Rules = append(r.Rules, finding.Rule{ID: "own/rule", Obligation: "own"})
	r.Findings = append(r.Findings, finding.Finding{Rule: "own/rule", Verdict: finding.Pass})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return strings.HasPrefix(f.Rule, "access-control/") })
	got := map[string]report.State{}
	for _, s := range report.Standings(r) {
		got[s.Obligation] = s.State
	}
	want := map[string]report.State{
		"access-control": report.NotJudged, "agreement-currency": report.NotJudged, "data-location": report.NotMet, "encryption": report.NotMet,
		"key-management": report.StateOpen, "recovery-testing": report.NotMet, "retention": report.Met, "own": report.Met,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("standings (-want +got):\n%s", d)
	}
	r.Problems = append(r.Problems, finding.Problem{Incomplete: true})
	for _, s := range report.Standings(r) {
		if s.State == report.Met {
			t.Errorf("%s is met although part of the configuration went unread", s.Obligation)
		}
	}
	hardening := example(t)
	hardening.Findings = slices.DeleteFunc(hardening.Findings, func(f finding.Finding) bool { return f.Rule != "encryption/hardened-cipher" })
	for _, s := range report.Standings(hardening) {
		if s.Obligation == "encryption" && (s.State != report.NotJudged || s.Hardening != 1) {
			t.Errorf("hardening alone makes encryption %q, %d failures", s.State, s.Hardening)
		}
	}
}

// TestWaivedStandings: an obligation with waivers is never plainly met.
func TestWaivedStandings(t *testing.T) {
	judged := func(verdict finding.Verdict, waiver *finding.Waiver) finding.Finding {
		return finding.Finding{Rule: "encryption/store-encrypted", Verdict: verdict, Waiver: waiver}
	}
	w := &finding.Waiver{Reason: "test data"}
	pass, fail, open := judged(finding.Pass, nil), judged(finding.Fail, nil), judged(finding.Open, nil)
	waivedFail, waivedOpen := judged(finding.Fail, w), judged(finding.Open, w)
	for _, c := range []struct {
		name       string
		findings   []finding.Finding
		incomplete bool
		want       report.State
		waived     int
	}{
		{"nothing waived", []finding.Finding{pass}, false, report.Met, 0},
		{"failure waived", []finding.Finding{pass, waivedFail}, false, report.MetWithWaivers, 1},
		{"open waived", []finding.Finding{pass, waivedOpen, waivedFail}, false, report.MetWithWaivers, 2},
		{"all waived", []finding.Finding{waivedFail}, false, report.StateWaived, 1},
		{"one left", []finding.Finding{pass, waivedFail, fail}, false, report.NotMet, 1},
		{"one open", []finding.Finding{pass, waivedFail, open}, false, report.StateOpen, 1},
		{"unread", []finding.Finding{waivedFail}, true, report.StateOpen, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := example(t)
			r.Findings, r.Problems = c.findings, []finding.Problem{{Incomplete: c.incomplete}}
			for _, s := range report.Standings(r) {
				if s.Obligation == "encryption" && (s.State != c.want || s.Waived != c.waived) {
					t.Errorf("%s, %d waived", s.State, s.Waived)
				}
			}
		})
	}
}
