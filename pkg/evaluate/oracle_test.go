package evaluate_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// unknownText stands for what a plan does not know.
const unknownText = "(unknown)"

// TestTerraform compares with what terraform itself plans for configurations made of terraform_data, the one resource type that needs
// no provider. The archives hold the plans, so that the test needs no terraform; -update plans anew.
func TestTerraform(t *testing.T) {
	archives, err := filepath.Glob("testdata/oracle/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	set, err := schema.Open(os.DirFS("testdata"), "schemas")
	if err != nil {
		t.Fatal(err)
	}
	for _, archive := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(archive), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				checkGolden(t, archive, a, "plan.json", indented(t, planned(t, a)))
			}
			var want map[string]any
			if err := json.Unmarshal(a.Files[len(a.Files)-1].Data, &want); err != nil {
				t.Fatal(err)
			}
			opts := evaluate.Options{Schemas: set}
			result := evaluate.Resources(extract(t, a, &opts), opts)
			got := map[string]any{}
			for _, r := range result.Resources {
				if r.Mode == resource.Managed {
					got[r.Address] = input(t, r)
				}
			}
			if diff := cmp.Diff(indented(t, want), indented(t, got)); diff != "" {
				t.Errorf("-terraform +baalint:\n%s", diff)
			}
			if result.Diagnostics.HasErrors() || len(result.Unread) > 0 {
				t.Errorf("%v %v", result.Diagnostics, result.Unread)
			}
		})
	}
}

func indented(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// input gives the argument of a terraform_data as a plan would show it.
func input(t *testing.T, r *resource.Resource) any {
	t.Helper()
	if !r.Written.Type().HasAttribute("input") {
		return nil
	}
	v, _ := r.Written.GetAttr("input").UnmarkDeep()
	return plain(t, v)
}

func plain(t *testing.T, v cty.Value) any {
	t.Helper()
	switch {
	case !v.IsKnown():
		return unknownText
	case v.IsNull():
		return nil
	case v.Type().IsObjectType() || v.Type().IsMapType():
		fields := map[string]any{}
		for name, element := range v.AsValueMap() {
			fields[name] = plain(t, element)
		}
		return fields
	case v.CanIterateElements():
		elements := []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			elements = append(elements, plain(t, element))
		}
		return elements
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return json.RawMessage(text)
}

// planned runs terraform plan and gives the input of every instance by address.
func planned(t *testing.T, a *txtar.Archive) map[string]any {
	t.Helper()
	dir := t.TempDir()
	for _, file := range a.Files {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
	options := []string{"plan", "-input=false", "-out=plan.bin"}
	for line := range strings.Lines(string(a.Comment)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "env":
			env = append(env, rest)
		case "var":
			options = append(options, "-var", rest)
		}
	}
	run := func(arguments ...string) []byte {
		command := exec.Command("terraform", arguments...)
		command.Dir, command.Env = dir, env
		out, err := command.Output()
		if err != nil {
			message := ""
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				message = string(exit.Stderr)
			}
			t.Fatalf("terraform %v: %v\n%s%s", arguments, err, out, message)
		}
		return out
	}
	run("init", "-backend=false", "-input=false")
	run(options...)
	var plan struct {
		Changes []struct {
			Address string
			Mode    string
			Change  struct {
				After   map[string]any
				Unknown map[string]any `json:"after_unknown"`
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(run("show", "-json", "plan.bin"), &plan); err != nil {
		t.Fatal(err)
	}
	result := map[string]any{}
	for _, change := range plan.Changes {
		result[change.Address] = overlay(change.Change.After["input"], change.Change.Unknown["input"])
	}
	return result
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
