package report

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"golang.org/x/text/width"

	"github.com/baalint/baalint/pkg/visible"
)

// Clean makes text that others have written safe for one line of a terminal: control characters, what reorders text and what is not seen
// become visible, invalid bytes U+FFFD.
func Clean(s string) string { return visible.Line(s) }

func clean(s string) string { return visible.Line(s) }

// columns counts the terminal columns of cleaned text.
func columns(s string) int {
	n := 0
	for len(s) > 0 {
		size, cells := nextCell(s)
		n += cells
		s = s[size:]
	}
	return n
}

// nextCell measures the first grapheme cluster of s: its bytes and its terminal columns.
func nextCell(s string) (size, cells int) {
	if c := s[0]; c >= 0x20 && c < 0x7f && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1, 1
	}
	size, _, err := textseg.ScanGraphemeClusters([]byte(s[:min(len(s), 256)]), true)
	if err != nil || size <= 0 {
		_, size = utf8.DecodeRuneInString(s)
	}
	for _, c := range s[:size] {
		cells = max(cells, runeColumns(c))
	}
	return size, cells
}

func runeColumns(c rune) int {
	if unicode.In(c, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	if kind := width.LookupRune(c).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// longWord is the number of columns of the longest word that is shown whole: an address, a path.
const longWord = 240

// shorten leaves out the middle of a cleaned word that is longer than anybody reads, such as an address with a hostile key.
func shorten(word string) string {
	if len(word) <= longWord {
		return word
	}
	all := cells(word)
	if len(all) <= longWord {
		return word
	}
	var b strings.Builder
	for _, c := range all[:longWord/2] {
		b.WriteString(c.text)
	}
	b.WriteString("…")
	for _, c := range all[len(all)-longWord/2:] {
		b.WriteString(c.text)
	}
	return b.String()
}

// oneLine is prose on one line.
func oneLine(s string) string { return strings.Join(wrap(s, math.MaxInt), " ") }

// wrap breaks prose into lines of at most n columns; words longer than that stand alone, unbroken. Blank text gives no line.
func wrap(s string, n int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range strings.Fields(s) {
		word = shorten(clean(word))
		size := columns(word)
		if used > 0 && used+1+size > n {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += size
	}
	if used > 0 {
		lines = append(lines, line.String())
	}
	return lines
}
