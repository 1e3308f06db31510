// Package report writes what a run found: for people as text, Markdown and HTML, for code scanning as SARIF, for the checks of a change as
// annotations, for CI servers as JUnit, for auditors as CSV and OSCAL, for programs as JSON, for scripts as counts. report.go lists the
// formats, one file each or a few of the same first word; group.go and standing.go are what they have in common.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// Options say how a report is written. The zero value serves: no colour, 100 columns, open verdicts shown.
type Options struct {
	// Color switches terminal colours on; text only.
	Color bool
	// Width is the number of terminal columns that prose is wrapped at; 0 stands for 100. Text only.
	Width int
	// Open is "show" (also ""), "fail" or "hide". Text lists open verdicts unless they are hidden. SARIF holds them, as level
	// note, only with "fail": code scanning makes an alert of every result, whatever its kind. JSON always holds them.
	Open string
	// Category names the run among others of the same tool: SARIF's automationDetails.id is "baalint/<Category>/",
	// or "baalint/" without one.
	Category string
	// Verbose lists every instance and every open verdict where text otherwise gives the first few.
	Verbose bool
	// Quiet leaves out all that does not fail the run, and gives the rest one line each. Text only.
	Quiet bool
	// FileLink gives the address of a file, so that places and rules become hyperlinks of the terminal; nil makes none. Text only.
	FileLink func(path string) string
	// FileURI maps a path relative to the base of the run to one relative to the root of the repository; nil changes nothing.
	// The result is a path, not yet percent-encoded. Text and JSON keep the path as it is.
	FileURI func(path string) string
	// Waived adds to SARIF what is waived, as suppressed results. Code scanning does not know them: it makes alerts of them too.
	Waived bool
	// Baseline is what the report was compared with, nil where it was not. Absent adds to SARIF the results that are gone since, of which
	// code scanning would make alerts too.
	Baseline *Baseline
	Absent   bool
	// Warn is told what the limits of a reader of the report make of it; nil where nobody listens. SARIF only.
	Warn func(text string)
	// Blob is the address that a path from the root of the repository is shown at, with a slash at its end; "" where there is none.
	// Markdown only.
	Blob string
	// Threshold is the lowest severity that fails the run, "" or "none" where none does. Not for SARIF and JSON.
	Threshold finding.Severity
}

// inRepository is a path from the root of the repository on.
func (o Options) inRepository(path string) string {
	if o.FileURI == nil {
		return path
	}
	return o.FileURI(path)
}

func (o Options) warn(text string) {
	if o.Warn != nil {
		o.Warn(text)
	}
}

// OpenFail is the value of Options.Open that counts open verdicts as failures; OpenHide the one that leaves them out of text.
const (
	OpenFail = "fail"
	OpenHide = "hide"
)

// writers holds the function for each format.
var writers = map[string]func(io.Writer, *finding.Report, Options) error{
	"counts":   writeCounts,
	"csv":      writeCSV,
	"github":   writeGitHub,
	"html":     writeHTML,
	"json":     writeJSON,
	"junit":    writeJUnit,
	"markdown": writeMarkdown,
	"oscal":    writeOSCAL,
	"sarif":    writeSARIF,
	"text":     writeText,
}

// proving are the formats that tell what a verdict rests on: finding.Report.Evidence.
var proving = []string{"csv", "html", "json", "oscal"}

// Proves reports whether a format is written from the evidence of a report, too.
func Proves(format string) bool { return slices.Contains(proving, format) }

// Draws reports whether a format shows the map of the estate: finding.Evidence.Maps.
func Draws(format string) bool { return format == "html" }

// Formats lists the names of the formats, sorted.
func Formats() []string {
	return sortedKeys(writers)
}

// Write writes a report in a format. It fails for a format that is not in Formats and where w does.
func Write(w io.Writer, format string, r *finding.Report, o Options) error {
	write, ok := writers[format]
	if !ok {
		return fmt.Errorf("unknown format %q: use one of %s", format, strings.Join(Formats(), ", "))
	}
	if err := write(w, r, o); err != nil {
		return fmt.Errorf("write %s report: %w", format, err)
	}
	return nil
}
