package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

func (c *command) testCommand() *cobra.Command {
	format, quiet := "text", false
	cmd := &cobra.Command{
		Use:   "test DIR…",
		Short: "Test rules of your own",
		Long: "Run the tests beside the rules in directories for --policy: those in Rego (rules named test_… in files that end in _test.rego), and\n" +
			"the examples (examples.txtar, Terraform whose lines say # want fail or # want open). Exit codes: 0 all passed, 1 some failed,\n" +
			"2 a rule or a test cannot be read or compiled.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, listWords); err != nil {
				return err
			}
			if err := c.prepare(nil); err != nil {
				return err
			}
			c.options.Policies = dirs
			if !cmd.Flags().Changed("as-of") {
				c.options.AsOf = check.ExamplesAsOf
			}
			tested, err := check.TestPolicies(cmd.Context(), c.options)
			if err != nil {
				return err
			}
			if tested.Failed > 0 {
				c.code = exitFindings
			}
			if format == "json" {
				return c.printJSON(tested)
			}
			c.listTested(tested, quiet)
			return nil
		},
		ValidArgsFunction: filesFor(cobra.ShellCompDirectiveFilterDirs),
	}
	cmd.Flags().Var(word{"form", &format}, "format", "text or json")
	cmd.Flags().Var(word{"day", &c.options.AsOf}, "as-of", "the day to judge examples by, year-month-day (default "+check.ExamplesAsOf+")")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "print failures alone")
	return cmd
}

func (c *command) listTested(tested *check.Tested, quiet bool) {
	say := func(format string, args ...any) {
		fmt.Fprintln(c.stdout, visible.Line(fmt.Sprintf(format, args...)))
	}
	for _, folder := range tested.Folders {
		verdict := "ok  "
		if len(folder.Faults) > 0 {
			verdict = "FAIL"
		}
		if !quiet || len(folder.Faults) > 0 {
			notes := ""
			if len(folder.Notes) > 0 {
				notes = " (" + strings.Join(folder.Notes, "; ") + ")"
			}
			say("%s  %s: %s, %s%s", verdict, folder.Folder, finding.Counted(folder.Tests, "test"), finding.Counted(folder.Examples, "example"), notes)
		}
		for _, fault := range folder.Faults {
			say("  %s:%d: %s: %s", fault.Place.File, fault.Place.Line, fault.Name, strings.TrimSpace(fault.Message))
			for line := range strings.Lines(fault.Output) {
				say("    %s", strings.TrimRight(line, "\n"))
			}
		}
	}
	if !quiet {
		failed := "all passed"
		if tested.Failed > 0 {
			failed = finding.Counted(tested.Failed, "failure")
		}
		say("%s, %s: %s", finding.Counted(tested.Tests, "test"), finding.Counted(tested.Examples, "example"), failed)
	}
}
