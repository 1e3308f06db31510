package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/report"
)

func (c *command) doctorCommand() *cobra.Command {
	format, tfvars := "text", false
	cmd := &cobra.Command{
		Use:   "doctor [DIR…]",
		Short: "Say which inputs would settle most of what is open",
		Long: "List the inputs that open verdicts wait for (variables, modules to install, plans, files that cannot be read), the one that settles\n" +
			"most first: how many verdicts it would settle alone, and how many together with those above it. What no input settles is counted\n" +
			"by reason. A verdict that is settled may still turn out to be a failure.",
		RunE: func(cmd *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, listWords); err != nil {
				return err
			}
			if tfvars && format == "json" {
				return fmt.Errorf("--tfvars writes a variable file; it has no format")
			}
			if err := c.configure(dirs); err != nil {
				return err
			}
			diagnosis, problems, err := check.Doctor(cmd.Context(), c.options)
			if err != nil {
				return err
			}
			c.problems(problems)
			switch {
			case tfvars:
				return report.WriteVariables(c.stdout, diagnosis)
			case format == "json":
				return c.printJSON(diagnosis)
			}
			return report.WriteDiagnosis(c.stdout, diagnosis)
		},
	}
	cmd.Flags().Var(word{"form", &format}, "format", "text or json")
	cmd.Flags().BoolVar(&tfvars, "tfvars", false, "write the variables as a file for --var-file, to be filled in")
	c.judgingFlags(cmd)
	return cmd
}
