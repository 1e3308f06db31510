package check

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

// writePlan writes the plan of a root module and gives the path of the file.
func writePlan(tb testing.TB, opts Options) string {
	tb.Helper()
	data, err := json.MarshalIndent(planOf(tb, opts), "", "  ")
	if err != nil {
		tb.Fatal(err)
	}
	name := filepath.Join(tb.TempDir(), "plan.json")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return name
}

// verdictsOf are the verdicts of a run by rule and fact, without the root.
func verdictsOf(t *testing.T, opts Options) map[string]finding.Verdict {
	t.Helper()
	r, err := Run(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]finding.Verdict{}
	for _, f := range r.Findings {
		_, fact, ok := strings.Cut(f.Fact, ":"+f.Concept+"/")
		if !ok {
			fact = strings.TrimPrefix(f.Fact, f.Concept+"/")
		}
		out[fmt.Sprintf("%s %s/%s", f.Rule, f.Concept, fact)] = f.Verdict
	}
	return out
}

// What is judged of an estate, its plan and both together is the same, except that a plan alone does not tell what a document that
// waits for an ARN says otherwise, nor what a local value refers to: there it may be open.
func TestPlansAgree(t *testing.T) {
	base, err := filepath.Abs(house)
	if err != nil {
		t.Fatal(err)
	}
	for _, estate := range []string{"clinic", "hospital-group", "telehealth"} {
		t.Run(estate, func(t *testing.T) {
			t.Parallel()
			opts := Options{Base: base, Dirs: []string{"testdata/estates/" + estate}, Hardening: true, AsOf: asOf}
			name := writePlan(t, opts)
			source := verdictsOf(t, opts)
			opts.Plans = []string{name}
			if diff := cmp.Diff(source, verdictsOf(t, opts)); diff != "" {
				t.Errorf("source and plan together (-source +both):\n%s", diff)
			}
			alone := verdictsOf(t, Options{Base: base, Dirs: []string{name}, Hardening: true, AsOf: asOf, Agreement: agreementOf(base, estate)})
			var differ []string
			for key, verdict := range source {
				if strings.Contains(key, " state/") {
					continue // a plan does not say where the state is kept
				}
				first, _, _ := strings.Cut(key, "#") // how many facts a document makes is not known either
				if got := alone[key]; got != verdict && got != finding.Open && (got != "" || alone[first] != finding.Open) {
					differ = append(differ, fmt.Sprintf("%s: %s by the source, %q by the plan", key, verdict, got))
				}
			}
			slices.Sort(differ)
			if len(differ) > 0 {
				t.Error(strings.Join(differ, "\n"))
			}
			opened := 0
			for key, verdict := range alone {
				if verdict == finding.Open && source[key] != finding.Open {
					opened++
					t.Logf("open by the plan, %q by the source: %s", source[key], key)
				}
			}
			t.Logf("%d verdicts, %d open by the plan alone", len(source), opened)
		})
	}
}

func agreementOf(base, estate string) string {
	name := filepath.Join(base, "testdata/estates", estate, "baa.yaml")
	if isFile(name) {
		return name
	}
	return ""
}
