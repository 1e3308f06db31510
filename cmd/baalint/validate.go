package main

import (
	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
)

func (c *command) validateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate [baa.yaml | .baalint.yaml]…",
		Short: "Look for mistakes in agreements and settings",
		Long: "Look for mistakes in agreements and settings, without reading any Terraform; by default in those that a run in the working\n" +
			"directory would use. What is mistaken is told line by line, with exit code 2.",
		RunE: func(_ *cobra.Command, files []string) error {
			base, err := workingDirectory()
			if err != nil {
				return err
			}
			return check.Validate(base, files)
		},
	}
}
