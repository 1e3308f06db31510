package yamlfile

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

type settings struct {
	Root  string
	Limit int
	Items []item
}

type item struct{ Name string }

var keys = []Key[settings]{
	{Name: "root", Kind: Text(func(s *settings) *string { return &s.Root })},
	{Name: "limit", Kind: Days(10, func(s *settings) *int { return &s.Limit })},
	{Name: "items", Kind: List(func(s *settings) *[]item { return &s.Items }, func(name string) string { return name },
		Key[item]{Name: "name", Kind: Text(func(i *item) *string { return &i.Name })},
	)},
}

func read(text string) (settings, map[string]finding.Place, []string) {
	var s settings
	places, problems := Read("x.yaml", "the file", []byte(text), keys, &s, func(r *Reader, s *settings) {
		if s.Root == "odd" {
			r.Refuse("root", "root is odd")
		}
	})
	said := make([]string, 0, len(problems))
	for _, p := range problems {
		said = append(said, fmt.Sprintf("%d:%d %s", p.Place.Line, p.Place.Column, p.Summary))
	}
	return s, places, said
}

func TestRead(t *testing.T) {
	s, places, said := read("root: here\nitems:\n  - name: a\n  - {name: b}\n")
	if diff := cmp.Diff(settings{Root: "here", Items: []item{{"a"}, {"b"}}}, s); diff != "" || len(said) > 0 {
		t.Error(said, diff)
	}
	for path, line := range map[string]int{"root": 1, "items": 2, "items[0].name": 3, "items[1]": 4} {
		if places[path].Line != line || places[path].File != "x.yaml" {
			t.Errorf("%s stands at %v", path, places[path])
		}
	}
}

func TestRefused(t *testing.T) {
	for text, want := range map[string][]string{
		"root: odd":                               {"1:7 root is odd"},
		"root: odd\nlimit: 11":                    {"2:8 limit must be a whole number of days from 1 to 10"}, // checks run over a file without other problems
		"rot: here":                               {`1:1 the file has no key "rot"; did you mean "root"?`},
		"items: [{name: a}, {name: a}]":           {"1:27 items: a is there twice, first on line 1"},
		"---\nroot: a\n---\nroot: b\n":            {"4:1 the file is one YAML document; a second begins here"},
		"# nothing":                               {"1:1 the file states nothing; remove the file to go by the defaults"},
		"root: &a here\nlimit: *a":                {"1:7 root must be text, not an anchor or alias: write the value out", "2:8 limit must be a number, not an anchor or alias: write the value out"},
		"root: \"a\\nb\"\nlimit: 3":               {"1:7 root must be a line of 1 to 200 characters, with no blank at either end"},
		"items:\n  - name: a\n    nam: b\n  - {}": {`3:5 items[0] has no key "nam"; did you mean "name"?`, "4:5 items[1] has no name"},
	} {
		_, _, said := read(text)
		if diff := cmp.Diff(want, said); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"signed", "soc2_type2", "services"}
	for name, want := range map[string]string{"sigend": "signed", "soc2": "soc2_type2", "zzz": "", "s": ""} {
		if got := Nearest(name, names); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestPaths(t *testing.T) {
	if diff := cmp.Diff([]string{"items", "items[].name", "limit", "root"}, Paths(keys)); diff != "" {
		t.Error(diff)
	}
}
