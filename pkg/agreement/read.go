package agreement

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// MaxSize is the size in bytes beyond which a file is not an agreement. Read refuses more, so that callers need not read
// more than one byte beyond it.
const MaxSize = 64 << 10

// deepest bounds the nesting of brackets, and of lists begun on one line: the parser's time grows with its square.
const deepest = 50

// Read reads an agreement; file is its name in places. With any problem the terms must not be used: they are the
// defaults. Every problem has the place of the mistake.
func Read(file string, data []byte) (Terms, []finding.Problem) {
	r := &reader{file: file, terms: Defaults()}
	r.terms.places = map[string]finding.Place{}
	if root := r.parse(data); root != nil {
		r.section("", document, root)
		r.cross()
	}
	if len(r.problems) > 0 {
		sort.SliceStable(r.problems, func(i, j int) bool { return before(r.problems[i].Place, r.problems[j].Place) })
		return Defaults(), r.problems
	}
	return r.terms, nil
}

type reader struct {
	file     string
	lines    [][]byte
	terms    Terms
	problems []finding.Problem
}

// parse returns the value of the file's one document, or nil after a problem.
func (r *reader) parse(data []byte) ast.Node {
	if len(data) > MaxSize {
		r.at(finding.Place{Line: 1, Column: 1}, "this is no agreement: it is larger than %d KiB", MaxSize>>10)
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
			r.refuse(doc.Body, "an agreement is one YAML document; a second begins here")
			return nil
		default:
			root = doc.Body
		}
	}
	_, comment := root.(*ast.CommentGroupNode)
	if entries, ok := mapping(root); comment || root == nil || ok && len(entries) == 0 {
		r.at(finding.Place{Line: 1, Column: 1}, "the agreement states no term; remove the file to judge by the default terms")
		return nil
	}
	return root
}

// readable refuses what the parser would not report with a place, or would take too long over.
func (r *reader) readable() bool {
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
func (r *reader) syntax(err error) {
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

// section reads a mapping whose keys must be among keys.
func (r *reader) section(path string, keys []key, node ast.Node) {
	entries, ok := mapping(node)
	if !ok {
		r.refuse(node, "%s must be a mapping of terms (%s), not %s", subject(path), names(keys), kind(node))
		return
	}
	for _, entry := range entries {
		name, ok := keyText(entry.Key)
		if !ok {
			r.refuse(entry.Key, "a key must be plain text, one of %s; anchors and merge keys are not read", names(keys))
			continue
		}
		known := find(keys, name)
		if known == nil {
			r.unknownKey(path, keys, name, entry.Key)
			continue
		}
		r.entry(join(path, name), known, entry)
	}
}

func (r *reader) entry(path string, known *key, entry *ast.MappingValueNode) {
	if _, null := entry.Value.(*ast.NullNode); null || entry.Value == nil {
		r.refuse(entry.Key, "%s has no value", path)
		return
	}
	if known.keys != nil {
		r.section(path, known.keys, entry.Value)
		return
	}
	r.state(path, entry.Value)
	known.read(r, path, entry.Value)
}

// state remembers where the file states a term.
func (r *reader) state(path string, value ast.Node) {
	place := r.nodePlace(value)
	place.File = r.file
	r.terms.places[path] = place
}

func (r *reader) unknownKey(path string, keys []key, name string, node ast.Node) {
	best, distance := "", 4
	for _, k := range keys {
		if d := levenshtein.Distance(name, k.name, nil); d < distance && d < len(name) {
			best, distance = k.name, d
		}
	}
	if best != "" {
		r.refuse(node, "%s has no key %q; did you mean %q?", subject(path), shorten(name), best)
		return
	}
	r.refuse(node, "%s has no key %q; it has %s", subject(path), shorten(name), names(keys))
}

// cross holds terms against each other.
func (r *reader) cross() {
	t := r.terms
	if t.RetentionMaxDays == 0 || t.RetentionMaxDays >= t.RetentionMinDays {
		return
	}
	origin := "states"
	if t.Place("retention.minimum_days") == (finding.Place{}) {
		origin = "has by default"
	}
	r.at(t.Place("retention.maximum_days"), "retention.maximum_days is %d, less than the %d that retention.minimum_days %s",
		t.RetentionMaxDays, t.RetentionMinDays, origin)
}

func (r *reader) refuse(node ast.Node, format string, args ...any) {
	r.at(r.nodePlace(node), format, args...)
}

func (r *reader) at(place finding.Place, format string, args ...any) {
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

func find(keys []key, name string) *key {
	for i := range keys {
		if keys[i].name == name {
			return &keys[i]
		}
	}
	return nil
}

func names(keys []key) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return strings.Join(out, ", ")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func subject(path string) string {
	if path == "" {
		return "the agreement"
	}
	return path
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
