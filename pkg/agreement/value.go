package agreement

import (
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// decimal is the one way to write a number: 010, 0x1E, 1_000 and 1e3 mean different things to different YAML readers.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)

// number reads a number that is not quoted.
func (r *reader) number(path string, value ast.Node) (float64, bool) {
	var text string
	switch value.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		text = value.GetToken().Value
	default:
		r.refuse(value, "%s must be a number, not %s", path, kind(value))
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || !decimal.MatchString(text) {
		r.refuse(value, "%s must be a number in decimal digits", path)
		return 0, false
	}
	return number, true
}

// texts reads a list of different texts, each of which must please check.
func (r *reader) texts(path string, value ast.Node, check func(string) error) []string {
	sequence, ok := value.(*ast.SequenceNode)
	if !ok {
		r.refuse(value, "%s must be a list, not %s", path, kind(value))
		return nil
	}
	if len(sequence.Values) == 0 {
		r.refuse(value, "%s is empty; leave the term out if the agreement does not say", path)
	}
	first := map[string]bool{}
	out := make([]string, 0, len(sequence.Values))
	for i, element := range sequence.Values {
		at := fmt.Sprintf("%s[%d]", path, i)
		text, ok := scalarText(element)
		if !ok {
			r.refuse(element, "%s must be text, not %s", at, kind(element))
			continue
		}
		if err := check(text); err != nil {
			r.refuse(element, "%s: %q %s", path, shorten(text), err)
			continue
		}
		if first[text] {
			r.refuse(element, "%s names %s twice", path, text)
			continue
		}
		first[text] = true
		r.state(at, element)
		out = append(out, text)
	}
	return out
}

// scalarText is the text of a scalar as written: an account id with a leading zero keeps it, 1.20 does not become 1.2.
func scalarText(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return node.GetToken().Value, true
	}
	return "", false
}

func keyText(node ast.MapKeyNode) (string, bool) {
	if text, ok := node.(*ast.StringNode); ok {
		return text.Value, true
	}
	return "", false
}

// mapping returns the entries of a mapping; a mapping of one entry has a node type of its own.
func mapping(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, true
	}
	return nil, false
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
	case *ast.InfinityNode, *ast.NanNode:
		return "infinity or not-a-number"
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

// nodePlace is the place of a key or a value. A mapping is placed at its first key, a block list at its first dash.
func (r *reader) nodePlace(node ast.Node) finding.Place {
	if entries, ok := mapping(node); ok && len(entries) > 0 {
		return r.nodePlace(entries[0].Key)
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
	length := utf8.RuneCount(r.lines[place.Line-1])
	place.EndLine = place.Line
	place.EndColumn = max(place.Column, min(place.Column+width, length+1))
	return place
}
