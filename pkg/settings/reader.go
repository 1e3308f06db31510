package settings

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/baalint/baalint/pkg/finding"
)

// deepest bounds the nesting of brackets, and of lists begun on one line: the parser's time grows with its square.
const deepest = 50

// reader collects every mistake of one file.
type reader struct {
	file     string
	lines    [][]byte
	problems []finding.Problem
}

// parse returns the value of the file's one document; nil after a problem, and where the file says nothing.
func (r *reader) parse(data []byte) ast.Node {
	if len(data) > MaxSize {
		r.at(finding.Place{Line: 1, Column: 1}, "the settings are larger than %d KiB", MaxSize>>10)
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
		if _, comment := doc.Body.(*ast.CommentGroupNode); doc.Body == nil || comment {
			continue
		}
		if root != nil {
			r.refuse(doc.Body, "settings are one YAML document; a second begins here")
			return nil
		}
		root = doc.Body
	}
	return root
}

// readable refuses what the parser would not report with a place, or would take too long over.
func (r *reader) readable() bool {
	depth := 0
	for i, line := range r.lines {
		fault := ""
		depth += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("{")) - bytes.Count(line, []byte("]")) - bytes.Count(line, []byte("}"))
		switch {
		case !utf8.Valid(line) || bytes.ContainsRune(line, 0):
			fault = "the line is not UTF-8 text"
		case depth > deepest || bytes.Count(line, []byte("[")) > deepest || bytes.Count(line, []byte("{")) > deepest,
			bytes.Count(line, []byte("- "))+bytes.Count(line, []byte("? ")) > deepest:
			fault = "brackets or lists are nested too deeply"
		}
		if fault != "" {
			r.at(finding.Place{Line: i + 1, Column: 1}, "%s", fault)
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
	place, message := finding.Place{Line: 1, Column: 1}, err.Error()
	if errors.As(err, &placed) && placed.GetToken() != nil {
		place, message = r.tokenPlace(placed.GetToken()), placed.GetMessage()
	}
	message, _, _ = strings.Cut(message, "\n")
	r.at(place, "not valid YAML: %s", strings.ReplaceAll(message, "\t", "tab"))
}

// entry is one key of a mapping with its value.
type entry struct {
	name  string
	key   ast.Node
	value ast.Node
}

// entries are those of a mapping, in the order of the file.
func (r *reader) entries(at string, node ast.Node) []entry {
	var values []*ast.MappingValueNode
	switch node := node.(type) {
	case *ast.MappingNode:
		values = node.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{node}
	default:
		r.refuse(node, "%s must be a mapping, not %s", subject(at), kind(node))
		return nil
	}
	all := make([]entry, 0, len(values))
	for _, value := range values {
		name, ok := scalar(value.Key)
		_, null := value.Value.(*ast.NullNode)
		switch {
		case !ok:
			r.refuse(value.Key, "a key must be plain text; anchors and merge keys are not read")
		case null || value.Value == nil:
			r.refuse(value.Key, "%s has no value", join(at, shorten(name)))
		default:
			all = append(all, entry{name, value.Key, value.Value})
		}
	}
	return all
}

// mapping reads a mapping whose keys must be among those that have a function.
func (r *reader) mapping(at string, node ast.Node, read map[string]func(path string, value ast.Node)) {
	known := slices.Sorted(maps.Keys(read))
	for _, e := range r.entries(at, node) {
		if do, ok := read[e.name]; ok {
			do(join(at, e.name), e.value)
			continue
		}
		best, distance := "", 4
		for _, name := range known {
			if d := levenshtein.Distance(e.name, name, nil); d < distance && d < len(e.name) {
				best, distance = name, d
			}
		}
		if best != "" {
			r.refuse(e.key, "%s has no key %q; did you mean %q?", subject(at), shorten(e.name), best)
			continue
		}
		r.refuse(e.key, "%s has no key %q; it has %s", subject(at), shorten(e.name), strings.Join(known, ", "))
	}
}

// text reads a text; numbers are taken as they are written.
func (r *reader) text(at string, node ast.Node) (string, bool) {
	text, ok := scalar(node)
	if !ok {
		r.refuse(node, "%s must be text, not %s", at, kind(node))
	}
	return text, ok
}

func scalar(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// kind is what a reader of the file would call a node.
func kind(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode:
		return "text"
	case *ast.LiteralNode:
		return "a block of text"
	case *ast.IntegerNode, *ast.FloatNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return "an anchor or alias: write the value out"
	case *ast.TagNode:
		return "a tag: write the bare value"
	}
	return "this"
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

// nodePlace is the place of a key or a value. A mapping is placed at its first key.
func (r *reader) nodePlace(node ast.Node) finding.Place {
	switch mapping := node.(type) {
	case *ast.MappingNode:
		if len(mapping.Values) > 0 {
			node = mapping.Values[0].Key
		}
	case *ast.MappingValueNode:
		node = mapping.Key
	}
	if node == nil || node.GetToken() == nil {
		return finding.Place{Line: 1, Column: 1}
	}
	return r.tokenPlace(node.GetToken())
}

// tokenPlace spans a token that stands on one line; of others it is the beginning.
func (r *reader) tokenPlace(t *token.Token) finding.Place {
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
	place.EndLine = place.Line
	place.EndColumn = max(place.Column, min(place.Column+width, utf8.RuneCount(r.lines[place.Line-1])+1))
	return place
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func subject(path string) string {
	if path == "" {
		return "the file of settings"
	}
	return path
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
