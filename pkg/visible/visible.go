// Package visible shows what hides in text that others have written: control characters, what reorders the text around it, and what
// nobody sees; and it breaks such text into lines of a terminal.
package visible

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Hidden reports whether a rune may move the cursor, start a terminal escape, reorder the text around it, or is not seen at all.
func Hidden(c rune) bool {
	switch {
	case c < 0x7f:
		return c < 0x20
	case c < 0xa0: // DEL, C1
		return true
	}
	return unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// Rune gives the text that stands for a hidden rune: a control picture where Unicode has one, else its number.
func Rune(c rune) string {
	switch {
	case c < 0x20:
		return string('\u2400' + c)
	case c == 0x7f:
		return "\u2421"
	}
	return fmt.Sprintf("<U+%04X>", c)
}

// Line is text for one line: hidden runes are shown, line breaks among them, and invalid bytes become U+FFFD.
func Line(s string) string {
	if strings.IndexFunc(s, func(c rune) bool { return Hidden(c) || c == utf8.RuneError }) < 0 {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if Hidden(c) {
			b.WriteString(Rune(c))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// JSON escapes the hidden runes that encoding/json writes as they are; in JSON they can only stand inside strings. Whitespace that lays the
// document out stays.
func JSON(data []byte) []byte {
	if bytes.IndexFunc(data, func(c rune) bool { return c >= 0x7f && Hidden(c) }) < 0 {
		return data
	}
	out := make([]byte, 0, len(data)+64)
	for len(data) > 0 {
		c, size := utf8.DecodeRune(data)
		switch high, low := utf16.EncodeRune(c); {
		case c < 0x20 || !Hidden(c):
			out = append(out, data[:size]...)
		case high != unicode.ReplacementChar:
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, c)
		}
		data = data[size:]
	}
	return out
}
