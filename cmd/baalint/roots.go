package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/visible"
)

func (c *command) rootsCommand() *cobra.Command {
	format, groups := "text", 0
	cmd := &cobra.Command{
		Use:   "roots [DIR | FILE]…",
		Short: "List the root modules, or those that files belong to",
		Long: "List the root modules that a run would judge, one a line. A file stands for the roots that it belongs to: for a module's file\n" +
			"those are all that call the module. --format json is one line for the matrix of a workflow: each job judges its roots with\n" +
			"baalint --no-recurse. What one root module names of another's is then open, as the other is not read.",
		RunE: func(_ *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, listWords); err != nil {
				return err
			}
			if groups < 0 {
				return fmt.Errorf("--groups %d: must be a number of groups", groups)
			}
			if err := c.configure(dirs); err != nil {
				return err
			}
			found, err := check.RootGroups(c.options, groups)
			if err != nil {
				return err
			}
			if format == "json" {
				return json.NewEncoder(c.stdout).Encode(found)
			}
			for _, group := range found {
				for _, root := range group.Roots {
					fmt.Fprintln(c.stdout, visible.Line(root))
				}
			}
			return nil
		},
	}
	cmd.Flags().Var(word{"form", &format}, "format", "text or json")
	cmd.Flags().IntVar(&groups, "groups", 0, "spread the roots over at most so many groups (default one root a group); a root keeps its group")
	c.recursionFlag(cmd)
	return cmd
}

// recursionFlag adds --no-recurse.
func (c *command) recursionFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.options.NoRecurse, "no-recurse", false, "take the directories for root modules, and leave out those below them")
}
