package check

import (
	"encoding/json"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// What rules see of every estate keeps to the published schema.
func TestInputSchema(t *testing.T) {
	text, err := InputSchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("input.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("input.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range estates(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			input := ruleInput(t, options(t, dir))
			if err := schema.Validate(input); err != nil {
				t.Error(err)
			}
		})
	}
	input := ruleInput(t, options(t, "testdata/estates/clinic"))
	input["store"].([]any)[0].(map[string]any)["publik"] = true
	if err := schema.Validate(input); err == nil {
		t.Error("the schema takes a field that there is not")
	}
}

// ruleInput is the input as a reader of JSON has it.
func ruleInput(t *testing.T, opts Options) map[string]any {
	t.Helper()
	seen, _, err := RuleInput(opts)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(seen)
	if err != nil {
		t.Fatal(err)
	}
	input, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return input.(map[string]any)
}
