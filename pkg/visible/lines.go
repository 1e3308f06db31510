package visible

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"golang.org/x/text/width"
)

// Columns counts the columns that text takes of a terminal, once it is a Line.
func Columns(s string) int {
	n := 0
	for len(s) > 0 {
		size, columns := Next(s)
		n += columns
		s = s[size:]
	}
	return n
}

// Next measures the first grapheme cluster of a text that is not empty: its bytes and its columns.
func Next(s string) (size, columns int) {
	if c := s[0]; c >= 0x20 && c < 0x7f && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1, 1
	}
	size, _, err := textseg.ScanGraphemeClusters([]byte(s[:min(len(s), 256)]), true)
	if err != nil || size <= 0 {
		_, size = utf8.DecodeRuneInString(s)
	}
	for _, c := range s[:size] {
		columns = max(columns, runeColumns(c))
	}
	return size, columns
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

// longWord is the number of characters of the longest word that is shown whole: an address, a path.
const longWord = 240

// shorten leaves out the middle of a word that is longer than anybody reads, such as an address with a hostile key.
func shorten(word string) string {
	if len(word) <= longWord {
		return word
	}
	var starts []int // of its characters
	for at := 0; at < len(word); {
		starts = append(starts, at)
		size, _ := Next(word[at:])
		at += size
	}
	if len(starts) <= longWord {
		return word
	}
	return word[:starts[longWord/2]] + "…" + word[starts[len(starts)-longWord/2]:]
}

// OneLine is prose on one line, as Wrap writes it.
func OneLine(s string) string { return strings.Join(Wrap(s, math.MaxInt), " ") }

// Wrap breaks prose into lines of at most n columns; words longer than that stand alone, unbroken. Each line is a Line. Blank text gives none.
func Wrap(s string, n int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range strings.Fields(s) {
		word = shorten(Line(word))
		size := Columns(word)
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
