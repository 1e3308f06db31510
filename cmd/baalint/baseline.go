package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/pkg/visible"
)

// acceptedFlags adds what tells the findings that somebody is to act on from the others.
func (c *command) acceptedFlags(cmd *cobra.Command) {
	set := cmd.Flags()
	set.Var(word{"file", &c.flags.baseline}, "baseline", "a SARIF file of an earlier run: tell, and fail for, what is new since")
	set.Var(word{"file", &c.flags.diff}, "diff", "a unified diff, - for the standard input: tell, and fail for, what its lines touch; everything is judged")
	set.BoolVar(&c.flags.waived, "sarif-include-waived", false, "write waived findings to SARIF too, as suppressed results; not for code scanning")
	set.BoolVar(&c.flags.absent, "sarif-include-absent", false, "write to SARIF too what is gone since --baseline; not for code scanning")
}

// maxBaseline bounds a baseline: it is held in memory.
const maxBaseline = 256 << 20

// readBaseline reads the baseline that the command line names; nil where it names none.
func (c *command) readBaseline() (*report.Baseline, error) {
	name := c.flags.baseline
	if name == "" {
		if c.flags.absent {
			return nil, errors.New("--sarif-include-absent: there is no --baseline that anything could be gone from")
		}
		return nil, nil
	}
	data, err := readFile(name, maxBaseline)
	if err != nil {
		return nil, fmt.Errorf("--baseline %w", err)
	}
	baseline, err := report.ReadBaseline(data)
	if err != nil {
		return nil, fmt.Errorf("--baseline %s: %w", name, err)
	}
	c.narrow("baseline", name, data)
	return baseline, nil
}

// maxDiff bounds a diff.
const maxDiff = 64 << 20

// readDiff reads the diff that the command line names, if it names one.
func (c *command) readDiff(stdin io.Reader) error {
	name := c.flags.diff
	if name == "" {
		return nil
	}
	var data []byte
	var err error
	if name == "-" {
		data, err = io.ReadAll(io.LimitReader(stdin, maxDiff+1))
		if err == nil && len(data) > maxDiff {
			err = fmt.Errorf("-: it has more than %d MB", maxDiff>>20)
		}
	} else {
		data, err = readFile(name, maxDiff)
	}
	if err != nil {
		return fmt.Errorf("--diff %w", err)
	}
	c.options.Diff = &check.Diff{Name: name, Data: data}
	c.narrow("diff", name, data)
	return nil
}

// narrow notes for the report what the run is asked about. Of a file that is named from the root of the file system on, the name is enough.
func (c *command) narrow(by, name string, data []byte) {
	if filepath.IsAbs(name) {
		name = filepath.Base(name)
	}
	sum := sha256.Sum256(data)
	c.narrowed = append(c.narrowed, finding.Narrowing{By: by, Name: filepath.ToSlash(name), SHA256: hex.EncodeToString(sum[:])})
}

// readFile reads a regular file of no more than so many bytes. The error begins with its name.
func readFile(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: it is not a file", name)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s: it has more than %d MB", name, limit>>20)
	}
	return os.ReadFile(name)
}

// reportOptions are those of every report of a run.
func (c *command) reportOptions() report.Options {
	return report.Options{
		Open: c.flags.open, Verbose: c.flags.verbose, Quiet: c.flags.quiet, Threshold: finding.Severity(c.flags.failOn), FileURI: c.fileURI(),
		Waived: c.flags.waived, Absent: c.flags.absent, Baseline: c.baseline, Category: c.category(), Blob: c.blob(),
		Warn: func(text string) { fmt.Fprintln(c.stderr, "baalint: "+visible.Line(text)) },
	}
}
