package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	guideBlock = regexp.MustCompile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$")
	guidePipe  = regexp.MustCompile(`^(.*?)(?: \| grep (\S+))?$`)
)

// The guide to rules of one's own is followed to the letter: its files are written, its commands run, and what they print is what it says.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile("../../docs/custom-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	commands := 0
	for _, block := range guideBlock.FindAllStringSubmatch(string(text), -1) {
		language, file, content := block[1], block[2], block[3]
		switch {
		case file != "":
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "console":
			commands++
			command, want, _ := strings.Cut(strings.TrimPrefix(content, "$ baalint "), "\n")
			if got := guideRun(t, command); got != want {
				t.Errorf("baalint %s (-guide +output):\n%s", command, cmp.Diff(want, got))
			}
		}
	}
	if commands == 0 {
		t.Error("the guide runs nothing")
	}
}

// guideRun runs a command as a shell would, and keeps the lines that grep would keep.
func guideRun(t *testing.T, line string) string {
	t.Helper()
	parts := guidePipe.FindStringSubmatch(line)
	var stdout, stderr bytes.Buffer
	newCommand(&stdout, &stderr, nil).run(t.Context(), strings.Fields(parts[1]))
	if stderr.Len() > 0 {
		t.Errorf("baalint %s: %s", line, stderr.String())
	}
	var kept strings.Builder
	for out := range strings.Lines(stdout.String()) {
		if strings.Contains(out, parts[2]) {
			kept.WriteString(out)
		}
	}
	return kept.String()
}
