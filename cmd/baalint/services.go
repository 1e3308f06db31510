package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
)

func (c *command) servicesCommand() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "services [DIR…]",
		Short: "List the services in use, where, and whether the providers' BAAs cover them",
		RunE: func(_ *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, listWords); err != nil {
				return err
			}
			if err := c.configure(dirs); err != nil {
				return err
			}
			uses, problems, err := check.Services(c.options)
			if err != nil {
				return err
			}
			c.problems(problems)
			if format == "json" {
				return c.printJSON(uses)
			}
			return c.listServices(uses)
		},
	}
	cmd.Flags().Var(word{"form", &format}, "format", "text or json")
	c.agreementFlags(cmd)
	c.variableFlags(cmd)
	return cmd
}

// covered is how the text says what a BAA makes of a service.
var covered = map[string]string{
	"yes": "covered", "no": "NOT COVERED", "conditional": "on conditions", "unlisted": "not known", "unknown": "cannot be told",
	"agreement": "by agreement",
}

func (c *command) listServices(uses []check.ServiceUse) error {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	var notes, lists []string
	for _, u := range uses {
		standing := covered[u.Covered]
		if u.Holds == "none" {
			standing = "holds no records"
		} else if u.Covered != "yes" && u.Note != "" {
			notes = append(notes, u.Service+": "+u.Note)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n",
			u.Cloud, u.Service, standing, finding.Counted(len(u.Resources), "resource"), strings.Join(u.Regions, ", "))
		if list := fmt.Sprintf("%s, as of %s", u.List, u.AsOf); u.List != "" && !slices.Contains(lists, list) {
			lists = append(lists, list)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, part := range [][]string{notes, lists} {
		for i, line := range part {
			if i == 0 {
				fmt.Fprintln(&text)
			}
			fmt.Fprintln(&text, line)
		}
	}
	return c.printLines(text.String())
}
