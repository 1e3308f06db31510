package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// workflow is what GitHub reads of .github/workflows/baalint.yml, as far as a test follows it.
type workflow struct {
	On struct {
		Call struct {
			Inputs map[string]struct{ Default any }
		} `yaml:"workflow_call"`
	}
	Jobs map[string]struct{ Steps []actionStep }
}

// TestReadmeForGitHub runs what the README shows.
func TestReadmeForGitHub(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(house, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	var ran, called int
	for _, block := range blocks {
		var shown struct {
			Steps []struct {
				Uses string
				With map[string]any
			}
			Jobs map[string]struct {
				Uses string
				With map[string]any
			}
		}
		if !strings.Contains(block[1], "uses: baalint/") {
			continue
		}
		if err := yaml.Unmarshal([]byte(block[1]), &shown); err != nil {
			t.Fatal(err)
		}
		for _, step := range shown.Steps {
			if strings.HasPrefix(step.Uses, "baalint/baalint@") {
				ran++
				j := newJob(t, map[string]string{"infra/main.tf": unencrypted, "other/main.tf": "resource {"})
				j.withInputs(step.With)
				if outputs := j.run(); outputs["exit-code"] != "1" || outputs["high"] != "2" || j.uploaded() == "" {
					t.Errorf("outputs %v; log:\n%s", outputs, j.log.String())
				}
			}
		}
		for _, job := range shown.Jobs {
			called++
			w := readWorkflow(t)
			for name := range job.With {
				if _, ok := w.On.Call.Inputs[name]; !ok {
					t.Errorf("the workflow has no input %s", name)
				}
			}
		}
	}
	if ran != 1 || called != 1 {
		t.Errorf("%d uses of the action and %d of the workflow in the README", ran, called)
	}
}

// withInputs gives inputs that the action must have.
func (j *job) withInputs(with map[string]any) {
	a, _ := readAction(j.t)
	for name, value := range with {
		if _, ok := a.Inputs[name]; !ok {
			j.t.Errorf("action.yml has no input %s", name)
		}
		j.inputs[name] = fmt.Sprint(value)
	}
}

func readWorkflow(t *testing.T) workflow {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(house, ".github/workflows/baalint.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	if err := yaml.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWorkflow runs the reusable workflow on an estate of several roots: the step that finds them, and for each group the action with
// the inputs that the job of the matrix gives it.
func TestWorkflow(t *testing.T) {
	w := readWorkflow(t)
	for _, groups := range []string{"0", "2"} {
		t.Run(groups, func(t *testing.T) {
			files := map[string]string{"infra/a b/main.tf": unencrypted, "infra/clean/main.tf": noFailures, "main.tf": unencrypted}
			found := w.roots(t, newJob(t, files), map[string]string{"inputs.groups": groups})
			var judged []string
			for _, group := range found {
				j := newJob(t, files)
				for name, value := range w.action(t).With {
					j.inputs[name] = w.value(t, value, map[string]string{
						"runner.temp": j.temp, "matrix.group.name": group["name"].(string), "matrix.group.path": group["path"].(string),
					})
				}
				j.put(filepath.Join(j.temp, "baalint", "baalint"), "#!/bin/sh\nexec baalint \"$@\"\n", 0o755)
				j.put(filepath.Join(j.bin, "go"), "#!/bin/sh\nexit 1\n", 0o755) // nothing is built again
				outputs := j.run()
				if code := outputs["exit-code"]; code != "0" && code != "1" {
					t.Fatalf("%v: exit code %q; log:\n%s", group, code, j.log.String())
				}
				judged = append(judged, rootsOf(t, outputs["evidence-file"])...)
				if sarif, err := os.ReadFile(j.uploaded()); err != nil || !strings.Contains(string(sarif), fmt.Sprintf("baalint/%s", group["name"])) && group["name"] != "." {
					t.Errorf("%v: category or upload: %v", group, err)
				}
			}
			slices.Sort(judged)
			if d := cmp.Diff([]string{".", "infra/a b", "infra/clean"}, judged); d != "" {
				t.Errorf("roots that were judged (-want +got):\n%s", d)
			}
		})
	}
}

// TestWorkflowCompare: in a pull request each job tells what changes in its root modules.
func TestWorkflowCompare(t *testing.T) {
	w := readWorkflow(t)
	for root, want := range map[string]string{
		"infra/new":   "**Not compared with what was there before:** there was nothing at these paths before.",
		"infra/clean": "## What changed: nothing changed",
		"infra/more":  "## What changed: 3 worse · 0 better",
	} {
		t.Run(root, func(t *testing.T) {
			t.Parallel()
			j := newJob(t, nil)
			j.pullRequest(
				map[string]string{"infra/clean/main.tf": unencrypted, "infra/more/main.tf": unencrypted},
				map[string]string{"infra/more/more.tf": strings.Replace(unencrypted, `"v"`, `"w"`, 1), "infra/new/main.tf": unencrypted},
			)
			for name, value := range w.action(t).With {
				j.inputs[name] = w.value(t, value, map[string]string{"runner.temp": j.temp, "matrix.group.name": root, "matrix.group.path": root})
			}
			j.put(filepath.Join(j.temp, "baalint", "baalint"), "#!/bin/sh\nexec baalint \"$@\"\n", 0o755)
			if j.run(); !strings.Contains(j.summary(), want) {
				t.Errorf("the summary does not say %q:\n%s\nlog:\n%s", want, j.summary(), j.log.String())
			}
		})
	}
}

// TestWorkflowPaths: where root modules are looked for, as the input says, else .baalint.yaml, else everywhere.
func TestWorkflowPaths(t *testing.T) {
	w := readWorkflow(t)
	for name, test := range map[string]struct {
		path, settings string
		want           []string
	}{
		"nothing given":     {"", "", []string{"infra", "other", "third"}},
		"by the settings":   {"", "paths: [infra, third]\n", []string{"infra", "third"}},
		"by the input":      {"other\n", "paths: [infra]\n", []string{"other"}},
		"lines of Windows":  {"other\r\n\r\nthird\r\n", "", []string{"other", "third"}},
		"everywhere, asked": {".", "paths: [infra]\n", []string{"infra", "other", "third"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"infra/main.tf": noFailures, "other/main.tf": noFailures, "third/main.tf": noFailures}
			if test.settings != "" {
				files[".baalint.yaml"] = test.settings
			}
			var roots []string
			for _, group := range w.roots(t, newJob(t, files), map[string]string{"inputs.path": test.path}) {
				roots = append(roots, group["name"].(string))
			}
			if diff := cmp.Diff(test.want, roots); diff != "" {
				t.Errorf("roots (-want +got):\n%s", diff)
			}
		})
	}
}

// roots runs the step that finds the root modules.
func (w workflow) roots(t *testing.T, j *job, given map[string]string) []map[string]any {
	t.Helper()
	baalint, err := exec.LookPath("baalint")
	if err != nil {
		t.Fatal(err)
	}
	j.put(filepath.Join(j.temp, "baalint", "baalint"), "#!/bin/sh\nexec '"+baalint+"' \"$@\"\n", 0o755)
	i := slices.IndexFunc(w.Jobs["roots"].Steps, func(s actionStep) bool { return s.ID == "roots" })
	step := w.Jobs["roots"].Steps[i]
	step.Env = maps.Clone(step.Env)
	for name, value := range step.Env {
		step.Env[name] = w.value(t, value, given)
	}
	if !j.step(action{}, i, step) {
		t.Fatal(j.log.String())
	}
	var found []map[string]any
	if err := json.Unmarshal([]byte(j.outputs["steps.roots.outputs.groups"]), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

// action is the step that runs the action of this repository.
func (w workflow) action(t *testing.T) actionStep {
	t.Helper()
	a, _ := readAction(t)
	for _, step := range w.Jobs["judge"].Steps {
		if step.Uses == "./.baalint" {
			for name := range step.With {
				if _, ok := a.Inputs[name]; !ok {
					t.Errorf("action.yml has no input %s", name)
				}
			}
			return step
		}
	}
	t.Fatal("the workflow does not use the action")
	return actionStep{}
}

// value replaces the expressions of a text by what is given, and by the defaults of the inputs.
func (w workflow) value(t *testing.T, text string, given map[string]string) string {
	return regexp.MustCompile(`\$\{\{ ([\w.-]+) \}\}`).ReplaceAllStringFunc(text, func(match string) string {
		name := expression.FindStringSubmatch(match)[1]
		if value, ok := given[name]; ok {
			return value
		}
		input, ok := w.On.Call.Inputs[strings.TrimPrefix(name, "inputs.")]
		if !ok {
			t.Fatalf("this test knows nothing of %s", name)
		}
		if input.Default == nil {
			return ""
		}
		return fmt.Sprint(input.Default)
	})
}

func rootsOf(t *testing.T, evidence string) []string {
	t.Helper()
	text, err := os.ReadFile(evidence)
	if err != nil {
		t.Fatal(err)
	}
	var report struct{ Roots []struct{ Dir string } }
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	dirs := make([]string, 0, len(report.Roots))
	for _, root := range report.Roots {
		dirs = append(dirs, root.Dir)
	}
	return dirs
}
