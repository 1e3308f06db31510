package main

import (
	"cmp"
	"fmt"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// follow watches a run: with a line of progress where the error stream is a terminal and somebody is in front of it.
func (c *command) follow() *stages {
	s := newStages()
	c.options.Begin = func(stage string) {
		s.begin(stage)
		collectRemains()
	}
	if c.isTerminal(c.stderr) && c.env("CI") == "" && !c.flags.quiet {
		s.show(c.stderr, progressAfter, progressEvery)
	}
	return s
}

// account says on the error stream what was read and what was not, by which terms it was judged, and what took how long.
func (c *command) account(r *finding.Report, s *stages) {
	say := func(format string, args ...any) {
		fmt.Fprintln(c.stderr, "baalint: "+visible.Line(fmt.Sprintf(format, args...)))
	}
	for _, root := range r.Roots {
		input := cmp.Or(root.Input, "configuration")
		if root.Plan != "" {
			input += " " + root.Plan
		}
		say("read %s (%s): %s, %s, %s", root.Dir, input,
			finding.Counted(root.Files, "file"), finding.Counted(root.Resources, "resource"), finding.Counted(root.Facts, "fact"))
	}
	for _, p := range r.Problems {
		if p.Incomplete {
			say("not read: %s%s", position(p.Place), p.Summary)
		}
	}
	say("judged by %s, as of %s, %s", cmp.Or(r.Agreement, "the default terms"), r.AsOf, finding.Counted(len(r.Rules), "rule"))
	say("%s", s)
}

// position is a place in front of what is said of it, "" for none.
func position(p finding.Place) string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
}
