package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every flag of every subcommand is given in some script of testdata/cli, long or short, to that subcommand.
func TestEveryFlagIsScripted(t *testing.T) {
	given := scripted(t)
	root := newCommand(&bytes.Buffer{}, &bytes.Buffer{}, nil).root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		name := strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "baalint"))
		if cmd.Runnable() && cmd.Name() != "help" && len(given[name]) == 0 {
			t.Errorf("no script runs baalint %s", name)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name == "help" || given[name]["--"+f.Name] || f.Shorthand != "" && given[name]["-"+f.Shorthand] {
				return
			}
			t.Errorf("no script gives --%s to baalint %s", f.Name, name)
		})
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
}

var invocation = regexp.MustCompile(`(?m)^[^#\n]*\bbaalint\b(.*)$`)

// scripted lists the flags that scripts give, by subcommand: "" for none.
func scripted(t *testing.T) map[string]map[string]bool {
	t.Helper()
	scripts, err := filepath.Glob("../../testdata/cli/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	root := newCommand(&bytes.Buffer{}, &bytes.Buffer{}, nil).root()
	root.InitDefaultCompletionCmd()
	given := map[string]map[string]bool{}
	for _, script := range scripts {
		data, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		commands, _, _ := strings.Cut(string(data), "\n-- ")
		for _, m := range invocation.FindAllStringSubmatch(commands, -1) {
			words := strings.Fields(m[1])
			name := ""
			for cmd := root; len(words) > 0; {
				found, _, err := cmd.Find(words[:1])
				if err != nil || found == cmd {
					break
				}
				cmd, words = found, words[1:]
				name = strings.TrimSpace(name + " " + cmd.Name())
			}
			if given[name] == nil {
				given[name] = map[string]bool{}
			}
			given[name][""] = true
			for _, word := range words {
				flag, _, _ := strings.Cut(word, "=")
				given[name][flag] = true
			}
		}
	}
	return given
}
