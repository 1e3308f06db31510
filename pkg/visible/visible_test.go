package visible_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/visible"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"charts":                    "charts",
		"Größe · 記録 · naïve → 1":    "Größe · 記録 · naïve → 1",
		"a\x00b\x1b[31m\r\n\t":      "a␀b␛[31m␍␊␉",
		"\x7f\u0085\u00a0\u00a1":    "␡<U+0085>\u00a0\u00a1",
		"a\u202etxt.exe":            "a<U+202E>txt.exe",
		"\u2066a\u2069\u061c\u200f": "<U+2066>a<U+2069><U+061C><U+200F>",
		"pay\u200broll\u00ad\u2060": "pay<U+200B>roll<U+00AD><U+2060>",
		"\ufeffx\u2028y\u180e":      "<U+FEFF>x<U+2028>y<U+180E>",
		"\u115f\u3164\uffa0":        "<U+115F><U+3164><U+FFA0>",
		"x\ufe0f\U000e0041":         "x<U+FE0F><U+E0041>",
		"\xff":                      "\ufffd",
	} {
		if got := visible.Line(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// What is escaped reads as it was.
func TestJSON(t *testing.T) {
	for _, text := range []string{"plain", "記録 →", "a\u202eb\u200b", "\U000e0041 and \u0085", "line\nbreak"} {
		written, err := json.MarshalIndent(map[string]string{"name": text}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		escaped := visible.JSON(written)
		if strings.ContainsFunc(string(escaped), func(c rune) bool { return c != '\n' && visible.Hidden(c) }) {
			t.Errorf("%q hides something in %q", text, escaped)
		}
		var back map[string]string
		if err := json.Unmarshal(escaped, &back); err != nil || back["name"] != text {
			t.Errorf("%q reads as %q: %v", text, back["name"], err)
		}
	}
}
