package report

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// schemaVersion changes where a field of the JSON report is renamed, removed or given another meaning; new fields do not change it.
const schemaVersion = "1"

// document is the JSON report: finding.Report, with what is counted from it in front.
type document struct {
	SchemaVersion string     `json:"schemaVersion"`
	Incomplete    bool       `json:"incomplete"`
	Counts        Tally      `json:"counts"`
	Standing      []Standing `json:"standing"`
	// Profiles are those of the report, counted.
	Profiles []ProfileCount `json:"profiles,omitempty"`
	finding.Report
}

// writeJSON writes findings and facts one by one (see writeList) into the rest of the document, which is made with empty lists in their places.
func writeJSON(w io.Writer, r *finding.Report, _ Options) error {
	d := document{
		SchemaVersion: schemaVersion,
		Incomplete:    Incomplete(r),
		Counts:        Counts(r),
		Standing:      Standings(r),
		Profiles:      ProfileCounts(r),
		Report:        *r,
	}
	d.Obligations = list(r.Obligations)
	d.Rules = list(r.Rules)
	d.Findings = []finding.Finding{}
	d.Problems = list(r.Problems)
	d.Notes = list(r.Notes)
	d.Roots = list(r.Roots)
	d.Unjudged = list(r.Unjudged)
	for i := range d.Obligations {
		d.Obligations[i].Citations = list(d.Obligations[i].Citations)
	}
	found := remedies(r)
	for i := range d.Rules {
		rule := &d.Rules[i]
		rule.Remedy = found[rule.ID]
		rule.Citations, rule.Reads = list(rule.Citations), list(rule.Reads)
	}
	if r.Evidence != nil {
		e := *r.Evidence
		e.Facts = []finding.Fact{}
		d.Evidence = &e
	}
	text, err := marshal(d, 0, allLevels)
	if err != nil {
		return err
	}
	// Only the report itself has names so little indented, only the evidence among them has facts, and no string holds a line break.
	before, after, _ := bytes.Cut(text, []byte("\n  \"findings\": []"))
	between, after, proved := bytes.Cut(after, []byte("\n    \"facts\": []"))
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.Write(before) // an error of a bufio.Writer stays until Flush
	whole := func(f *finding.Finding) *finding.Finding { return f }
	if err := writeList(out, "findings", 1, r.Findings, whole); err != nil {
		return err
	}
	_, _ = out.Write(between)
	if proved {
		if err := writeList(out, "facts", 2, r.Evidence.Facts, lean); err != nil {
			return err
		}
	}
	_, _ = out.Write(append(after, '\n'))
	return out.Flush()
}

// writeList writes a named list that stands so deep in the report, element by element: of a large estate the findings are a hundred
// megabytes. What is within an element stands on one line, but for the elements of its lists: most of such a report would be blanks.
func writeList[T, W any](out *bufio.Writer, name string, depth int, list []T, written func(*T) W) error {
	lead := "\n" + strings.Repeat("  ", depth)
	_, _ = fmt.Fprintf(out, "%s%q: [", lead, name)
	for i := range list {
		text, err := marshal(written(&list[i]), depth+1, depth+2)
		if err != nil {
			return err
		}
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = out.WriteString(lead + "  ")
		_, _ = out.Write(text)
	}
	if len(list) > 0 {
		_, _ = out.WriteString(lead)
	}
	return out.WriteByte(']')
}

// allLevels is deeper than anything is.
const allLevels = 1 << 10

// marshal gives the JSON of a value that stands so deep in the report, laid out by two spaces a level, to a level below which lists are laid out
// and objects stand on one line.
func marshal(value any, depth, level int) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return visible.JSON(indent(bytes.TrimSuffix(b.Bytes(), []byte("\n")), depth, level)), nil
}

// indent lays out compact JSON as json.Indent does, which reads it as if it were anybody's and takes many times as long. Objects that stand
// deeper than a level, and lists in them, are not broken.
func indent(compact []byte, depth, level int) []byte {
	l := &layout{out: make([]byte, 0, len(compact)+len(compact)/2), depth: depth, level: level}
	inText := false
	for i, c := range compact {
		switch {
		case inText:
			l.out = append(l.out, c)
			inText = c != '"' || escaped(compact[:i])
		case c == '"':
			l.out, inText = append(l.out, c), true
		case (c == '{' || c == '[') && compact[i+1] != c+2:
			l.begin(c)
		case (c == '}' || c == ']') && compact[i-1] != c-2:
			l.end(c)
		case c == ',':
			l.out = append(l.out, c)
			l.line(" ")
		case c == ':':
			l.out = append(l.out, ": "...)
		default:
			l.out = append(l.out, c)
		}
	}
	return l.out
}

// layout is JSON as it is laid out. Flat is the depth of the outermost object that is not broken, 0 where none is open.
type layout struct {
	out                []byte
	depth, level, flat int
}

func (l *layout) begin(c byte) {
	l.depth++
	if l.flat == 0 && c == '{' && l.depth > l.level {
		l.flat = l.depth
	}
	l.out = append(l.out, c)
	l.line("")
}

func (l *layout) end(c byte) {
	l.depth--
	l.line("")
	if l.depth < l.flat {
		l.flat = 0
	}
	l.out = append(l.out, c)
}

// line begins a new line, or writes what stands for that within an object that is not broken.
func (l *layout) line(instead string) {
	if l.flat > 0 {
		l.out = append(l.out, instead...)
		return
	}
	l.out = append(l.out, '\n')
	for range l.depth {
		l.out = append(l.out, "  "...)
	}
}

// escaped reports whether a text ends with an odd number of backslashes.
func escaped(before []byte) bool {
	return (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 1
}

// WriteValue writes any value as JSON, in the layout of the report and as safe for a terminal.
func WriteValue(w io.Writer, value any) error {
	text, err := marshal(value, 0, allLevels)
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// list copies a slice; a nil slice becomes an empty one, which JSON writes as [].
func list[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }

// leanFact is a fact as JSON has it: the place of a field leaves out the file where that is the fact's, and the last line where that is the
// first.
type leanFact struct {
	*finding.Fact
	Fields []leanField `json:"fields"`
}

type leanField struct {
	*finding.Field
	Place *leanPlace `json:"place,omitempty"`
}

type leanPlace struct {
	File      string `json:"file,omitempty"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine,omitempty"`
	EndColumn int    `json:"endColumn"`
}

func lean(f *finding.Fact) leanFact {
	l := leanFact{f, make([]leanField, len(f.Fields))}
	for i := range f.Fields {
		field := &f.Fields[i]
		l.Fields[i].Field = field
		if field.Place == (finding.Place{}) {
			continue
		}
		p := leanPlace(field.Place)
		if p.File == f.Place.File {
			p.File = ""
		}
		if p.EndLine == p.Line {
			p.EndLine = 0
		}
		l.Fields[i].Place = &p
	}
	return l
}

// fill puts back what lean leaves out; a report of an earlier version leaves out nothing.
func fill(f *finding.Fact) {
	for i := range f.Fields {
		p := &f.Fields[i].Place
		if *p == (finding.Place{}) {
			continue
		}
		p.File = cmp.Or(p.File, f.Place.File)
		p.EndLine = cmp.Or(p.EndLine, p.Line)
	}
}
