package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"golang.org/x/text/width"
)

// hostile reports whether a rune may move the cursor, start a terminal escape or reorder the text around it.
func hostile(c rune) bool {
	switch {
	case c < 0x20, c >= 0x7f && c < 0xa0: // C0, DEL, C1
		return true
	case c == '\u2028', c == '\u2029', c == '\ufeff':
		return true
	case c == '\u061c', c == '\u200e', c == '\u200f', c >= '\u202a' && c <= '\u202e', c >= '\u2066' && c <= '\u2069': // bidi
		return true
	}
	return false
}

// visible gives the text that stands for a hostile rune: a control picture where Unicode has one, else its number.
func visible(c rune) string {
	switch {
	case c < 0x20:
		return string('\u2400' + c)
	case c == 0x7f:
		return "\u2421"
	}
	return fmt.Sprintf("<U+%04X>", c)
}

// Clean makes text that others have written safe for one line of a terminal: control characters and what reorders text become
// visible, invalid bytes U+FFFD.
func Clean(s string) string { return clean(s) }

// clean makes text safe for one line of a terminal: hostile runes become visible, invalid bytes U+FFFD.
func clean(s string) string {
	if strings.IndexFunc(s, func(c rune) bool { return hostile(c) || c == utf8.RuneError }) < 0 {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if hostile(c) {
			b.WriteString(visible(c))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// escapeJSON escapes the hostile runes that encoding/json writes as they are; in JSON they can only stand inside strings.
// Whitespace that lays the document out stays.
func escapeJSON(data []byte) []byte {
	keep := func(c rune) bool { return c < 0x20 || !hostile(c) }
	if !slices.ContainsFunc(data, func(c byte) bool { return c >= 0x7f }) {
		return data
	}
	out := make([]byte, 0, len(data)+64)
	for len(data) > 0 {
		c, size := utf8.DecodeRune(data)
		if keep(c) {
			out = append(out, data[:size]...)
		} else {
			out = fmt.Appendf(out, `\u%04x`, c)
		}
		data = data[size:]
	}
	return out
}

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
