package agreement

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/baalint/baalint/pkg/yamlfile"
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
	paths := schemaPaths("", schema)
	slices.Sort(paths)
	if diff := cmp.Diff(yamlfile.Paths(document(nil)), paths); diff != "" {
		t.Errorf("keys of the reader (-) and of the schema (+):\n%s", diff)
	}
	got := Defaults().Input()
	want := map[string]any{
		"regions": schema.at("places.permitted").Default, "rpo_hours": schema.at("recovery.rpo_hours").Default,
		"rto_hours": schema.at("recovery.rto_hours").Default, "immutable": schema.at("retention.immutable").Default,
		"logs_days": schema.at("retention.logs_days").Default, "retention_min_days": schema.at("retention.minimum_days").Default, "retention_max_days": schema.at("retention.maximum_days").Default,
		"min_tls": schema.at("transit.minimum_tls").Default, "key_rotation_days": schema.at("keys.rotation_days").Default,
		"key_deletion_days": schema.at("keys.deletion_window_days").Default, "hsm": schema.at("keys.hsm").Default,
		"customer_managed": schema.at("keys.customer_managed").Default,
		"stated":           []any{}, "accounts": []any{}, "account_clouds": []any{}, "classes": []any{}, "services": map[string]any{}, "service_changes": map[string]any{}, "vendor_regions": map[string]any{},
	}
	if diff := cmp.Diff(asJSON(t, want), asJSON(t, got)); diff != "" {
		t.Errorf("defaults of the schema (-) and of the reader (+):\n%s", diff)
	}
}

// values are put behind every key. Where the schema takes one, the reader must, and the other way round.
var values = []string{
	`US`, `"US"`, `us-east-1`, `[]`, `[US]`, `[DE, eastus2, "East US 2"]`, `[US, US]`, `[us]`, `[""]`, `[U]`, `["a b"]`, `[1]`, `[true]`,
	`["x!"]`, `[[US]]`, `{}`, `{a: 1}`, `0`, `1`, `-1`, `0.5`, `1.5`, `24`, `30.0`, `"30"`, `100`, `100.5`, `365`, `366`, `3650`, `3651`, `8784`,
	`8785`, `36500`, `36501`, `1.1`, `1.2`, `1.3`, `"1.2"`, `"1.3"`, `"TLS 1.2"`, `true`, `"true"`, `null`, `[123456789012]`, `["012345678901"]`,
	`[clinic-prod]`, `["3f2504e0-4f89-11d3-9a0c-0305e82c3301"]`, `["a/b"]`, `[-5]`, `[null]`, `none`, `never`, `both`, `"return and destroy"`,
	`2026-02-28`, `"2024-02-29"`, `2026-02-30`, `2026-2-3`, `1995-12-31`, `2200-01-01`, `20260228`, `" padded"`, `""`, `[Amazon S3, "Amazon EC2"]`,
	`"` + strings.Repeat("x", 200) + `"`, `"` + strings.Repeat("x", 201) + `"`,
}

// beside is what an element of a list must have beside the key that is tried.
var beside = map[string]string{
	"vendors[]": "name: V", "vendors[].subcontractors[]": "name: S", "vendors[].responsibilities[]": "control: C",
	"vendors[].service_changes[]": "service: S, covered: true, reason: R, date: 2026-01-01",
	"data_classes[]":              "name: C, tag: {key: k, value: v}", "data_classes[].tag": "key: k, value: v",
	"retention": "minimum_days: 1",
}

func TestSchemaAccepts(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	accepted := map[string]bool{}
	for _, path := range yamlfile.Paths(document(nil)) {
		for _, value := range values {
			text := written("", strings.Split(path, "."), value)
			if strings.HasPrefix(path, "data_classes") { // JSON Schema cannot hold one term against another
				text += "\nrecovery: {rpo_hours: 8784}\nretention: {minimum_days: 1}"
			}
			accepted[path] = compare(t, schema, text) || accepted[path]
		}
		if !accepted[path] && !slices.ContainsFunc(yamlfile.Paths(document(nil)), func(p string) bool { return strings.HasPrefix(p, path) && p != path }) {
			t.Errorf("no value tried for %s is accepted", path)
		}
	}
	for _, text := range []string{
		"{}", "1", "[]", "other: 1", "keys: {other: 1}", "vendors: [{name: A}]", "vendors: [{signed: none}]", "vendors: [A]",
		"vendors: [{name: A, subcontractors: [{accounts: [a]}]}]", "vendors: [{name: A, subcontractors: [{name: B}]}]",
		"data_classes: [{name: A}]", "data_classes: [{name: A, tag: {key: a}}]", "vendors: [{name: A, responsibilities: [{party: both}]}]",
	} {
		compare(t, schema, text)
	}
}

// written is a file with a value at a path, in flow style.
func written(at string, path []string, value string) string {
	name, isList := strings.CutSuffix(path[0], "[]")
	at = strings.TrimPrefix(at+"."+path[0], ".")
	if len(path) == 1 {
		return fmt.Sprintf("%s: %s", name, value)
	}
	inner := written(at, path[1:], value)
	key, _, _ := strings.Cut(inner, ":")
	for _, pair := range strings.SplitAfter(beside[at], ", ") {
		pair = strings.TrimSuffix(pair, ", ")
		if pair != "" && !strings.HasPrefix(pair, key+":") && (key != "tag" || pair != "value: v}") {
			inner += ", " + pair
		}
	}
	if isList {
		return fmt.Sprintf("%s: [{%s}]", name, inner)
	}
	return fmt.Sprintf("%s: {%s}", name, inner)
}

// compare reports whether both accept the text.
func compare(t *testing.T, schema *jsonschema.Schema, text string) bool {
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
	_, problems := Read("baa.yaml", []byte(text), names)
	if (refused == nil) != (len(problems) == 0) {
		t.Errorf("%s\nschema: %v\nreader: %v", text, refused, problems)
	}
	return len(problems) == 0
}

type node struct {
	Properties map[string]node
	Items      *node
	AnyOf      []node
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
		at := strings.TrimPrefix(path+"."+name, ".")
		out = append(append(out, at), schemaPaths(at, child)...)
	}
	if n.Items != nil {
		out = append(out, schemaPaths(path+"[]", *n.Items)...)
	}
	for _, one := range n.AnyOf {
		out = append(out, schemaPaths(path, one)...)
	}
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
