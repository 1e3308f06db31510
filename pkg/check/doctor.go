package check

import (
	"bytes"
	"context"
	"strings"

	"github.com/baalint/baalint/pkg/doctor"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
)

// Doctor says which inputs would settle most of the verdicts that Run leaves open, and what could not be read.
func Doctor(ctx context.Context, opts Options) (*finding.Diagnosis, []finding.Problem, error) {
	report, read, err := judged(ctx, opts)
	if err != nil {
		return nil, nil, err
	}
	return diagnose(report, read), report.Problems, nil
}

// diagnose says which inputs would settle the open verdicts of a report.
func diagnose(report *finding.Report, read *terraform) *finding.Diagnosis {
	resources := map[[2]string]*resource.Resource{}
	for _, r := range read.resources {
		resources[[2]string{r.Root, r.Address}] = r
	}
	return doctor.Examine(report, func(w finding.Wait) doctor.Declaration {
		if name, ok := strings.CutPrefix(w.Subject, "var."); ok && w.Input == finding.InputVariable {
			return read.declaredVariable(w, name)
		}
		for subject := w.Subject; subject != ""; {
			if r := resources[[2]string{w.Root, subject}]; r != nil {
				return doctor.Declaration{Subject: subject, Place: place(r.Place)}
			}
			subject = subject[:max(strings.LastIndexByte(subject, '.'), 0)]
		}
		return doctor.Declaration{Subject: w.Subject, Place: w.Place}
	})
}

// declaredVariable finds what the root module says of a variable.
func (t *terraform) declaredVariable(w finding.Wait, name string) doctor.Declaration {
	said := doctor.Declaration{Subject: w.Subject, Place: w.Place}
	v := t.variables[w.Root][name]
	if v == nil {
		return said
	}
	said.Description = v.Description
	at := v.TypeRange
	if source := t.sources[at.Filename]; at.End.Byte > 0 && at.End.Byte <= len(source) {
		said.Type = string(bytes.TrimSpace(source[at.Start.Byte:at.End.Byte]))
	}
	return said
}
