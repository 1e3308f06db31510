package resource

import (
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
)

// Symbol marks an unknown string with what it surely is, whatever that will be: the account of a provider configuration, and the text
// around it. Two unknown strings with the same Symbol are equal, unless it has gaps. What is made of such a string in any other way does
// not carry it.
type Symbol struct{ Text string }

// A name in the text of a Symbol stands between two noncharacters of Unicode, its two parts with a third between them.
const (
	nameBegins = "\uFDD4"
	nameParts  = "\uFDD5"
	nameEnds   = "\uFDD6"
	symbolic   = nameBegins + nameParts + nameEnds
	// gap stands for a part of which nothing is known.
	gap = nameBegins + nameEnds
)

// SymbolFor is the symbol of a setting, such as account, of all provider configurations that have the same identity.
func SymbolFor(setting, identity string) Symbol {
	return Symbol{nameBegins + setting + nameParts + identity + nameEnds}
}

// Partition is the setting of a symbol that no provider configuration decides: the partition that an ARN is written with, told by what it
// is read from.
const Partition = "partition of an ARN"

// SymbolOf is the text of a string that is known, or whose symbol is, without gaps.
func SymbolOf(v cty.Value) (Symbol, bool) {
	s, ok := OutlineOf(v)
	return s, ok && !s.HasGaps()
}

// OutlineOf is the text of a string that is known, or as much as a symbol says of it, which may have gaps.
func OutlineOf(v cty.Value) (Symbol, bool) {
	plain, marks := v.Unmark()
	switch {
	case plain.Type() != cty.String:
		return Symbol{}, false
	case plain.IsKnown():
		if plain.IsNull() || strings.ContainsAny(plain.AsString(), symbolic) {
			return Symbol{}, false
		}
		return Symbol{plain.AsString()}, true
	}
	var found []Symbol
	for mark := range marks {
		if s, ok := mark.(Symbol); ok {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return Symbol{}, false
	}
	return found[0], true
}

// Gap is the symbol of a text of which nothing is known.
func Gap() Symbol { return Symbol{gap} }

// HasGaps reports whether nothing is known of a part of the text.
func (s Symbol) HasGaps() bool { return strings.Contains(s.Text, gap) }

// IsName reports whether nothing is written beside one name: the text is all the provider configuration's.
func (s Symbol) IsName() bool {
	inside, ok := strings.CutPrefix(s.Text, nameBegins)
	return ok && strings.Index(inside, nameEnds) == len(inside)-len(nameEnds)
}

// Tells reports whether the text is that of an id that is a path, of an ARN, or of something unknown with more behind it.
func (s Symbol) Tells() bool {
	return strings.HasPrefix(s.Text, "/") || strings.HasPrefix(s.Text, "arn:") || strings.HasPrefix(s.Text, gap) && s.Text != gap
}

// Outline is the text with a $ for each name and each gap in it.
func (s Symbol) Outline() string {
	text, _ := Symbol{strings.ReplaceAll(s.Text, gap, "$")}.Render(func(string, string) (string, bool) { return "$", true })
	return text
}

// WithoutSymbol takes symbols off a value, but not off what is inside of it.
func WithoutSymbol(v cty.Value) cty.Value {
	for range cty.ValueMarksOfType[Symbol](v) {
		plain, marks := v.Unmark()
		return plain.WithMarks(WithoutSymbols(marks))
	}
	return v
}

// WithoutSymbols are the marks that are no symbols.
func WithoutSymbols(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		if _, ok := mark.(Symbol); !ok {
			kept[mark] = struct{}{}
		}
	}
	return kept
}

// Render writes the text with what name gives for its names; false where that is not known for one of them.
func (s Symbol) Render(name func(setting, identity string) (string, bool)) (string, bool) {
	var b strings.Builder
	for rest := s.Text; rest != ""; {
		before, after, found := strings.Cut(rest, nameBegins)
		b.WriteString(before)
		if !found {
			break
		}
		inside, next, _ := strings.Cut(after, nameEnds)
		setting, identity, _ := strings.Cut(inside, nameParts)
		written, ok := name(setting, identity)
		if !ok {
			return "", false
		}
		b.WriteString(written)
		rest = next
	}
	return b.String(), true
}

// Equal reports whether two texts are surely equal, or surely different; else known is false.
func (s Symbol) Equal(other Symbol) (equal, known bool) {
	a, b := s.Text, other.Text
	if a == b {
		return true, true
	}
	for a != "" && b != "" {
		x, y := firstPart(a), firstPart(b)
		if x != y {
			return false, !strings.HasPrefix(x, nameBegins) && !strings.HasPrefix(y, nameBegins)
		}
		a, b = a[len(x):], b[len(y):]
	}
	return false, !strings.HasPrefix(a+b, nameBegins) // one goes on where the other ends
}

// firstPart is a name, or one character.
func firstPart(text string) string {
	if strings.HasPrefix(text, nameBegins) {
		return text[:strings.Index(text, nameEnds)+len(nameEnds)]
	}
	_, size := utf8.DecodeRuneInString(text)
	return text[:size]
}
