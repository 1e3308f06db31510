package report

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// atCallers gives the report with the findings that stand in downloaded modules at the module call that leads there: the files of
// such a module are not in the repository, so that code scanning can show nothing at them and nobody can mend them. The
// original place, and the calls between, are related places. The report itself stays as it is.
func (o Options) atCallers(r *finding.Report) *finding.Report {
	moved := false
	out := *r
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Verdict == finding.Pass || !o.downloaded(f.Place.File) {
			continue
		}
		at := len(f.Calls) - 1
		for at >= 0 && o.downloaded(f.Calls[at].File) {
			at--
		}
		if at < 0 {
			continue
		}
		if !moved {
			out.Findings, moved = slices.Clone(r.Findings), true
		}
		copied := &out.Findings[i]
		copied.Related = []finding.Related{{Place: f.Place, Message: "in the module"}}
		copied.Related = append(copied.Related, calledFrom(calls(f)[:len(f.Calls)-1-at])...)
		copied.Related = append(copied.Related, f.Related...)
		copied.Place, copied.Calls = f.Calls[at], f.Calls[:at]
	}
	return &out
}

// calledFrom says of module calls what they are.
func calledFrom(calls []finding.Related) []finding.Related {
	out := make([]finding.Related, len(calls))
	for i, c := range calls {
		out[i] = finding.Related{Place: c.Place, Message: strings.TrimSpace("called from here " + c.Message)}
	}
	return out
}

// downloaded reports whether a file was put where it is by terraform init, or lies outside of the repository.
func (o Options) downloaded(file string) bool {
	file = o.inRepository(file)
	return strings.HasPrefix(file, "../") || strings.HasPrefix(file, "/") || finding.Downloaded(file)
}
