package yamlfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// Days is a whole number of days from 1 to a bound.
func Days[T any](highest int, target func(*T) *int) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		number, ok := r.number(path, value)
		if !ok {
			return
		}
		whole := int(number)
		if float64(whole) != number || whole < 1 || whole > highest {
			r.refuse(value, "%s must be a whole number of days from 1 to %d", path, highest)
			return
		}
		*target(into) = whole
	}}
}

// Hours is a number of hours above 0, up to a bound.
func Hours[T any](highest float64, target func(*T) *float64) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		number, ok := r.number(path, value)
		if !ok {
			return
		}
		if number <= 0 || number > highest {
			r.refuse(value, "%s must be more than 0 and at most %v hours", path, highest)
			return
		}
		*target(into) = number
	}}
}

// Percent is a number from 0 to 100.
func Percent[T any](target func(*T) *float64) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		number, ok := r.number(path, value)
		if !ok {
			return
		}
		if number < 0 || number > 100 {
			r.refuse(value, "%s must be a percentage from 0 to 100", path)
			return
		}
		*target(into) = number
	}}
}

// Flag is true or false.
func Flag[T any](target func(*T) *bool) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		flag, ok := value.(*ast.BoolNode)
		if !ok {
			r.refuse(value, "%s must be true or false, not %s", path, kind(value))
			return
		}
		*target(into) = flag.Value
	}}
}

// Word is one of some words. A number is taken as it is written, so that 1.2 and "1.2" are one word.
func Word[T any](target func(*T) *string, words ...string) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		text, ok := scalarText(value)
		for _, word := range words {
			if ok && text == word {
				*target(into) = word
				return
			}
		}
		quoted := make([]string, len(words))
		for i, word := range words {
			quoted[i] = strconv.Quote(word)
		}
		last := len(quoted) - 1
		r.refuse(value, "%s must be %s or %s", path, strings.Join(quoted[:last], ", "), quoted[last])
	}}
}

// The longest text that a key may hold, in characters.
const longestText = 200

// Text is a line of text.
func Text[T any](target func(*T) *string) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		text, ok := scalarText(value)
		if !ok {
			r.refuse(value, "%s must be text, not %s", path, kind(value))
			return
		}
		odd := func(c rune) bool { return !unicode.IsPrint(c) }
		if strings.TrimSpace(text) != text || text == "" || strings.ContainsFunc(text, odd) || utf8.RuneCountInString(text) > longestText {
			r.refuse(value, "%s must be a line of 1 to %d characters, with no blank at either end", path, longestText)
			return
		}
		*target(into) = text
	}}
}

// The years that dates may be in: others are slips of the pen.
const firstYear, lastYear = 1996, 2199

var dateForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// Date is a day, year-month-day; or the word, if it is not "", where there is no such day.
func Date[T any](word string, target func(*T) *string) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		text, ok := scalarText(value)
		if ok && word != "" && text == word {
			*target(into) = text
			return
		}
		wanted := "a date, year-month-day"
		if word != "" {
			wanted += ", or " + word
		}
		if !ok || !dateForm.MatchString(text) {
			r.refuse(value, "%s must be %s", path, wanted)
			return
		}
		day, err := time.Parse(time.DateOnly, text)
		switch {
		case err != nil:
			r.refuse(value, "%s: there is no day %s", path, text)
		case day.Year() < firstYear || day.Year() > lastYear:
			r.refuse(value, "%s: the year of %s must be from %d to %d", path, text, firstYear, lastYear)
		default:
			*target(into) = text
		}
	}}
}

// Texts is a list of different texts, each of which must please check.
func Texts[T any](target func(*T) *[]string, check func(string) error) Kind[T] {
	return Kind[T]{read: func(r *Reader, path string, value ast.Node, into *T) {
		*target(into) = r.texts(path, value, check)
	}}
}

// Or is a kind of number, list or mapping, which what names with its article; or a word in its place, which done notes.
func Or[T any](word, what string, done func(*T), kind Kind[T]) Kind[T] {
	return Kind[T]{below: kind.below, read: func(r *Reader, path string, value ast.Node, into *T) {
		text, ok := value.(*ast.StringNode)
		switch {
		case !ok:
			kind.read(r, path, value, into)
		case text.Value == word:
			done(into)
		default:
			r.refuse(value, "%s must be %s, or %s", path, what, word)
		}
	}}
}

// decimal is the one way to write a number: 010, 0x1E, 1_000 and 1e3 mean different things to different YAML readers.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)

// number reads a number that is not quoted.
func (r *Reader) number(path string, value ast.Node) (float64, bool) {
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

// sequence is a list with something in it.
func (r *Reader) sequence(path string, value ast.Node) (*ast.SequenceNode, bool) {
	sequence, ok := value.(*ast.SequenceNode)
	if !ok {
		r.refuse(value, "%s must be a list, not %s", path, kind(value))
		return nil, false
	}
	if len(sequence.Values) == 0 {
		r.refuse(value, "%s is empty; leave it out if nothing is to be said", path)
		return nil, false
	}
	return sequence, true
}

func (r *Reader) texts(path string, value ast.Node, check func(string) error) []string {
	sequence, ok := r.sequence(path, value)
	if !ok {
		return nil
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
