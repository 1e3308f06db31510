// Package yamlfile reads the files that people write for baalint: one YAML document each, of known keys, every mistake with its
// place. What a file may hold is a list of Key; nothing that a Key does not name is read.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/baalint/baalint/pkg/finding"
)

// MaxSize is the size in bytes beyond which a file is refused, so that callers need not read more than one byte beyond it.
const MaxSize = 64 << 10

// deepest bounds the nesting of brackets, and of lists begun on one line: the parser's time grows with its square.
const deepest = 50

// Reader is the reading of one file: where what it states stands, and what is wrong with it.
type Reader struct {
	// What the file is called in messages, with its article: "the agreement".
	What string

	file     string
	lines    [][]byte
	places   map[string]finding.Place
	problems []finding.Problem
}

// Read reads a file into what into points at; file is its name in places, what its name in messages. It returns the place of
// everything stated, by path ("vendors[0].signed"), and the problems in the order of the file. With any problem what was
// read must not be used. The checks run last, over a file without other problems.
func Read[T any](file, what string, data []byte, keys []Key[T], into *T, checks ...func(*Reader, *T)) (map[string]finding.Place, []finding.Problem) {
	r := &Reader{What: what, file: file, places: map[string]finding.Place{}}
	if root := r.parse(data); root != nil {
		readMapping(r, "", root, keys, into)
	}
	for _, check := range checks {
		if len(r.problems) == 0 {
			check(r, into)
		}
	}
	sort.SliceStable(r.problems, func(i, j int) bool { return before(r.problems[i].Place, r.problems[j].Place) })
	return r.places, r.problems
}

// Place is where the file states something; the zero Place where it does not.
func (r *Reader) Place(path string) finding.Place { return r.places[path] }

// Refuse reports a mistake at what a path names.
func (r *Reader) Refuse(path, format string, args ...any) { r.at(r.places[path], format, args...) }

// parse returns the value of the file's one document, or nil after a problem.
func (r *Reader) parse(data []byte) ast.Node {
	if len(data) > MaxSize {
		r.at(finding.Place{Line: 1, Column: 1}, "%s cannot be so long: the file is larger than %d KiB", r.What, MaxSize>>10)
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r.lines = bytes.Split(data, []byte("\n"))
	if !r.readable() {
		return nil
	}
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		r.syntax(err)
		return nil
	}
	var root ast.Node
	for _, doc := range parsed.Docs {
		switch {
		case doc.Body == nil:
		case root != nil:
			r.refuse(doc.Body, "%s is one YAML document; a second begins here", r.What)
			return nil
		default:
			root = doc.Body
		}
	}
	_, comment := root.(*ast.CommentGroupNode)
	if entries, ok := mapping(root); comment || root == nil || ok && len(entries) == 0 {
		r.at(finding.Place{Line: 1, Column: 1}, "%s states nothing; remove the file to go by the defaults", r.What)
		return nil
	}
	return root
}

// readable refuses what the parser would not report with a place, or would take too long over.
func (r *Reader) readable() bool {
	depth := 0
	for i, line := range r.lines {
		if !utf8.Valid(line) || bytes.ContainsRune(line, 0) {
			r.at(finding.Place{Line: i + 1, Column: 1}, "the line is not UTF-8 text")
			return false
		}
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth--
			}
		}
		if depth > deepest || bytes.Count(line, []byte("- "))+bytes.Count(line, []byte("? ")) > deepest {
			r.at(finding.Place{Line: i + 1, Column: 1}, "brackets or lists are nested too deeply")
			return false
		}
	}
	return true
}

// syntax reports an error of the parser, which says where it is.
func (r *Reader) syntax(err error) {
	var placed interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &placed) || placed.GetToken() == nil {
		r.at(finding.Place{Line: 1, Column: 1}, "not valid YAML: %s", firstLine(err.Error()))
		return
	}
	r.at(r.tokenPlace(placed.GetToken()), "not valid YAML: %s", firstLine(placed.GetMessage()))
}

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return strings.ReplaceAll(text, "\t", "tab")
}

// state remembers where the file states something.
func (r *Reader) state(path string, value ast.Node) {
	place := r.nodePlace(value)
	place.File = r.file
	r.places[path] = place
}

func (r *Reader) refuse(node ast.Node, format string, args ...any) {
	r.at(r.nodePlace(node), format, args...)
}

func (r *Reader) at(place finding.Place, format string, args ...any) {
	place.File = r.file
	if place.EndLine == 0 {
		place.EndLine, place.EndColumn = place.Line, place.Column
	}
	r.problems = append(r.problems, finding.Problem{Summary: fmt.Sprintf(format, args...), Place: place})
}

func before(a, b finding.Place) bool {
	if a.Line != b.Line {
		return a.Line < b.Line
	}
	return a.Column < b.Column
}

// nodePlace is the place of a key or a value. A mapping is placed at its first key, a block list at its first dash.
func (r *Reader) nodePlace(node ast.Node) finding.Place {
	if entries, ok := mapping(node); ok && len(entries) > 0 {
		return r.nodePlace(entries[0].Key)
	}
	if node == nil || node.GetToken() == nil {
		return finding.Place{Line: 1, Column: 1}
	}
	return r.tokenPlace(node.GetToken())
}

// tokenPlace spans a token that stands on one line; of others it is the beginning.
func (r *Reader) tokenPlace(t *token.Token) finding.Place {
	place := finding.Place{Line: 1, Column: 1}
	if t.Position == nil || t.Position.Line < 1 {
		return place
	}
	place.Line = min(t.Position.Line, len(r.lines))
	place.Column = max(t.Position.Column, 1)
	width := utf8.RuneCountInString(t.Value)
	if t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType {
		width += 2
	}
	length := utf8.RuneCount(r.lines[place.Line-1])
	place.EndLine = place.Line
	place.EndColumn = max(place.Column, min(place.Column+width, length+1))
	return place
}
