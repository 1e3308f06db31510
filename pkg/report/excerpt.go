package report

import (
	"fmt"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

const (
	// tabStop is how far apart tab stops are shown.
	tabStop = 4
	// gutterWidth is the least width of line numbers, so that what stands below an excerpt lines up with it.
	gutterWidth = 3
	// excerptLines is how many lines of a longer region are shown.
	excerptLines = 3
	// longLine is the number of bytes from which on a line is not laid out whole.
	longLine = 4096
	// lead is how many columns of an overlong line, at most, stay in view before the offending part.
	lead = 20
)

// cell is one character as the reader sees it, and as HCL counts columns.
type cell struct {
	text  string
	width int
}

// cells lays a source line out: tabs expanded, hostile runes made visible.
func cells(line string) []cell {
	out := make([]cell, 0, len(line))
	at := 0
	for len(line) > 0 {
		size, width := visible.Next(line)
		c := cell{text: line[:size], width: width}
		if c.text == "\t" {
			c.width = tabStop - at%tabStop
			c.text = strings.Repeat(" ", c.width)
		} else if safe := visible.Line(c.text); safe != c.text {
			c = cell{text: safe, width: visible.Columns(safe)}
		}
		out = append(out, c)
		at += c.width
		line = line[size:]
	}
	return out
}

// marked is a laid-out line and the part of it that is underlined, as indexes into its cells.
type marked struct {
	cells    []cell
	from, to int
}

// mark finds the part of a line that belongs to a region; where it spans lines, without the indentation of the inner ones.
func mark(line string, n int, p finding.Place) marked {
	if n != p.Line {
		p.Column = 1
	}
	line, skipped := section(line, p.Column)
	p.Column -= skipped
	if n == p.EndLine {
		p.EndColumn = max(1, p.EndColumn-skipped)
	}
	m := marked{cells: cells(line)}
	m.to = len(m.cells)
	if n == p.Line {
		m.from = clamp(p.Column-1, 0, len(m.cells))
	} else {
		for m.from < m.to && strings.TrimSpace(m.cells[m.from].text) == "" {
			m.from++
		}
	}
	if end := max(p.EndLine, p.Line); n == end && p.EndColumn > 0 && (p.EndLine >= p.Line) {
		m.to = clamp(p.EndColumn-1, m.from, len(m.cells))
	}
	return m
}

// section takes the part around a column out of a very long line, such as minified JSON, and tells how many columns it left out
// before it: laying out megabytes for each finding would take minutes.
func section(line string, column int) (part string, skipped int) {
	if len(line) <= longLine {
		return line, 0
	}
	for ; skipped < column-2*lead && line != ""; skipped++ {
		size, _ := visible.Next(line)
		line = line[size:]
	}
	return line[:min(len(line), longLine)], skipped
}

// fit cuts a line to a width so that the marked part is in view.
func (m marked) fit(limit int) marked {
	if span(m.cells) <= limit {
		return m
	}
	first, used := m.from, 0
	for first > 0 && used+m.cells[first-1].width <= min(lead, limit/3) {
		first--
		used += m.cells[first].width
	}
	out := marked{}
	used = 1 // the mark at the end
	if first > 0 {
		out.cells = append(out.cells, cell{"…", 1})
		used++
	}
	shift := first - len(out.cells)
	i := first
	for ; i < len(m.cells) && used+m.cells[i].width <= limit; i++ {
		out.cells = append(out.cells, m.cells[i])
		used += m.cells[i].width
	}
	out.from, out.to = clamp(m.from-shift, 0, len(out.cells)), clamp(m.to-shift, 0, len(out.cells))
	if i < len(m.cells) {
		out.cells = append(out.cells, cell{"…", 1})
	}
	return out
}

func span(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

func clamp(n, low, high int) int { return max(low, min(n, high)) }

// lines gives the line and, below it, its underline; at least one mark wide. An inner line without content has none.
func (m marked) lines() (source, underline string) {
	var b strings.Builder
	for _, c := range m.cells {
		b.WriteString(c.text)
	}
	return strings.TrimRight(b.String(), " "),
		strings.Repeat(" ", span(m.cells[:m.from])) + strings.Repeat("^", max(1, span(m.cells[m.from:m.to])))
}

// excerpt writes the source lines of a region, each with the offending part underlined. It writes nothing for a place whose source
// the report does not hold.
func (t *text) excerpt(p finding.Place, color string) {
	lines := t.sourceOf(p.File)
	if p.Line < 1 || p.Line > len(lines) || lines[p.Line-1] == "" { // a line of a plan may be left out: it holds more than may be shown
		return
	}
	last := clamp(p.EndLine, p.Line, len(lines))
	shown := last
	if last-p.Line >= excerptLines {
		shown = p.Line + excerptLines - 2
	}
	gutter := max(gutterWidth, len(fmt.Sprint(shown)))
	bar := t.paint(blue, strings.Repeat(" ", gutter)+" |")
	t.line(bar)
	for n := p.Line; n <= shown; n++ {
		source, underline := mark(lines[n-1], n, p).fit(t.width - gutter - 3).lines()
		t.line(strings.TrimRight(t.paint(blue, fmt.Sprintf("%*d |", gutter, n))+" "+source, " "))
		if source != "" {
			indent := len(underline) - len(strings.TrimLeft(underline, " "))
			t.line(bar + " " + underline[:indent] + t.paint(color, underline[indent:]))
		}
	}
	if shown < last {
		t.line(t.paint(blue, strings.Repeat(" ", gutter)+" : ") + t.paint(dim, fmt.Sprintf("to line %d", last)))
	}
	t.line(bar)
}

func (t *text) sourceOf(file string) []string {
	if lines, ok := t.sources[file]; ok {
		return lines
	}
	content, ok := t.report.Sources[file]
	if !ok {
		return nil
	}
	lines := sourceLines(content)
	t.sources[file] = lines
	return lines
}
