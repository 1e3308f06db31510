package check

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/finding"
)

// Every demand has an answer, every answer exists, and every rule answers something.
func TestTraceability(t *testing.T) {
	articles, err := readTraceability()
	if err != nil {
		t.Fatal(err)
	}
	book, err := Rules(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	schema := agreementSchema(t)
	traced := map[string]bool{}
	for _, article := range articles {
		for _, part := range article.Parts {
			for _, row := range part.Rows {
				if row.Demand == "" || len(row.Rules)+len(row.Terms) == 0 && row.Outside == "" {
					t.Errorf("nothing answers %q", row.Demand)
				}
				for _, name := range row.Rules {
					traced[name] = true
					if !slices.ContainsFunc(book.Rules, func(r finding.Rule) bool { return r.Name == name && r.Profile == "" }) {
						t.Errorf("%q: there is no rule %s", row.Demand, name)
					}
				}
				for _, term := range row.Terms {
					if !hasTerm(schema, schema, strings.Split(strings.ReplaceAll(term, "[]", ".[]"), ".")) {
						t.Errorf("%q: baa.yaml has no term %s", row.Demand, term)
					}
				}
			}
		}
	}
	for _, r := range book.Rules {
		if !traced[r.Name] && r.Profile == "" { // a profile has a source of its own
			t.Errorf("%s answers no demand", r.ID)
		}
	}
}

func agreementSchema(t *testing.T) map[string]any {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(house, "docs/baa.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

// hasTerm walks a JSON Schema along a path of properties, "[]" for the items of a list, alternatives and references included.
func hasTerm(root, schema map[string]any, path []string) bool {
	if len(path) == 0 {
		return true
	}
	if ref, ok := schema["$ref"].(string); ok {
		target := root
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			target, _ = target[part].(map[string]any)
		}
		if hasTerm(root, target, path) {
			return true
		}
	}
	for _, key := range []string{"anyOf", "oneOf", "allOf"} {
		alternatives, _ := schema[key].([]any)
		for _, alternative := range alternatives {
			if below, ok := alternative.(map[string]any); ok && hasTerm(root, below, path) {
				return true
			}
		}
	}
	next, _ := schema["items"].(map[string]any)
	if path[0] != "[]" {
		properties, _ := schema["properties"].(map[string]any)
		next, _ = properties[path[0]].(map[string]any)
	}
	return next != nil && hasTerm(root, next, path[1:])
}
