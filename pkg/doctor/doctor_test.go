package doctor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/doctor"
	"github.com/baalint/baalint/pkg/finding"
)

// report makes open verdicts of lines such as "3 var.a data.b": three verdicts that wait for both. "apply.x" is what no input gives.
func report(lines ...string) *finding.Report {
	r := &finding.Report{Findings: []finding.Finding{{Rule: "o/passes", Verdict: finding.Pass}}}
	for _, line := range lines {
		words := strings.Fields(line)
		f := finding.Finding{Rule: "o/rule", Verdict: finding.Open}
		for _, subject := range words[1:] {
			w := finding.Wait{Subject: subject, Root: ".", Text: subject + " is missing"}
			switch {
			case strings.HasPrefix(subject, "var."):
				w.Input = finding.InputVariable
			case strings.HasPrefix(subject, "data."):
				w.Input = finding.InputData
			default:
				w.Cause = "known after apply"
			}
			f.Waits = append(f.Waits, w)
		}
		for range int(words[0][0] - '0') {
			r.Findings = append(r.Findings, f)
		}
	}
	return r
}

func TestExamine(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []string // subject alone together, then cause verdicts subjects
	}{
		{"nothing is open", nil, []string{"0 of 0"}},
		{"the one that settles most comes first", []string{"1 var.a", "3 var.b", "2 var.c"}, []string{
			"6 of 6", "var.b 3 3", "var.c 2 5", "var.a 1 6",
		}},
		{"what others made settleable counts", []string{"2 var.a", "1 var.b", "3 var.a var.c"}, []string{
			"6 of 6", "var.a 2 2", "var.c 0 5", "var.b 1 6",
		}},
		{"where none settles anything alone, the fewest together", []string{"5 var.a var.b var.c", "1 var.d var.e"}, []string{
			"6 of 6", "var.d 0 0", "var.e 0 1", "var.a 0 1", "var.b 0 1", "var.c 0 6",
		}},
		{"of as few, those that settle more", []string{"1 var.a var.b", "5 var.c var.d"}, []string{
			"6 of 6", "var.c 0 0", "var.d 0 5", "var.a 0 5", "var.b 0 6",
		}},
		{"what is easier to give breaks ties", []string{"1 data.a.b", "1 var.z"}, []string{"2 of 2", "var.z 1 1", "data.a.b 1 2"}},
		{"attributes of one data source are one input", []string{"1 data.a.b.x data.a.b.y"}, []string{"1 of 1", "data.a.b 1 1"}},
		{"what apply decides is not settled by the rest", []string{"2 apply.x var.a", "1 apply.y", "1 var.b", "1"}, []string{
			"1 of 5", "var.b 1 1", "known after apply 3 [apply.x apply.y]", " 1 [o/rule]",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := doctor.Examine(report(test.lines...), func(w finding.Wait) doctor.Declaration {
				parts := strings.Split(w.Subject, ".")
				if w.Input == finding.InputData {
					parts = parts[:3]
				}
				return doctor.Declaration{Subject: strings.Join(parts, ".")}
			})
			got := []string{fmt.Sprintf("%d of %d", d.Settled, d.Open)}
			for _, in := range d.Inputs {
				got = append(got, fmt.Sprintf("%s %d %d", in.Subject, in.Alone, in.Together))
			}
			for _, rest := range d.Rest {
				got = append(got, fmt.Sprintf("%s %d %v", rest.Cause, rest.Verdicts, rest.Subjects))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkExamine(b *testing.B) {
	r := &finding.Report{}
	for i := range 20000 {
		r.Findings = append(r.Findings, finding.Finding{Verdict: finding.Open, Waits: []finding.Wait{
			{Input: finding.InputVariable, Subject: fmt.Sprintf("var.v%d", i%2000)},
			{Input: finding.InputData, Subject: fmt.Sprintf("data.d%d", i%3000)},
		}})
	}
	for b.Loop() {
		doctor.Examine(r, func(w finding.Wait) doctor.Declaration { return doctor.Declaration{Subject: w.Subject} })
	}
}
