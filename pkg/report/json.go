package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/baalint/baalint/pkg/finding"
)

// schemaVersion changes where a field of the JSON report is renamed, removed or given another meaning; new fields do not change it.
const schemaVersion = "1"

// document is the JSON report: finding.Report, with what is counted from it in front.
type document struct {
	SchemaVersion string     `json:"schemaVersion"`
	Incomplete    bool       `json:"incomplete"`
	Counts        Tally      `json:"counts"`
	Standing      []Standing `json:"standing"`
	finding.Report
}

func writeJSON(w io.Writer, r *finding.Report, _ Options) error {
	d := document{
		SchemaVersion: schemaVersion,
		Incomplete:    Incomplete(r),
		Counts:        Counts(r),
		Standing:      Standings(r),
		Report:        *r,
	}
	d.Obligations = list(r.Obligations)
	d.Rules = list(r.Rules)
	d.Findings = list(r.Findings)
	d.Problems = list(r.Problems)
	d.Notes = list(r.Notes)
	d.Roots = list(r.Roots)
	d.Unjudged = list(r.Unjudged)
	for i := range d.Obligations {
		d.Obligations[i].Citations = list(d.Obligations[i].Citations)
	}
	for i := range d.Rules {
		rule := &d.Rules[i]
		rule.Citations, rule.Reads = list(rule.Citations), list(rule.Reads)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err := w.Write(escapeJSON(b.Bytes()))
	return err
}

// list copies a slice; a nil slice becomes an empty one, which JSON writes as [].
func list[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }
