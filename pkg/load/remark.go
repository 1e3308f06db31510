package load

import (
	"bytes"
	"strings"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Remark is a comment of a configuration file.
type Remark struct {
	// Text is the comment without its marks, and Range where that text stands.
	Text  string
	Range hcl.Range
	// On is what the comment stands on; the zero Subject where it stands on nothing.
	On Subject
}

// Subject is what a comment stands on: what begins on its line or, where it has lines of its own, on the line below them.
type Subject struct {
	// Block is the type of the top-level block, "resource"; Header the header of that block.
	Block  string
	Header hcl.Range
	// Whole is true where the subject is that block itself. Range is the whole subject.
	Whole bool
	Range hcl.Range
}

// Remarks finds the comments of a file that are wanted, by their text without marks and blanks around it. JSON has none.
func Remarks(name string, src []byte, wanted func(text string) bool) []Remark {
	if strings.HasSuffix(name, ".json") || parsable(src, false) != nil {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	var found []Remark
	var at []hcl.Range // the whole comments
	for _, token := range tokens {
		if token.Type != hclsyntax.TokenComment {
			continue
		}
		if r := uncommented(token); wanted(r.Text) {
			found, at = append(found, r), append(at, token.Range)
		}
	}
	if len(found) == 0 {
		return nil
	}
	parsed, _ := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	body, ok := parsed.Body.(*hclsyntax.Body)
	if !ok {
		return found
	}
	lines := linesOf(tokens)
	for i := range found {
		if line := lines.subject(at[i]); line > 0 {
			found[i].On = subjectAt(body, line)
		}
	}
	return found
}

// uncommented takes the marks off a comment.
func uncommented(token hclsyntax.Token) Remark {
	text := token.Bytes
	marks := 1
	switch {
	case bytes.HasPrefix(text, []byte("/*")):
		marks, text = 2, bytes.TrimSuffix(text, []byte("*/"))
	case bytes.HasPrefix(text, []byte("//")):
		marks = 2
	}
	start := token.Range.Start
	start.Byte, start.Column = start.Byte+marks, start.Column+marks
	text = text[min(marks, len(text)):]
	kept := bytes.TrimLeft(text, " \t\r\n")
	start = after(start, text[:len(text)-len(kept)])
	kept = bytes.TrimRight(kept, " \t\r\n")
	return Remark{Text: string(kept), Range: hcl.Range{Filename: token.Range.Filename, Start: start, End: after(start, kept)}}
}

// after is the position behind a text that begins at start. Columns count grapheme clusters, as HCL's do.
func after(start hcl.Pos, text []byte) hcl.Pos {
	for len(text) > 0 {
		size, _, err := textseg.ScanGraphemeClusters(text, true)
		if err != nil || size == 0 {
			break
		}
		start.Byte, start.Column = start.Byte+size, start.Column+1
		if c := text[0]; c == '\n' || c == '\r' {
			start.Line, start.Column = start.Line+1, 1
		}
		text = text[size:]
	}
	return start
}

// lines tells which lines of a file hold code, and which hold comments.
type lines struct {
	code, comment map[int]bool
	// first is the column in which the code of a line begins.
	first map[int]int
}

func linesOf(tokens hclsyntax.Tokens) lines {
	l := lines{code: map[int]bool{}, comment: map[int]bool{}, first: map[int]int{}}
	for _, token := range tokens {
		line := token.Range.Start.Line
		switch token.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
		case hclsyntax.TokenComment:
			for ; line <= lastLine(token); line++ {
				l.comment[line] = true
			}
		default:
			if !l.code[line] {
				l.first[line] = token.Range.Start.Column
			}
			for ; line <= token.Range.End.Line; line++ {
				l.code[line] = true
			}
		}
	}
	return l
}

// lastLine is the line that a comment ends on; a line comment holds the line break behind it.
func lastLine(token hclsyntax.Token) int {
	if bytes.HasSuffix(token.Bytes, []byte("\n")) {
		return token.Range.End.Line - 1
	}
	return token.Range.End.Line
}

// subject is the line that a comment speaks of: its own where code stands on it, else the first below, with nothing but
// comments between; 0 where there is none.
func (l lines) subject(comment hcl.Range) int {
	line := comment.Start.Line
	if l.code[line] && l.first[line] < comment.Start.Column {
		return line
	}
	for l.comment[line] && !l.code[line] {
		line++
	}
	if !l.code[line] {
		return 0
	}
	return line
}

// subjectAt is what begins on a line: a block, an attribute or a part of one. Of several, it is all that begin there.
func subjectAt(body *hclsyntax.Body, line int) Subject {
	holds := func(r hcl.Range) bool { return r.Start.Line <= line && line <= r.End.Line }
	for _, block := range body.Blocks {
		if !holds(block.Range()) {
			continue
		}
		s := Subject{Block: block.Type, Header: block.DefRange()}
		if s.Header.Start.Line == line {
			s.Whole, s.Range = true, block.Range()
			return s
		}
		finder := begins{line: line}
		_ = hclsyntax.VisitAll(block.Body, finder.visit) // visit reports nothing
		if finder.found.Empty() {
			return Subject{}
		}
		s.Range = finder.found
		return s
	}
	return Subject{}
}

// begins spans what begins on a line.
type begins struct {
	line  int
	found hcl.Range
}

func (b *begins) visit(node hclsyntax.Node) hcl.Diagnostics {
	switch node.(type) {
	case hclsyntax.Attributes, hclsyntax.Blocks, hclsyntax.ChildScope, *hclsyntax.Body:
		return nil // what these hold has ranges of its own
	}
	switch r := node.Range(); {
	case r.Start.Line != b.line:
	case b.found.Empty():
		b.found = r
	default:
		b.found = hcl.RangeOver(b.found, r)
	}
	return nil
}
