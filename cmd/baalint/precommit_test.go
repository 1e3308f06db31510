package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// hook is an entry of .pre-commit-hooks.yaml.
type hook struct {
	ID, Name, Description, Language, Entry, Files, Exclude string

	Args          []string
	PassFilenames *bool  `yaml:"pass_filenames"`
	RequireSerial bool   `yaml:"require_serial"`
	Minimum       string `yaml:"minimum_pre_commit_version"`
}

func readHooks(t *testing.T) map[string]hook {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(house, ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var list []hook
	if err := yaml.UnmarshalWithOptions(text, &list, yaml.DisallowUnknownField()); err != nil {
		t.Fatal(err)
	}
	hooks := map[string]hook{}
	for _, h := range list {
		if h.ID == "" || h.Name == "" || h.Description == "" || h.Entry == "" || !h.RequireSerial || h.Minimum != "3.0.0" {
			t.Errorf("the hook %q lacks something: %+v", h.ID, h)
		}
		hooks[h.ID] = h
	}
	return hooks
}

// run does what pre-commit does: the files of the repository that the patterns take are the arguments, and without any nothing runs.
func (h hook) run(t *testing.T, dir string, files []string) (ran, passed bool, log string) {
	t.Helper()
	takes, leaves := regexp.MustCompile(h.Files), regexp.MustCompile(h.Exclude)
	files = slices.DeleteFunc(slices.Clone(files), func(file string) bool {
		return !takes.MatchString(file) || h.Exclude != "" && leaves.MatchString(file)
	})
	if len(files) == 0 {
		return false, true, ""
	}
	words := append(strings.Fields(h.Entry), h.Args...)
	if h.PassFilenames == nil || *h.PassFilenames {
		words = append(words, files...)
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return true, err == nil, string(out)
}

// TestHooks runs the hooks on a repository, as pre-commit runs them.
func TestHooks(t *testing.T) {
	hooks := readHooks(t)
	call := "module \"volume\" {\n  source = \"../../modules/volume\"\n}\n"
	files := map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", ".baalint.yaml": "paths: [infra]\n", "infra/dev/main.tf": call, "infra/our prod/main.tf": call,
		"infra/our prod/own.tofu": unencrypted, "modules/volume/main.tf": "# nothing yet\n", "lab/main.tf": "resource {", "lab/baa.yaml": "places: 1\n",
		"infra/our prod/.terraform/modules/x/main.tf": "resource {", "docs/notes.md": "",
	}
	rules, err := txtar.ParseFile(filepath.Join(house, "testdata/cli/policytest.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range rules.Files {
		if name, ok := strings.CutPrefix(file.Name, "rules/"); ok {
			files["policies/"+name] = string(file.Data)
		}
	}
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		hook        string
		files       []string
		ran, passed bool
		says, not   string
	}{
		{hook: "baalint", files: []string{"docs/notes.md"}, passed: true},
		{hook: "baalint", files: []string{"infra/our prod/.terraform/modules/x/main.tf"}, passed: true},
		{hook: "baalint", files: []string{"docs/notes.md", "infra/dev/main.tf"}, ran: true, says: "infra/our prod/own.tofu:1", not: "lab/"},
		{hook: "baalint-system", files: []string{".baalint.yaml"}, ran: true, says: "infra/our prod/own.tofu:1", not: "lab/"},
		{hook: "baalint-changed", files: []string{"infra/dev/main.tf"}, ran: true, passed: true},
		{hook: "baalint-changed", files: []string{"modules/volume/main.tf"}, ran: true, says: "infra/our prod/own.tofu:1", not: "lab/"},
		{hook: "baalint-changed", files: []string{"infra/our prod/own.tofu", "infra/dev/main.tf"}, ran: true, says: "infra/our prod/own.tofu:1", not: "lab/"},
		{hook: "baalint-config", files: []string{".baalint.yaml", "infra/dev/main.tf"}, ran: true, passed: true},
		{hook: "baalint-config", files: []string{".baalint.yaml", "lab/baa.yaml"}, ran: true, says: "lab/baa.yaml:1:"},
		{hook: "baalint-policy-test", files: []string{"policies/data_disposal/large_volumes/large_volumes.rego"}, ran: true, passed: true},
		{hook: "baalint-policy-test", files: []string{"infra/dev/main.tf"}, passed: true},
	} {
		t.Run(test.hook+" "+strings.Join(test.files, " "), func(t *testing.T) {
			h, ok := hooks[test.hook]
			if !ok {
				t.Fatal("no such hook")
			}
			ran, passed, log := h.run(t, dir, test.files)
			if ran != test.ran || passed != test.passed || !strings.Contains(log, test.says) || test.not != "" && strings.Contains(log, test.not) {
				t.Errorf("ran: %v, passed: %v, said:\n%s", ran, passed, log)
			}
			if n := strings.Count(log, "\n"); passed && n > 0 || n > 4 {
				t.Errorf("%d lines:\n%s", n, log)
			}
		})
	}
}

// pre-commit builds every program of the repository, and the entry of a hook is the name of one.
func TestHooksAreBuilt(t *testing.T) {
	mains, err := filepath.Glob(filepath.Join(house, "cmd", "*"))
	if err != nil || len(mains) != 1 {
		t.Fatalf("programs: %v, %v", mains, err)
	}
	for id, h := range readHooks(t) {
		if program := strings.Fields(h.Entry)[0]; h.Language == "golang" && program != filepath.Base(mains[0]) {
			t.Errorf("the hook %s runs %s", id, program)
		}
	}
}

// TestReadmeForHooks holds the README's configuration against the hooks that there are.
func TestReadmeForHooks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(house, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if image, _, _ := strings.Cut(readHooks(t)["baalint-docker"].Entry, " "); !strings.Contains(string(text), " "+image+"\n") {
		t.Errorf("the README shows another image than %s", image)
	}
	block := regexp.MustCompile("(?s)```yaml\n(repos:.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("no configuration of pre-commit in the README")
	}
	var shown struct {
		Repos []struct {
			Repo, Rev string
			Hooks     []struct{ ID string }
		}
	}
	if err := yaml.Unmarshal(block[1], &shown); err != nil {
		t.Fatal(err)
	}
	hooks := readHooks(t)
	ids := make([]string, 0, len(shown.Repos[0].Hooks))
	for _, h := range shown.Repos[0].Hooks {
		ids = append(ids, h.ID)
		if _, ok := hooks[h.ID]; !ok {
			t.Errorf("there is no hook %s", h.ID)
		}
	}
	if d := cmp.Diff([]string{"baalint-changed", "baalint-config"}, ids); d != "" || shown.Repos[0].Repo != "https://github.com/baalint/baalint" {
		t.Errorf("the README shows %v of %s", ids, shown.Repos[0].Repo)
	}
}
