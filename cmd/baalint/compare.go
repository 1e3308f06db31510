package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

func (c *command) compareCommand() *cobra.Command {
	format, strict := "text", false
	cmd := &cobra.Command{
		Use:   "compare BEFORE.json AFTER.json",
		Short: "Tell what changed between two reports in JSON",
		Long: "Tell what changed between two reports in JSON: which obligations stand otherwise, which verdicts are worse or better, what appeared\n" +
			"and what vanished. What a rule says that judged one of the runs alone is no change of the estate, and is left out.",
		Example: "  baalint --format json=before.json ./infra\n  baalint --format json=after.json ./infra\n" +
			"  baalint compare --format markdown before.json after.json",
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: cobra.FixedCompletions([]string{"json"}, cobra.ShellCompDirectiveFilterFileExt),
		RunE: func(_ *cobra.Command, names []string) error {
			if err := oneOf("format", format, report.ComparisonFormats); err != nil {
				return err
			}
			var reports [2]*finding.Report
			for i, name := range names {
				data, err := readFile(name, maxBaseline)
				if err != nil {
					return fmt.Errorf("compare %w", err)
				}
				if reports[i], err = report.ReadReport(data); err != nil {
					return fmt.Errorf("compare %s: %w", name, err)
				}
			}
			changed := report.Compare(reports[0], reports[1])
			var out bytes.Buffer
			if err := report.WriteComparison(&out, format, changed); err != nil {
				return err
			}
			if strict && changed.Worsened() {
				c.code = exitFindings
			}
			_, err := io.Copy(c.stdout, &out)
			return err
		},
	}
	cmd.Flags().Var(word{"form", &format}, "format", strings.Join(report.ComparisonFormats, ", "))
	cmd.Flags().BoolVar(&strict, "exit-code", false, "end with 1 where something is worse")
	return cmd
}
