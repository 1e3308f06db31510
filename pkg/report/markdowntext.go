package report

import (
	"fmt"
	"strings"

	"github.com/baalint/baalint/pkg/visible"
)

// inline writes a text so that Markdown shows it as it is, wherever in a line it stands: what the configuration spells must
// become no link, image, mention, table or HTML. Numeric references are never taken for syntax.
func inline(s string) string {
	s = visible.Line(strings.Join(strings.Fields(s), " "))
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; syntax(s, i) {
			fmt.Fprintf(&b, "&#%d;", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// syntax reports whether Markdown, or what GitHub adds to it, may read the byte at i as more than itself.
func syntax(s string, i int) bool {
	before, after := byteAt(s, i-1), byteAt(s, i+1)
	switch c := s[i]; c {
	case '+', '-': // a list
		return i == 0
	case '.', ')': // 1. in a list, www.example.com
		return digit(before) && after == ' ' || strings.HasSuffix(strings.ToLower(s[:i]), "www")
	case '_': // between letters it is one of the word
		return !wordly(before) || !wordly(after)
	case ':': // https://, :smile:
		return after != ' '
	default:
		return strings.IndexByte("\\`*{}[]<>#|~&@!$^=", c) >= 0
	}
}

// byteAt is a blank beyond the ends of a text.
func byteAt(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return ' '
	}
	return s[i]
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func wordly(c byte) bool {
	return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// code writes a name in the type of code. The element stands for backticks, which a name may hold itself.
func code(s string) string { return "<code>" + inline(s) + "</code>" }
