package agreement

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../docs/baa.schema.json"

// The published schema and the reader agree: on the keys, on the defaults, and on what they accept.
func TestSchemaKeys(t *testing.T) {
	var schema node
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readerPaths("", document), schemaPaths("", schema)); diff != "" {
		t.Errorf("keys of the reader (-) and of the schema (+):\n%s", diff)
	}
	want := Defaults().Input()
	got := map[string]any{
		"regions": schema.at("places.permitted").Default, "accounts": []any{}, "rpo_hours": schema.at("recovery.rpo_hours").Default,
		"retention_min_days": schema.at("retention.minimum_days").Default, "retention_max_days": schema.at("retention.maximum_days").Default,
		"min_tls": schema.at("transit.minimum_tls").Default, "key_rotation_days": schema.at("keys.rotation_days").Default,
		"key_deletion_days": schema.at("keys.deletion_window_days").Default,
	}
	if diff := cmp.Diff(asJSON(t, want), asJSON(t, got)); diff != "" {
		t.Errorf("defaults of the reader (-) and of the schema (+):\n%s", diff)
	}
}

func TestSchemaAccepts(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	values := []string{
		`US`, `"US"`, `us-east-1`, `[]`, `[US]`, `[DE, eastus2, "East US 2"]`, `[US, US]`, `[us]`, `[""]`, `[U]`, `["a b"]`, `[1]`, `[true]`,
		`["x!"]`, `[[US]]`, `{}`, `{a: 1}`, `0`, `1`, `-1`, `0.5`, `1.5`, `24`, `30.0`, `"30"`, `365`, `366`, `3650`, `3651`, `8784`, `8785`,
		`36500`, `36501`, `1.1`, `1.2`, `1.3`, `"1.2"`, `"1.3"`, `"TLS 1.2"`, `true`, `null`, `[123456789012]`, `["012345678901"]`,
		`[clinic-prod]`, `["3f2504e0-4f89-11d3-9a0c-0305e82c3301"]`, `["a/b"]`, `[-5]`, `[null]`,
	}
	for _, path := range readerPaths("", document) {
		section, term, isTerm := strings.Cut(path, ".")
		for _, value := range values {
			text := section + ": " + value
			if isTerm {
				text = section + ":\n  " + term + ": " + value
			}
			if path == "retention.maximum_days" {
				text += "\n  minimum_days: 1" // JSON Schema cannot hold one term against another
			}
			compare(t, schema, text)
		}
	}
	for _, text := range []string{"{}", "1", "[]", "other: 1", "keys: {other: 1}"} {
		compare(t, schema, text)
	}
}

func compare(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(text, err)
	}
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(asJSON(t, value)))
	if err != nil {
		t.Fatal(err)
	}
	refused := schema.Validate(instance)
	_, problems := Read("baa.yaml", []byte(text))
	if (refused == nil) != (len(problems) == 0) {
		t.Errorf("%s\nschema: %v\nreader: %v", text, refused, problems)
	}
}

type node struct {
	Properties map[string]node
	Default    any
}

func (n node) at(path string) node {
	for _, name := range strings.Split(path, ".") {
		n = n.Properties[name]
	}
	return n
}

func schemaPaths(path string, n node) []string {
	var out []string
	for name, child := range n.Properties {
		out = append(append(out, join(path, name)), schemaPaths(join(path, name), child)...)
	}
	slices.Sort(out)
	return out
}

func readerPaths(path string, keys []key) []string {
	var out []string
	for _, k := range keys {
		out = append(append(out, join(path, k.name)), readerPaths(join(path, k.name), k.keys)...)
	}
	slices.Sort(out)
	return out
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
