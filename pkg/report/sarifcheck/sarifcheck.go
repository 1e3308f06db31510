// Package sarifcheck holds SARIF files against the standard's JSON schema and against what GitHub code scanning takes; for tests.
package sarifcheck

import (
	"bytes"
	_ "embed"
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/owenrumney/go-sarif/v2/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaJSON is the SARIF 2.1.0 schema as it ships with Microsoft's SARIF Multitool 5.7.0 (MIT licence).
//
//go:embed sarif-schema-2.1.0.json
var schemaJSON []byte

var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		return nil, fmt.Errorf("read SARIF schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif-schema-2.1.0.json", schema); err != nil {
		return nil, fmt.Errorf("add SARIF schema: %w", err)
	}
	return c.Compile("sarif-schema-2.1.0.json")
})

// Validate fails the test for every fault in a SARIF file: against the schema, or against the limits of code scanning.
func Validate(t testing.TB, data []byte) {
	t.Helper()
	for _, fault := range Faults(data) {
		t.Errorf("SARIF: %s", fault)
	}
}

// Faults lists what is wrong with a SARIF file.
func Faults(data []byte) []string {
	schema, err := compiled()
	if err != nil {
		return []string{err.Error()}
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return []string{err.Error()}
	}
	var c checker
	if err := schema.Validate(document); err != nil {
		c.fault("%v", err)
	}
	log, err := sarif.FromBytes(data)
	if err != nil {
		return append(c.faults, err.Error())
	}
	c.that(log.Version == "2.1.0", "version is %q", log.Version)
	c.that(len(log.Runs) == 1, "%d runs, not one", len(log.Runs))
	for _, run := range log.Runs {
		c.run(run)
	}
	return c.faults
}

type checker struct{ faults []string }

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) that(holds bool, format string, args ...any) {
	if !holds {
		c.fault(format, args...)
	}
}

func (c *checker) run(run *sarif.Run) {
	if run.Tool.Driver == nil {
		c.fault("run without driver")
		return
	}
	driver := run.Tool.Driver
	c.that(driver.Name != "", "driver without name")
	c.that(text(driver.SemanticVersion) != "", "driver without semanticVersion")
	c.that(run.Results != nil, "results is null, not []")
	c.that(len(run.Results) <= 25000, "%d results", len(run.Results))
	c.that(len(driver.Rules) <= 25000, "%d rules", len(driver.Rules))
	if run.AutomationDetails != nil {
		c.that(strings.HasSuffix(text(run.AutomationDetails.ID), "/"), "automationDetails.id %q without a / at its end", text(run.AutomationDetails.ID))
	}
	seen := map[string]bool{}
	for _, rule := range driver.Rules {
		c.that(!seen[rule.ID], "rule %s listed twice", rule.ID)
		seen[rule.ID] = true
		c.rule(rule)
	}
	lines := map[string]bool{}
	for i, result := range run.Results {
		c.result(i, result, driver.Rules)
		absent := result.BaselineState != nil && *result.BaselineState == "absent"
		if len(result.Locations) > 0 && len(result.Suppressions) == 0 && !absent { // a file with the others is none for code scanning
			key := text(result.RuleID) + " at " + place(result.Locations[0])
			c.that(!lines[key], "two results for %s", key)
			lines[key] = true
		}
	}
	for _, invocation := range run.Invocations {
		for _, n := range invocation.ToolExecutionNotifications {
			c.that(n.Message != nil && text(n.Message.Text) != "", "notification without text")
			for _, l := range n.Locations {
				c.location("notification", l)
			}
		}
	}
}

func (c *checker) rule(rule *sarif.ReportingDescriptor) {
	c.that(rule.ID != "", "rule without id")
	c.that(utf8.RuneCountInString(text(rule.Name)) <= 255, "rule %s: name longer than 255", rule.ID)
	for name, m := range map[string]*sarif.MultiformatMessageString{
		"shortDescription": rule.ShortDescription, "fullDescription": rule.FullDescription,
	} {
		if m == nil || text(m.Text) == "" {
			c.fault("rule %s: no %s", rule.ID, name)
			continue
		}
		c.that(utf8.RuneCountInString(*m.Text) <= 1024, "rule %s: %s longer than 1024", rule.ID, name)
	}
	c.that(rule.Help != nil && text(rule.Help.Text) != "", "rule %s: no help.text", rule.ID)
	if tags, ok := rule.Properties["tags"].([]any); ok {
		c.that(len(tags) <= 10, "rule %s: %d tags", rule.ID, len(tags))
	}
	if severity, ok := rule.Properties["security-severity"]; ok {
		s, isText := severity.(string)
		n, err := strconv.ParseFloat(s, 64)
		c.that(isText && err == nil && n > 0 && n <= 10, "rule %s: security-severity %v", rule.ID, severity)
	}
}

func (c *checker) result(i int, result *sarif.Result, rules []*sarif.ReportingDescriptor) {
	name := fmt.Sprintf("result %d (%s)", i, text(result.RuleID))
	c.that(text(result.Message.Text) != "", "%s: no message", name)
	switch {
	case result.RuleIndex == nil || int(*result.RuleIndex) >= len(rules):
		c.fault("%s: ruleIndex outside of rules", name)
	case rules[*result.RuleIndex].ID != text(result.RuleID):
		c.fault("%s: ruleIndex names %s", name, rules[*result.RuleIndex].ID)
	}
	c.that(len(result.Locations) == 1, "%s: %d locations", name, len(result.Locations))
	c.that(len(result.RelatedLocations) <= 100, "%s: %d related locations", name, len(result.RelatedLocations))
	for _, l := range append(result.Locations, result.RelatedLocations...) {
		c.location(name, l)
	}
	for _, l := range result.Locations {
		c.that(len(l.LogicalLocations) > 0 && text(l.LogicalLocations[0].FullyQualifiedName) != "", "%s: no fullyQualifiedName", name)
	}
}

// location checks that a place is a path inside the repository, with a region that starts.
func (c *checker) location(name string, l *sarif.Location) {
	if l.PhysicalLocation == nil || l.PhysicalLocation.ArtifactLocation == nil {
		c.fault("%s: no artifactLocation", name)
		return
	}
	uri := text(l.PhysicalLocation.ArtifactLocation.URI)
	c.uri(name, uri)
	region := l.PhysicalLocation.Region
	if region == nil || region.StartLine == nil || *region.StartLine < 1 {
		c.fault("%s: no startLine", name)
		return
	}
	if region.EndLine != nil && region.EndColumn != nil && region.StartColumn != nil {
		ordered := *region.EndLine > *region.StartLine || *region.EndLine == *region.StartLine && *region.EndColumn >= *region.StartColumn
		c.that(ordered, "%s: region ends before it starts", name)
	}
}

func (c *checker) uri(name, uri string) {
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		c.fault("%s: %v", name, err)
	case uri == "", u.IsAbs(), u.Host != "", path.IsAbs(u.Path), strings.Contains(uri, `\`), u.RawQuery != "", u.Fragment != "":
		c.fault("%s: %q is no relative path", name, uri)
	case u.Path != path.Clean(u.Path) || strings.HasPrefix(u.Path, "../"):
		c.fault("%s: %q leaves the repository or is not clean", name, uri)
	}
}

func place(l *sarif.Location) string {
	if l.PhysicalLocation == nil || l.PhysicalLocation.ArtifactLocation == nil || l.PhysicalLocation.Region == nil || l.PhysicalLocation.Region.StartLine == nil {
		return "nowhere"
	}
	return fmt.Sprintf("%s:%d", text(l.PhysicalLocation.ArtifactLocation.URI), *l.PhysicalLocation.Region.StartLine)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
