package agreement

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// outcome is what a file reads as: its terms, or its problems one a line.
func outcome(t *testing.T, data []byte) string {
	t.Helper()
	terms, problems := Read("baa.yaml", data, names)
	var out strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&out, "%s:%d:%d-%d: %s\n", p.Place.File, p.Place.Line, p.Place.Column, p.Place.EndColumn, p.Summary)
	}
	if problems == nil {
		text, err := json.MarshalIndent(terms.Input(), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\nstated: %s\n", text, strings.Join(statedPaths(terms), " "))
	}
	return out.String()
}

func TestRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no test files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil || len(archive.Files) != 2 {
				t.Fatal("want baa.yaml and want", err)
			}
			got := outcome(t, archive.Files[0].Data)
			if *update {
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWindowsFile(t *testing.T) {
	data := "\ufeffrecovery:\r\n  rpo_hours: 4\r\nretention:\r\n  minimum_day: 5\r\n"
	want := "baa.yaml:4:3-14: retention has no key \"minimum_day\"; did you mean \"minimum_days\"?\n"
	if diff := cmp.Diff(want, outcome(t, []byte(data))); diff != "" {
		t.Error(diff)
	}
}

// A file made to cost time or memory is refused at once.
func TestHostileFiles(t *testing.T) {
	for name, data := range map[string]string{
		"huge":           strings.Repeat("# nothing\n", MaxSize),
		"open brackets":  "places: " + strings.Repeat("[", 60_000),
		"brackets":       "places: " + strings.Repeat("[", 60_000) + strings.Repeat("]", 60_000),
		"dashes":         strings.Repeat("- ", MaxSize/2),
		"many elements":  "places:\n  permitted:\n" + strings.Repeat("    - us-east-1\n", MaxSize/20),
		"many keys":      numberedKeys(MaxSize / 12),
		"questions":      strings.Repeat("? ", MaxSize/2),
		"one long line":  "places: {permitted: [" + strings.Repeat("x", MaxSize-100) + "]}",
		"binary":         "places:\n  permitted: [\x00\xff]",
		"nested mapping": nested(500),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			terms, problems := Read("baa.yaml", []byte(data), names)
			if len(problems) == 0 {
				t.Error("read without a problem")
			}
			if diff := cmp.Diff(Defaults().Input(), terms.Input()); diff != "" {
				t.Error("terms of a refused file:", diff)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func numberedKeys(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "key%d: 1\n", i)
	}
	return out.String()
}

func nested(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "%sa:\n", strings.Repeat(" ", i))
	}
	return out.String()
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		terms, problems := Read("baa.yaml", data, names)
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, p := range problems {
			if p.Place.Line < 1 || p.Place.Line > lines || p.Place.Column < 1 || p.Place.EndColumn < p.Place.Column || p.Summary == "" {
				t.Errorf("bad problem %+v in %q", p, data)
			}
			if strings.Contains(p.Summary, "\n") {
				t.Errorf("summary of several lines: %q", p.Summary)
			}
		}
		if len(problems) == 0 && terms.RetentionMaxDays != 0 && terms.RetentionMaxDays < terms.RetentionMinDays {
			t.Errorf("impossible terms %+v", terms)
		}
		for _, path := range statedPaths(terms) {
			if p := terms.Place(path); p.File != "baa.yaml" || p.Line < 1 {
				t.Errorf("no place for %s", path)
			}
		}
	})
}

// statedPaths are the paths of the terms that a file states, sorted.
func statedPaths(t Terms) []string { return slices.Sorted(maps.Keys(t.places)) }
