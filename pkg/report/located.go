package report

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf16"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// located is a report as those see it who look at the files of the repository line by line: code scanning, and annotations.
type located struct {
	Options
	report *finding.Report
	lines  map[string][]string
}

func locate(r *finding.Report, o Options) *located {
	return &located{Options: o, report: o.atCallers(r), lines: map[string][]string{}}
}

// groups are the failures and, behind them, the open verdicts where they count as failures.
func (l *located) groups() []*group {
	groups := l.failed()
	if l.Open == OpenFail {
		groups = append(groups, grouped(l.report, finding.Open, l.line)...)
	}
	return groups
}

// failed gives one group of failures for each rule and line, since code scanning tells findings of a rule apart by their lines alone.
func (l *located) failed() []*group { return grouped(l.report, finding.Fail, l.line) }

func (l *located) line(f *finding.Finding) string {
	if f.Place.File == "" || f.Place.Line < 1 {
		return f.Rule + "\x01" + l.fallback(f).File
	}
	return fmt.Sprintf("%s\x01%s\x01%d", f.Rule, f.Place.File, f.Place.Line)
}

// firstLine keeps a region to its first line: a pull request shows an alert only where all of its lines are part of the change.
func (l *located) firstLine(p finding.Place) finding.Place {
	if p.EndLine <= p.Line {
		return p
	}
	p.EndLine, p.EndColumn = 0, 0
	if lines := l.sourceOf(p.File); p.Line <= len(lines) {
		p.EndLine, p.EndColumn = p.Line, 1+len(cells(lines[p.Line-1]))
	}
	return p
}

// fallback places a finding that has no place of its own, since code scanning refuses results without: at the head of main.tf, or
// else the first file, of its root. Where the report holds no file of the root, the directory is named.
func (l *located) fallback(f *finding.Finding) finding.Place {
	prefix := ""
	if f.Root != "" && f.Root != "." {
		prefix = f.Root + "/"
	}
	if f.Place.File != "" {
		return finding.Place{File: f.Place.File, Line: 1}
	}
	if _, ok := l.report.Sources[prefix+"main.tf"]; ok {
		return finding.Place{File: prefix + "main.tf", Line: 1}
	}
	first := ""
	for file := range l.report.Sources {
		if strings.HasPrefix(file, prefix) && (first == "" || file < first) {
			first = file
		}
	}
	if first == "" {
		first = strings.TrimSuffix(prefix, "/")
	}
	if first == "" {
		first = "."
	}
	return finding.Place{File: first, Line: 1}
}

func (l *located) sourceOf(file string) []string {
	lines, ok := l.lines[file]
	if !ok {
		lines = sourceLines(l.report.Sources[file])
		l.lines[file] = lines
	}
	return lines
}

// utf16Column converts a column from HCL's grapheme clusters to UTF-16 code units. Without the source it stays as it is.
func (l *located) utf16Column(file string, line, column int) int {
	lines := l.sourceOf(file)
	if line > len(lines) {
		return column
	}
	rest, units := lines[line-1], 1
	for ; column > 1; column-- {
		if rest == "" { // one past the end of the line, as for an exclusive end
			return units + column - 1
		}
		size, _ := visible.Next(rest)
		for _, c := range rest[:size] {
			units += utf16.RuneLen(c)
		}
		rest = rest[size:]
	}
	return units
}

// path is the name of a file from the root of the repository on.
func (l *located) path(file string) string {
	return strings.TrimLeft(path.Clean(l.inRepository(file)), "/")
}

// uri gives the percent-encoded URI of a file, relative to the root of the repository.
func (l *located) uri(file string) string {
	var b strings.Builder
	for _, c := range []byte(l.path(file)) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
