package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/chart"
	"github.com/baalint/baalint/pkg/check"
)

// drawings are the forms of the map.
var drawings = map[string]func(io.Writer, chart.Map) error{
	"svg":     func(w io.Writer, m chart.Map) error { return chart.SVG(w, m, chart.Options{}) },
	"dot":     chart.DOT,
	"mermaid": chart.Mermaid,
	"json":    chart.JSON,
}

func (c *command) mapCommand() *cobra.Command {
	format, file := "svg", ""
	cmd := &cobra.Command{
		Use:   "map [DIR | plan.json | terraform.tfstate]…",
		Short: "Draw the estate: stores, plans, vaults, and where the copies land",
		Long: "Draw the estate as it would be built: what holds records, what backs it up, where the copies land and who holds the keys, on the\n" +
			"places that the agreement permits. Where there is too much to draw one by one, what is alike is drawn as one; json has all of it.",
		Example: "  baalint map --output map.svg ./infra\n  baalint map --format mermaid ./infra >> pull-request.md",
		RunE: func(cmd *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, slices.Sorted(maps.Keys(drawings))); err != nil {
				return err
			}
			if err := c.configure(dirs); err != nil {
				return err
			}
			drawn, problems, err := check.Map(cmd.Context(), c.options)
			if err != nil {
				return err
			}
			c.problems(problems)
			var out bytes.Buffer
			if err := drawings[format](&out, drawn); err != nil {
				return err
			}
			write := func(w io.Writer) error {
				_, err := out.WriteTo(w)
				return err
			}
			if file == "" {
				return write(c.stdout)
			}
			if err := replace(file, write); err != nil {
				return fmt.Errorf("write the map: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().Var(word{"form", &format}, "format", strings.Join(slices.Sorted(maps.Keys(drawings)), ", "))
	cmd.Flags().Var(word{"file", &file}, "output", "write to a file")
	c.agreementFlags(cmd)
	c.variableFlags(cmd)
	return cmd
}
