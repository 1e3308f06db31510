// Package oscalcheck holds OSCAL assessment results against NIST's JSON schema, and what they refer to against what they hold; for tests.
package oscalcheck

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaJSON is oscal_assessment-results_schema.json of the release v1.1.3 of usnistgov/OSCAL, a work of the United States government in
// the public domain. Uncompressed its SHA-256 is d9e34757f0c12aff61f52b821f0b8f83ba0ba75b3a149a202b08ba82f82bc4c3.
//
//go:embed oscal_assessment-results_schema.json.gz
var schemaJSON []byte

// id is the $id of the schema, by which it refers to itself.
const id = "http://csrc.nist.gov/ns/oscal/1.1.3/oscal-ar-schema.json"

var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	text, err := gzip.NewReader(bytes.NewReader(schemaJSON))
	if err != nil {
		return nil, fmt.Errorf("read OSCAL schema: %w", err)
	}
	schema, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		return nil, fmt.Errorf("read OSCAL schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(id, schema); err != nil {
		return nil, fmt.Errorf("add OSCAL schema: %w", err)
	}
	return c.Compile(id)
})

// Validate fails the test for every fault in OSCAL assessment results.
func Validate(t testing.TB, data []byte) {
	t.Helper()
	for _, fault := range Faults(data) {
		t.Errorf("OSCAL: %s", fault)
	}
}

// Faults lists what is wrong: against the schema, a UUID that two things have, and a reference to a UUID that nothing has.
func Faults(data []byte) []string {
	schema, err := compiled()
	if err != nil {
		return []string{err.Error()}
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return []string{err.Error()}
	}
	var faults []string
	if err := schema.Validate(document); err != nil {
		faults = append(faults, err.Error())
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return append(faults, err.Error())
	}
	found := &names{have: map[string]int{}}
	found.walk("", plain)
	for name, times := range found.have {
		if times > 1 {
			faults = append(faults, fmt.Sprintf("%d things have the UUID %s", times, name))
		}
	}
	for _, name := range found.referred {
		if found.have[name] == 0 {
			faults = append(faults, "nothing has the UUID "+name)
		}
	}
	return faults
}

// names are the UUIDs of a document.
type names struct {
	have     map[string]int
	referred []string
}

func (n *names) walk(key string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, value := range value {
			n.walk(key, value)
		}
	case []any:
		for _, value := range value {
			n.walk(key, value)
		}
	case string:
		switch {
		case key == "uuid":
			n.have[value]++
		case strings.HasSuffix(key, "-uuid"):
			n.referred = append(n.referred, value)
		case key == "href" && strings.HasPrefix(value, "#"):
			n.referred = append(n.referred, value[1:])
		}
	}
}
