package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var fenced = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// The commands of docs/waivers.md are run by a script, over the files of the same page, on a day on which its waivers hold.
func TestDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/waivers.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../testdata/cli/documented.txtar")
	if err != nil {
		t.Fatal(err)
	}
	blocks := fenced.FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d blocks found", len(blocks))
	}
	for _, block := range blocks {
		if block[1] != "sh" {
			if !strings.Contains(string(script), block[2]) {
				t.Errorf("documented.txtar lacks\n%s", block[2])
			}
			continue
		}
		for line := range strings.Lines(block[2]) {
			_, command, found := strings.Cut("| "+strings.TrimSpace(line), "| baalint ")
			if _, piped, ok := strings.Cut(line, "| baalint "); ok {
				command = strings.TrimSpace(piped)
			}
			if run := regexp.MustCompile(`(?m)^exits \d baalint ` + regexp.QuoteMeta(command) + ` --as-of [0-9-]+$`); !found || !run.Match(script) {
				t.Errorf("documented.txtar does not run %s", line)
			}
		}
	}
}

// Every command that the README shows under "Use" is run by readme.txtar as it stands there.
func TestReadmeForTerminals(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../testdata/cli/readme.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, use, _ := strings.Cut(string(readme), "\n## Use\n")
	block := fenced.FindStringSubmatch(use)
	if block == nil || strings.Count(block[2], "baalint ") < 20 {
		t.Fatalf("no commands found in %q", block)
	}
	for line := range strings.Lines(block[2]) {
		line, _, _ = strings.Cut(line, "  #")
		_, command, found := strings.Cut(line, "baalint ")
		if !found {
			continue
		}
		command = strings.TrimSpace(command)
		if run := regexp.MustCompile(`(?m)^exits \d baalint ` + regexp.QuoteMeta(command) + `$`); !run.Match(script) {
			t.Errorf("readme.txtar does not run baalint %s", command)
		}
	}
}
