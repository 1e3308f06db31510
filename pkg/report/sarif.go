package report

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

const (
	toolName = "baalint"
	homepage = "https://github.com/baalint/baalint"
	rulePage = homepage + "/blob/main/docs/rules/"
	// sarifSchema is the schema of the standard with errata 01.
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sourceRoot is what SARIF calls the root of the repository; relative URIs are resolved against it.
	sourceRoot = "%SRCROOT%"
)

// Limits of GitHub code scanning; it refuses a file that exceeds maxResults or, compressed, maxZipped bytes, and cuts what exceeds the
// others.
const (
	maxResults   = 25000
	shownResults = 5000
	maxZipped    = 10 << 20
	maxLocations = 100
	maxTags      = 10
	maxText      = 1024
)

// sarifWriter turns a report into one SARIF run.
type sarifWriter struct {
	*located
	rules       map[string]finding.Rule
	obligations map[string]finding.Obligation
	index       map[string]int
	hashes      map[string][]string
	remedies    map[string]finding.Remedy
	waivers     []*finding.Waiver // of the results, where Waived is set
}

func writeSARIF(w io.Writer, r *finding.Report, o Options) error {
	s := &sarifWriter{
		located: locate(r, o), rules: rulesByID(r), obligations: obligationsBySlug(r),
		index: map[string]int{}, hashes: map[string][]string{}, remedies: remedies(r),
	}
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return err
	}
	log.Schema = sarifSchema
	text, err := json.Marshal(s.withTaxonomies(log, s.run()))
	if err != nil {
		return err
	}
	text = visible.JSON(append(indent(text, 0, allLevels), '\n'))
	if n := zipped(text); n > maxZipped {
		s.warn(fmt.Sprintf("the SARIF file has %d MB when compressed: code scanning takes no more than %d; upload one file for each root module",
			n>>20, maxZipped>>20))
	}
	_, err = w.Write(text)
	return err
}

// zipped is the size of a text as it is uploaded; for one that is no matter how it is compressed small enough, its own.
func zipped(text []byte) int {
	if len(text) <= maxZipped {
		return len(text)
	}
	var n counter
	z := gzip.NewWriter(&n)
	_, _ = z.Write(text) // a counter takes everything
	_ = z.Close()
	return int(n)
}

// counter counts what is written to it.
type counter int

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return len(p), nil
}

func (s *sarifWriter) run() *sarif.Run {
	run := sarif.NewRunWithInformationURI(toolName, homepage)
	driver := run.Tool.Driver.WithSemanticVersion(semanticVersion(s.report.Version))
	s.describeRules(driver)
	run.WithColumnKind("utf16CodeUnits")
	run.WithOriginalUriBaseIds(map[string]*sarif.ArtifactLocation{
		sourceRoot: sarif.NewArtifactLocation().WithDescriptionText("The root of the repository."),
	})
	id := toolName + "/"
	if category := strings.Trim(s.Category, "/"); category != "" {
		id += category + "/"
	}
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID(id))
	groups := s.groups()
	left := max(0, len(groups)-maxResults)
	limit := ""
	switch {
	case left > 0:
		limit = fmt.Sprintf("%d results: code scanning takes no more than %d, the %d least severe are left out", len(groups), maxResults, left)
	case len(groups) > shownResults:
		limit = fmt.Sprintf("%d results: code scanning shows no more than the %d most severe", len(groups), shownResults)
	}
	for _, g := range groups[:len(groups)-left] {
		run.Results = append(run.Results, s.result(g))
		s.waivers = append(s.waivers, g.Waiver)
	}
	for _, result := range s.absentResults() {
		run.Results = append(run.Results, result)
		s.waivers = append(s.waivers, nil)
	}
	invocation := s.invocation()
	if limit != "" {
		s.warn(limit)
		invocation.AddTToolExecutionNotification(notification("warning", stop(limit)))
	}
	run.WithInvocations([]*sarif.Invocation{invocation})
	properties := sarif.Properties{}
	if inputs := s.inputs(); len(inputs) > 0 {
		properties["inputs"] = inputs
	}
	if profiles := ProfileCounts(s.report); len(profiles) > 0 {
		properties["profiles"] = profiles
	}
	if len(properties) > 0 {
		run.AttachPropertyBag(&sarif.PropertyBag{Properties: properties})
	}
	return run
}

// inputs tells which roots were judged by a plan or a state.
func (s *sarifWriter) inputs() []any {
	var inputs []any
	for _, root := range s.report.Roots {
		if root.Input != "" {
			inputs = append(inputs, map[string]any{"root": root.Dir, "kind": root.Input, "file": cmp.Or(root.Plan, root.Dir)})
		}
	}
	return inputs
}

// semanticVersion gives a version without its leading v; a build that has no version of the form major.minor.patch is 0.0.0-dev.
func semanticVersion(version string) string {
	version = strings.TrimPrefix(version, "v")
	core, _, _ := strings.Cut(version, "+")
	core, _, _ = strings.Cut(core, "-")
	numbers := strings.Split(core, ".")
	other := func(c rune) bool { return c < '0' || c > '9' }
	if len(numbers) != 3 || slices.ContainsFunc(numbers, func(n string) bool { return n == "" || strings.IndexFunc(n, other) >= 0 }) {
		return "0.0.0-dev"
	}
	return version
}

// invocation tells what went wrong in the run. It is not successful where part of the configuration went unread.
func (s *sarifWriter) invocation() *sarif.Invocation {
	invocation := sarif.NewInvocation().WithExecutionSuccess(!Incomplete(s.report))
	for _, p := range s.report.Problems {
		level := "warning"
		if p.Incomplete {
			level = "error"
		}
		n := notification(level, whole(p))
		if location := s.location(p.Place); location != nil {
			n.AddLocation(location)
		}
		invocation.AddTToolExecutionNotification(n)
	}
	for _, note := range s.report.Notes {
		invocation.AddTToolExecutionNotification(notification("note", stop(note)))
	}
	for _, u := range s.report.Unjudged {
		n := notification("note", fmt.Sprintf("baalint does not read the settings of %s: %s, the first of them here.",
			u.Type, finding.Counted(u.Resources, "resource")))
		if location := s.location(u.Place); location != nil {
			n.AddLocation(location)
		}
		invocation.AddTToolExecutionNotification(n)
	}
	if NothingJudged(s.report) {
		invocation.AddTToolExecutionNotification(notification("warning", "Nothing to judge: no obligation is shown to be met."))
	}
	return invocation
}

func notification(level, message string) *sarif.Notification {
	return sarif.NewNotification().WithLevel(level).WithTextMessage(plain(visible.Line(strings.Join(strings.Fields(message), " "))))
}

// stop ends a text with a full stop.
func stop(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

// whole is all that is said of a problem, on one line.
func whole(p finding.Problem) string {
	return strings.Join(strings.Fields(stop(p.Summary)+" "+stop(p.Detail)), " ")
}

// plain keeps a text from being read as a SARIF link, "[text](target)": names in the configuration may spell one.
func plain(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

// location gives the SARIF location of a place, nil for no place.
func (s *sarifWriter) location(p finding.Place) *sarif.Location {
	if p.File == "" {
		return nil
	}
	artifact := sarif.NewSimpleArtifactLocation(s.uri(p.File)).WithUriBaseId(sourceRoot)
	return sarif.NewLocationWithPhysicalLocation(
		sarif.NewPhysicalLocation().WithArtifactLocation(artifact).WithRegion(s.region(p)))
}

// region converts columns from HCL's grapheme clusters to UTF-16 code units. Without the source, columns stay as they are.
func (s *sarifWriter) region(p finding.Place) *sarif.Region {
	region := sarif.NewRegion().WithStartLine(max(1, p.Line))
	if p.Line < 1 || p.Column < 1 {
		return region
	}
	start := s.utf16Column(p.File, p.Line, p.Column)
	region.WithStartColumn(start)
	if p.EndLine < p.Line || p.EndColumn < 1 {
		return region
	}
	end := s.utf16Column(p.File, p.EndLine, p.EndColumn)
	if p.EndLine == p.Line {
		end = max(end, start)
	}
	return region.WithEndLine(p.EndLine).WithEndColumn(end)
}
