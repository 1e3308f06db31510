package report

import (
	"fmt"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// go-sarif writes neither an empty list of suppressions, which says that a result is not suppressed, nor a suppression without null.
type (
	suppressingRun struct {
		sarifRun
		Results []suppressedResult `json:"results"`
	}
	suppressedResult struct {
		*sarif.Result
		Suppressions []suppression `json:"suppressions"`
	}
	suppression struct {
		Kind          string            `json:"kind"`
		Status        string            `json:"status"`
		Justification string            `json:"justification"`
		Location      *sarif.Location   `json:"location,omitempty"`
		Properties    map[string]string `json:"properties,omitempty"`
	}
)

// groups are the results: those of all failures that the run is asked about, and of open verdicts where they count as failures. What is
// waived is left out, or else has results of its own.
func (s *sarifWriter) groups() []*group {
	wanted := func(verdict finding.Verdict) func(*finding.Finding) bool {
		return func(f *finding.Finding) bool {
			return f.Verdict == verdict && !f.Untouched && (s.Waived || !f.Waived())
		}
	}
	key := func(f *finding.Finding) string {
		if !f.Waived() {
			return s.line(f)
		}
		return fmt.Sprintf("%s\x01%v", s.line(f), f.Waiver.Place)
	}
	groups := gathered(s.report, wanted(finding.Fail), key)
	if s.Open == OpenFail {
		groups = append(groups, gathered(s.report, wanted(finding.Open), key)...)
	}
	return groups
}

// suppressing is a run whose results say of themselves whether they are suppressed: all of them or none must.
func (s *sarifWriter) suppressing(run sarifRun) suppressingRun {
	out := suppressingRun{sarifRun: run, Results: make([]suppressedResult, len(run.Results))}
	for i, result := range run.Results {
		out.Results[i] = suppressedResult{Result: result, Suppressions: []suppression{}}
		if w := s.waivers[i]; w != nil {
			out.Results[i].Suppressions = append(out.Results[i].Suppressions, s.suppression(w))
		}
	}
	return out
}

func (s *sarifWriter) suppression(w *finding.Waiver) suppression {
	out := suppression{
		Kind: "external", Status: "accepted", Justification: visible.Line(justification(w)), Location: s.location(w.Place), Properties: map[string]string{},
	}
	if w.Inline {
		out.Kind = "inSource"
	}
	for name, value := range map[string]string{"approver": w.Approver, "until": w.Until} {
		if value != "" {
			out.Properties[name] = visible.Line(value)
		}
	}
	return out
}
