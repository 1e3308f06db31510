package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// writeCounts writes what a script decides by, one name=value a line. Nothing of the configuration is in it.
func writeCounts(w io.Writer, r *finding.Report, _ Options) error {
	counts := Counts(r)
	var violated []string
	for _, s := range Standings(r) {
		if s.State == NotMet {
			violated = append(violated, s.Obligation)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "findings=%d\n", counts.Failures(""))
	for _, severity := range []finding.Severity{finding.Critical, finding.High, finding.Medium, finding.Low} {
		fmt.Fprintf(&b, "%s=%d\n", severity, counts.Fail[severity])
	}
	fmt.Fprintf(&b, "unknown=%d\npass=%d\nincomplete=%t\nobligations-violated=%s\n",
		counts.Open, counts.Pass, Incomplete(r), visible.Line(strings.Join(violated, ",")))
	_, err := io.WriteString(w, b.String())
	return err
}
