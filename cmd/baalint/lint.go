package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

// output is one --format: where a report goes and in which form. An empty file is the standard output.
type output struct{ format, file string }

func (c *command) lint(cmd *cobra.Command, dirs []string) error {
	outputs, err := c.checkFlags()
	if err != nil {
		return err
	}
	c.options.Map = slices.ContainsFunc(outputs, func(o output) bool { return report.Draws(o.format) })
	c.options.Evidence = slices.ContainsFunc(outputs, func(o output) bool { return report.Proves(o.format) })
	c.flags.failOnGiven = cmd.Flags().Changed("fail-on")
	if err := c.configure(dirs); err != nil {
		return err
	}
	if c.baseline, err = c.readBaseline(); err != nil {
		return err
	}
	if err := c.readDiff(cmd.InOrStdin()); err != nil {
		return err
	}
	stages := c.follow()
	defer stages.finish()
	result, err := check.Run(cmd.Context(), c.options)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(err, cmd, dirs)
	}
	if err != nil {
		return err
	}
	options := c.reportOptions()
	if c.baseline != nil {
		c.baseline.Compare(result, options)
	}
	result.Narrowed = c.narrowed
	stages.begin("writing")
	stages.stop()
	for _, o := range outputs {
		if err := c.write(o, result, options); err != nil {
			return err
		}
	}
	stages.finish()
	if c.flags.verbose {
		c.account(result, stages)
	}
	c.code = c.exitCode(result)
	return nil
}

func (c *command) checkFlags() ([]output, error) {
	for _, choice := range c.flags.choices() {
		if err := oneOf(choice.flag, *choice.value, choice.words); err != nil {
			return nil, err
		}
	}
	if c.flags.quiet && c.flags.verbose {
		return nil, errors.New("--quiet and --verbose say the opposite")
	}
	if len(c.flags.formats) == 0 {
		return []output{{format: "text"}}, nil
	}
	outputs := make([]output, len(c.flags.formats))
	targets := map[string]bool{}
	for i, value := range c.flags.formats {
		format, file, named := strings.Cut(value, "=")
		if err := oneOf("format", format, report.Formats()); err != nil {
			return nil, err
		}
		if named && file == "" {
			return nil, fmt.Errorf("--format %q names no file", value)
		}
		if file != "" {
			file = filepath.Clean(file)
		}
		if targets[file] {
			return nil, fmt.Errorf("--format %q: another report already goes there; write one of them to a file with %s=FILE", value, format)
		}
		targets[file] = true
		outputs[i] = output{format, file}
	}
	return outputs, nil
}

// exitCode is incomplete before findings: a run that saw only part must not read as a judgement of the whole.
func (c *command) exitCode(r *finding.Report) int {
	switch {
	case report.Incomplete(r):
		return exitIncomplete
	case report.Fails(r, finding.Severity(c.flags.failOn), c.flags.open):
		return exitFindings
	}
	return exitClean
}

func (c *command) write(o output, r *finding.Report, options report.Options) error {
	if o.file != "" {
		return replaceFile(o.file, func(w io.Writer) error { return report.Write(w, o.format, r, options) })
	}
	options.Color, options.Width = c.terminal()
	options.FileLink = c.fileLink()
	return report.Write(c.stdout, o.format, r, options)
}

func workingDirectory() (string, error) {
	base, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find working directory: %w", err)
	}
	return base, nil
}
