package visible_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/visible"
)

func TestColumns(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "store": 5, "Größe": 5, "e\u0301te\u0301": 3, "患者": 4, "ﾃｰﾀ": 3, "👩‍⚕️ a": 4, "\xff": 1,
	} {
		if got := visible.Columns(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string][]string{
		"":                            nil,
		" \n\t ":                      nil,
		"one  two\nthree":             {"one two", "three"},
		"a copy of everything":        {"a copy of", "everything"},
		"four words on":               {"four words", "on"},
		"to incomprehensibilities so": {"to", "incomprehensibilities", "so"},
		"患者 記録 の 記録":                  {"患者 記録", "の 記録"},
		"a\u202eb c\x1b[0m":           {"a<U+202E>b", "c␛[0m"},
	} {
		if diff := cmp.Diff(want, visible.Wrap(text, 10)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestOneLine(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"prose", " of several\n  words ", "of several words"},
		{"whole", strings.Repeat("患", 240), strings.Repeat("患", 240)},
		{"shortened", "head" + strings.Repeat("x", 1e6) + "tail", "head" + strings.Repeat("x", 116) + "…" + strings.Repeat("x", 116) + "tail"},
		{"wide", strings.Repeat("患", 300), strings.Repeat("患", 120) + "…" + strings.Repeat("患", 120)},
	}
	for _, c := range cases {
		if got := visible.OneLine(c.text); got != c.want {
			t.Errorf("%s: %d bytes: %s", c.name, len(got), got)
		}
	}
}
