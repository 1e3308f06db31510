package evaluate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/resource"
)

// answerFile is the file of an archive that holds Terraform's answer.
const answerFile = "plan.json"

// What stands in an answer for a value that a plan does not know, and for one that it does not show.
const (
	unknownText   = "(unknown)"
	sensitiveText = "(sensitive)"
)

// answer is what comes of a configuration.
type answer struct {
	// Errors are the places of mistakes, "main.tf:3". A configuration that has any has no plan.
	Errors []string `json:"errors,omitempty"`
	// Resources are the arguments of every terraform_data by address.
	Resources map[string]map[string]any `json:"resources,omitempty"`
}

// arguments are those of terraform_data.
var arguments = []string{"input", "triggers_replace"}

// TestConfigurations compares with what terraform itself plans for whole configurations made of terraform_data, the one
// resource type that needs no provider.
func TestConfigurations(t *testing.T) {
	archives, err := filepath.Glob(filepath.Join(conformanceDir, "configurations", "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	opts := evaluate.Options{Schemas: builtinSchemas(t)}
	differs := deliberate(t)
	for _, archive := range archives {
		name := strings.TrimSuffix(filepath.Base(archive), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			if asked(t) {
				checkGolden(t, archive, a, answerFile, indented(t, planned(t, a)))
			}
			stored := a.Files[len(a.Files)-1].Data
			var want answer
			if err := json.Unmarshal(stored, &want); err != nil {
				t.Fatal(err)
			}
			diff := cmp.Diff(string(stored), indented(t, evaluated(t, a, opts).like(want)))
			switch {
			case diff != "" && !differs[name]:
				t.Errorf("-terraform +baalint:\n%s", diff)
			case diff == "" && differs[name]:
				t.Error("listed as a difference, but there is none")
			}
		})
	}
}

// like keeps of the mistakes those that Terraform tells of too: it stops at the first ones. "?" stands for any.
func (a answer) like(want answer) answer {
	if len(want.Errors) == 0 || len(a.Errors) == 0 {
		return a
	}
	var told []string
	for _, place := range want.Errors {
		if place == "?" || slices.Contains(a.Errors, place) {
			told = append(told, place)
		}
	}
	return answer{Errors: told}
}

func indented(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// evaluated is baalint's own answer.
func evaluated(t *testing.T, a *txtar.Archive, opts evaluate.Options) answer {
	t.Helper()
	tree := extract(t, a, &opts)
	result := evaluate.Resources(tree, opts)
	found := errorPlaces(result.Diagnostics, nil)
	for _, m := range tree.Modules() {
		found = errorPlaces(m.Diagnostics, found)
	}
	for _, root := range tree.Roots {
		found = errorPlaces(root.Diagnostics, found)
	}
	if len(found) > 0 {
		return answer{Errors: slices.Sorted(maps.Keys(found))}
	}
	if len(result.Unread) > 0 {
		t.Errorf("unread: %v", result.Unread)
	}
	got := answer{Resources: map[string]map[string]any{}}
	for _, r := range result.Resources {
		if r.Mode != resource.Managed {
			continue
		}
		got.Resources[r.Address] = map[string]any{}
		for _, name := range arguments {
			v, _ := r.Value(name)
			if v := shown(t, v); v != nil {
				got.Resources[r.Address][name] = v
			}
		}
	}
	return got
}

func errorPlaces(diags hcl.Diagnostics, found map[string]bool) map[string]bool {
	if found == nil {
		found = map[string]bool{}
	}
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		found[errorPlace(d.Subject)] = true
	}
	return found
}

func errorPlace(r *hcl.Range) string {
	if r == nil {
		return "?"
	}
	return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line)
}

// shown gives a value as a plan would show it.
func shown(t *testing.T, v cty.Value) any {
	t.Helper()
	if v.HasMark(resource.Sensitive{}) {
		v, _ = v.UnmarkDeep()
		return map[string]any{sensitiveText: shown(t, v)}
	}
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown():
		return unknownText
	case v.IsNull():
		return nil
	case v.Type().IsObjectType() || v.Type().IsMapType():
		fields := map[string]any{}
		for name, element := range v.AsValueMap() {
			fields[name] = shown(t, element)
		}
		return fields
	case v.CanIterateElements():
		elements := []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			elements = append(elements, shown(t, element))
		}
		return elements
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return json.RawMessage(text)
}

// planned is Terraform's answer.
func planned(t *testing.T, a *txtar.Archive) answer {
	t.Helper()
	tf := terraform{dir: unpack(t, a)}
	options := []string{"plan", "-input=false", "-json", "-out=plan.bin"}
	for line := range strings.Lines(string(a.Comment)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "env":
			tf.env = append(tf.env, rest)
		case "var":
			options = append(options, "-var", rest)
		}
	}
	if files := string(txtar.Format(a)); strings.Contains(files, "module") || strings.Contains(files, "backend") {
		if out, err := tf.run(t.Context(), "", "init", "-input=false", "-json"); err != nil {
			return answer{Errors: mistakes(t, out, err)}
		}
	}
	if out, err := tf.run(t.Context(), "", options...); err != nil {
		return answer{Errors: mistakes(t, out, err)}
	}
	out, err := tf.run(t.Context(), "", "show", "-json", "plan.bin")
	if err != nil {
		t.Fatal(err)
	}
	return readPlan(t, out)
}

// mistakes reads the places of errors from the lines that terraform -json prints.
func mistakes(t *testing.T, out []byte, err error) []string {
	t.Helper()
	var refused *failure
	if errors.As(err, &refused) {
		out = refused.stdout
	} else if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for line := range bytes.Lines(out) {
		var message struct {
			Diagnostic *struct {
				Severity, Summary, Detail string
				Range                     *struct {
					Filename string
					Start    hcl.Pos
				}
			}
		}
		if json.Unmarshal(line, &message) != nil || message.Diagnostic == nil || message.Diagnostic.Severity != "error" {
			continue
		}
		t.Logf("terraform: %s: %s", message.Diagnostic.Summary, message.Diagnostic.Detail)
		place := "?"
		if at := message.Diagnostic.Range; at != nil && !strings.HasPrefix(at.Filename, "<") { // <value for var.x>
			place = errorPlace(&hcl.Range{Filename: at.Filename, Start: at.Start})
		}
		found[place] = true
	}
	if len(found) == 0 {
		t.Fatalf("terraform: %v", err)
	}
	return slices.Sorted(maps.Keys(found))
}

func readPlan(t *testing.T, out []byte) answer {
	t.Helper()
	var plan struct {
		Changes []struct {
			Address, Mode string
			Change        struct {
				After     map[string]json.RawMessage
				Unknown   map[string]any `json:"after_unknown"`
				Sensitive any            `json:"after_sensitive"`
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(out, &plan); err != nil {
		t.Fatal(err)
	}
	result := answer{Resources: map[string]map[string]any{}}
	for _, change := range plan.Changes {
		if change.Mode != string(resource.Managed) {
			continue
		}
		sensitive, _ := change.Change.Sensitive.(map[string]any)
		values := map[string]any{}
		for _, name := range arguments {
			after := overlay(exact(t, change.Change.After[name]), change.Change.Unknown[name])
			if v := hide(after, sensitive[name]); v != nil {
				values[name] = v
			}
		}
		result.Resources[change.Address] = values
	}
	return result
}

// exact reads JSON with its numbers as they are written.
func exact(t *testing.T, raw json.RawMessage) any {
	t.Helper()
	if raw == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// overlay puts unknownText where a plan says that it does not know.
func overlay(after, unknown any) any {
	switch unknown := unknown.(type) {
	case bool:
		if unknown {
			return unknownText
		}
	case map[string]any:
		fields, ok := after.(map[string]any)
		if !ok {
			fields = map[string]any{}
		}
		for name, inner := range unknown {
			fields[name] = overlay(fields[name], inner)
		}
		return fields
	case []any:
		elements, _ := after.([]any)
		for i, inner := range unknown {
			if i >= len(elements) {
				elements = append(elements, nil)
			}
			elements[i] = overlay(elements[i], inner)
		}
		return elements
	}
	return after
}

// hide wraps what a plan says is sensitive.
func hide(after, sensitive any) any {
	switch sensitive := sensitive.(type) {
	case bool:
		if sensitive {
			return map[string]any{sensitiveText: after}
		}
	case map[string]any:
		if fields, ok := after.(map[string]any); ok {
			for name, inner := range sensitive {
				fields[name] = hide(fields[name], inner)
			}
		}
	case []any:
		if elements, ok := after.([]any); ok {
			for i, inner := range sensitive {
				if i < len(elements) {
					elements[i] = hide(elements[i], inner)
				}
			}
		}
	}
	return after
}
