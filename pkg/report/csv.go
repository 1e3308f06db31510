package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// columnsOfCSV are the columns. New ones come last: spreadsheets refer to them by number.
var columnsOfCSV = []string{
	"obligation", "rule", "title", "tier", "severity", "verdict", "waived", "address", "type", "concept", "service", "cloud", "root", "environments",
	"file", "line", "message", "examined", "waits for", "demanded by", "waiver reason", "waiver approver", "waiver until",
	"narrowed by", "change", "diff",
}

// writeCSV writes every verdict as a row, for spreadsheets: in UTF-8 with a byte order mark, without which they take it for something
// else. A cell that they would compute begins with an apostrophe.
func writeCSV(w io.Writer, r *finding.Report, _ Options) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(columnsOfCSV); err != nil {
		return err
	}
	x, obligations, narrowed := examine(r), obligationsBySlug(r), narrowedBy(r)
	for _, f := range ranked(r, every) {
		row := append(x.row(f, obligations), narrowed, string(f.Change), toDiff(r, f))
		for i := range row {
			row[i] = inert(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (x *examined) row(f *finding.Finding, obligations map[string]finding.Obligation) []string {
	rule := x.rules[f.Rule]
	var service, line string
	if fact := x.fact(f); fact != nil {
		service = fact.Service
	}
	if f.Place.Line > 0 {
		line = strconv.Itoa(f.Place.Line)
	}
	waiver, waived := finding.Waiver{}, ""
	if f.Waiver != nil {
		waiver, waived = *f.Waiver, "yes"
	}
	return []string{
		basis(rule), f.Rule, rule.Title, string(rule.Tier), string(f.Severity), string(f.Verdict), waived, f.Address, f.Type, f.Concept, service, f.Cloud,
		f.Root, holdsIn(f), f.Place.File, line, f.Message, inWords(x.seen(f)), waiting(f), cited(rule, obligations[basis(rule)]),
		waiver.Reason, waiver.Approver, waiver.Until,
	}
}

// waiting is what an open verdict waits for.
func waiting(f *finding.Finding) string {
	said := make([]string, len(f.Waits))
	for i, w := range f.Waits {
		said[i] = w.Sentence()
	}
	return strings.Join(said, "; ")
}

// cited are the citations of a rule in words.
func cited(rule finding.Rule, o finding.Obligation) string {
	paragraphs := citations(rule, o)
	texts := make([]string, len(paragraphs))
	for i, c := range paragraphs {
		texts[i] = c.Text
	}
	return strings.Join(texts, "; ")
}

// computed are the signs that make a spreadsheet compute a cell that they begin, those of wide type among them.
const computed = "=+-@\uff1d\uff0b\uff0d\uff20"

// inert makes text that others have written safe for a spreadsheet, also for one that takes semicolons to separate cells.
func inert(s string) string {
	s = visible.Line(s)
	if !strings.ContainsAny(s, computed) {
		return s
	}
	var safe strings.Builder
	begins := true
	for _, c := range s {
		if begins && strings.ContainsRune(computed, c) {
			safe.WriteByte('\'')
		}
		safe.WriteRune(c)
		begins = c == ';' || begins && c == ' '
	}
	return safe.String()
}
