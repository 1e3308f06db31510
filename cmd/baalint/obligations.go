package main

import (
	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

func (c *command) obligationsCommand() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "obligations [DIR…]",
		Short: "List the obligations and their rules, and how they stand in a directory",
		Long: "List the obligations: what each demands, on what basis, and which rules judge it. With directories also how each stands there,\n" +
			"with the counts of what failed, of what is open, and of what passed as evidence.",
		RunE: func(cmd *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, listWords); err != nil {
				return err
			}
			result, err := c.obligations(cmd, dirs)
			if err != nil {
				return err
			}
			c.problems(result.Problems)
			if format == "json" {
				return report.WriteObligationsJSON(c.stdout, result, len(dirs) > 0)
			}
			_, width := c.terminal()
			return report.WriteObligations(c.stdout, result, len(dirs) > 0, width)
		},
	}
	cmd.Flags().Var(word{"form", &format}, "format", "text or json")
	c.judgingFlags(cmd)
	return cmd
}

// obligations is a report on the directories; without any, one of the obligations and rules alone.
func (c *command) obligations(cmd *cobra.Command, dirs []string) (*finding.Report, error) {
	if len(dirs) > 0 {
		if err := c.configure(dirs); err != nil {
			return nil, err
		}
		return check.Run(cmd.Context(), c.options)
	}
	if err := c.prepare(nil); err != nil {
		return nil, err
	}
	book, err := check.Rules(c.options)
	return &finding.Report{Obligations: book.Obligations, Profiles: book.Profiles, Rules: book.Rules}, err
}
