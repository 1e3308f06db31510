package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/pkg/visible"
)

func (c *command) rulesCommand() *cobra.Command {
	docs := ""
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := c.prepare(nil); err != nil {
				return err
			}
			if docs != "" {
				pages, err := check.RulePages(c.options)
				if err != nil {
					return err
				}
				return writePages(docs, pages)
			}
			book, err := check.Rules(c.options)
			if err != nil {
				return err
			}
			return c.listRules(book.WithWaivers())
		},
	}
	c.policyFlag(cmd)
	cmd.Flags().Var(word{"dir", &docs}, "docs", "write the reference pages to a directory")
	if err := cmd.Flags().MarkHidden("docs"); err != nil {
		fmt.Fprintln(c.stderr, "baalint:", err) // the flag is defined one line above
	}
	return cmd
}

func (c *command) listRules(book check.Rulebook) error {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	began := false
	list := func(heading string, rules []finding.Rule) {
		if len(rules) > 0 && began {
			fmt.Fprintln(table)
		}
		for i, r := range rules {
			if i == 0 {
				fmt.Fprintln(table, heading)
				began = true
			}
			fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", r.Name, r.Severity, r.Tier, r.Title)
		}
	}
	for _, o := range book.Obligations {
		list(fmt.Sprintf("%s (%s)", o.Title, o.Slug), book.Of(o.Slug))
	}
	for _, p := range book.Profiles {
		list(fmt.Sprintf("%s (--profile %s): %s", p.Title, p.Name, p.Force), book.Of(p.Name))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return c.printLines(text.String())
}

func (c *command) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain RULE",
		Short: "Say what a rule demands, why, and what to write",
		Long:  "Say what a rule demands, why, and what to write. RULE is its id or the last part of it: customer-managed-key.",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := c.prepare(nil); err != nil {
				return err
			}
			book, err := check.Rules(c.options)
			if err != nil {
				return err
			}
			_, width := c.terminal()
			text, err := book.WithWaivers().Explain(args[0], width)
			if err != nil {
				return err
			}
			return c.printLines(text)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 || c.prepare(nil) != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			book, err := check.Rules(c.options)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			names := make([]string, len(book.Rules))
			for i, r := range book.Rules {
				names[i] = r.Name + "\t" + r.Title
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.policyFlag(cmd)
	return cmd
}

func (c *command) factsCommand() *cobra.Command {
	input, schema := false, false
	cmd := &cobra.Command{
		Use:   "facts [DIR | plan.json | terraform.tfstate]…",
		Short: "Print what was understood of the Terraform, as JSON",
		Long: "Print what was understood of the Terraform, as JSON: facts, with the places they come from. --input prints them as rules see\n" +
			"them, with all else that rules see; --schema the JSON Schema of that.",
		RunE: func(_ *cobra.Command, dirs []string) error {
			if schema {
				published, err := check.InputSchema()
				if err != nil {
					return err
				}
				_, err = fmt.Fprint(c.stdout, published)
				return err
			}
			if err := c.configure(dirs); err != nil {
				return err
			}
			facts, problems, err := c.facts(input)
			if err != nil {
				return err
			}
			c.problems(problems)
			return c.printJSON(facts)
		},
	}
	cmd.Flags().BoolVar(&input, "input", false, "print what rules see, as opa eval --input takes it")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of what rules see")
	c.agreementFlags(cmd)
	c.variableFlags(cmd)
	return cmd
}

func (c *command) facts(input bool) (any, []finding.Problem, error) {
	if input {
		return check.RuleInput(c.options)
	}
	return check.Facts(c.options)
}

func (c *command) resourcesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "resources [DIR | plan.json | terraform.tfstate]…",
		Short: "Print the resources that the Terraform would build, as JSON",
		Long: "Print every resource instance that the Terraform would build, as JSON: its known values, and in \"unknown\" those that only\n" +
			"apply could tell, in the shape of after_unknown in Terraform's plan.",
		RunE: func(_ *cobra.Command, dirs []string) error {
			if err := c.configure(dirs); err != nil {
				return err
			}
			resources, problems, err := check.Resources(c.options)
			if err != nil {
				return err
			}
			c.problems(problems)
			return c.printJSON(resources)
		},
	}
	c.variableFlags(cmd)
	return cmd
}

func (c *command) printJSON(value any) error { return report.WriteValue(c.stdout, value) }

// printLines prints a text in which names of others may stand.
func (c *command) printLines(text string) error {
	var safe strings.Builder
	for line := range strings.Lines(text) {
		safe.WriteString(visible.Line(strings.TrimSuffix(line, "\n")) + "\n")
	}
	_, err := io.WriteString(c.stdout, safe.String())
	return err
}

func (c *command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(c.stdout, "baalint", version())
			return err
		},
	}
}

// version is the module's version as go install records it, else the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return strings.TrimPrefix(v, "v")
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = "-" + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+changed"
		}
	}
	return "devel" + commit + changed
}
