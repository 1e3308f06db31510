package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
)

// xmlElement is what the JUnit schemas that CI servers publish agree on for one element.
type xmlElement struct {
	required, optional, children []string
}

var junitSchema = map[string]xmlElement{
	"testsuites": {optional: []string{"name", "tests", "failures", "errors"}, children: []string{"testsuite"}},
	"testsuite": {
		required: []string{"name", "tests", "failures", "errors"}, optional: []string{"skipped"}, children: []string{"testcase"},
	},
	"testcase": {required: []string{"name", "classname"}, children: []string{"failure", "error", "skipped"}},
	"failure":  {optional: []string{"type", "message"}},
	"error":    {optional: []string{"type", "message"}},
	"skipped":  {optional: []string{"type", "message"}},
}

// validateJUnit holds a report against the schema, and its counts against what they count.
func validateJUnit(t testing.TB, data []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(data))
	type open struct {
		xml.StartElement
		counted map[string]int
	}
	stack := []open{{xml.StartElement{}, map[string]int{}}}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, data)
		}
		switch token := token.(type) {
		case xml.StartElement:
			parent := stack[len(stack)-1].Name.Local
			checkElement(t, token, parent)
			for _, outer := range stack {
				outer.counted[token.Name.Local]++
			}
			stack = append(stack, open{token.Copy(), map[string]int{}})
		case xml.EndElement:
			closed := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, a := range closed.Attr {
				of := map[string]string{"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}[a.Name.Local]
				if of != "" && a.Value != strconv.Itoa(closed.counted[of]) {
					t.Errorf("%s says %s=%s, holds %d", closed.Name.Local, a.Name.Local, a.Value, closed.counted[of])
				}
			}
		}
	}
}

func checkElement(t testing.TB, e xml.StartElement, parent string) {
	t.Helper()
	if parent == "" && e.Name.Local != "testsuites" || parent != "" && !slices.Contains(junitSchema[parent].children, e.Name.Local) {
		t.Errorf("%s in %s", e.Name.Local, parent)
	}
	known := junitSchema[e.Name.Local]
	for _, name := range known.required {
		if !slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name }) {
			t.Errorf("%s without %s", e.Name.Local, name)
		}
	}
	for _, a := range e.Attr {
		if !slices.Contains(known.required, a.Name.Local) && !slices.Contains(known.optional, a.Name.Local) {
			t.Errorf("%s has an attribute %s", e.Name.Local, a.Name.Local)
		}
	}
}

// A name that XML, HTML or a terminal would take for its own comes back as the text that it is.
func TestJUnitNames(t *testing.T) {
	r := example(t)
	r.Findings = r.Findings[:1]
	f := &r.Findings[0]
	f.Verdict = finding.Fail
	f.Address = `aws_s3_bucket.b["]]></failure><script>&amp;'` + "\x00\xff\uffff" + `"]`
	f.Message = "is <public>"
	got := write(t, "junit", r, report.Options{})
	var suites struct {
		Case struct {
			Name    string `xml:"name,attr"`
			Failure struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(got, &suites); err != nil {
		t.Fatal(err)
	}
	want := `aws_s3_bucket.b["]]></failure><script>&amp;'` + "␀\ufffd\ufffd" + `"]`
	if suites.Case.Name != want {
		t.Errorf("name %q, want %q", suites.Case.Name, want)
	}
	if suites.Case.Failure.Message != want+" is <public>" || !strings.Contains(suites.Case.Failure.Text, want) {
		t.Errorf("failure %+v does not say %q", suites.Case.Failure, want)
	}
}
