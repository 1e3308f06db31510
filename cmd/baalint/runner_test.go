package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// job is one use of the action on a runner.
type job struct {
	t       *testing.T
	inputs  map[string]string
	github  map[string]string
	env     map[string]string
	outputs map[string]string
	log     strings.Builder
	// workspace holds the repository that is judged, bin the commands that stand in for those of the runner.
	workspace, temp, bin string
	// used are the nested actions that ran.
	used   []actionStep
	failed bool
}

func newJob(t *testing.T, files map[string]string) *job {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil || runtime.GOOS != "linux" {
		t.Skip("needs bash and the tools of Linux")
	}
	j := &job{t: t, workspace: filepath.Join(t.TempDir(), "work space"), temp: t.TempDir(), bin: t.TempDir(), outputs: map[string]string{}}
	path, err := filepath.Abs(house)
	if err != nil {
		t.Fatal(err)
	}
	j.inputs = map[string]string{}
	j.github = map[string]string{"github.action_path": path, "github.action_ref": "main", "github.actor": "nurse", "github.token": "t0ken"}
	j.env = map[string]string{
		"PATH": j.bin + ":" + os.Getenv("PATH"), "HOME": j.temp, "RUNNER_TEMP": j.temp, "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64",
		"GITHUB_WORKSPACE": j.workspace, "GITHUB_EVENT_NAME": "push", "GITHUB_SERVER_URL": "https://github.com",
		"GITHUB_REPOSITORY": "clinic/estate", "GITHUB_SHA": "c0ffee", "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": filepath.Join(j.temp, "summary"),
	}
	j.put(filepath.Join(j.workspace, ".git", "HEAD"), "ref: refs/heads/main\n", 0o644)
	for name, text := range files {
		j.put(filepath.Join(j.workspace, name), text, 0o644)
	}
	baalint, err := exec.LookPath("baalint") // this test, by that name
	if err != nil {
		t.Fatal(err)
	}
	j.put(filepath.Join(j.bin, "go"), "#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\ncp '"+baalint+"' \"$2\"\n", 0o755)
	return j
}

func (j *job) put(name, text string, mode os.FileMode) {
	j.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		j.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		j.t.Fatal(err)
	}
}

var expression = regexp.MustCompile(`\$\{\{ ([\w.-]+) \}\}`)

// value replaces the expressions of a text.
func (j *job) value(a action, text string) string {
	return expression.ReplaceAllStringFunc(text, func(match string) string {
		name := expression.FindStringSubmatch(match)[1]
		if input, ok := strings.CutPrefix(name, "inputs."); ok {
			if value, given := j.inputs[input]; given {
				return value
			}
			return j.value(a, a.Inputs[input].Default)
		}
		if strings.HasPrefix(name, "github.") {
			return j.github[name]
		}
		return j.outputs[name]
	})
}

var condition = regexp.MustCompile(`^(steps\.[\w-]+\.outputs\.[\w-]+) == '(\w+)'$`)

// run executes the steps of action.yml as a runner does, until one fails, and gives the outputs of the action.
func (j *job) run() map[string]string {
	j.t.Helper()
	a, _ := readAction(j.t)
	for i, step := range a.Runs.Steps {
		if m := condition.FindStringSubmatch(step.If); m != nil && j.outputs[m[1]] != m[2] {
			continue
		} else if m == nil && step.If != "" {
			j.t.Fatalf("step %q: this runner does not understand the condition %q", step.Name, step.If)
		}
		if step.Uses != "" {
			with := map[string]string{}
			for name, value := range step.With {
				with[name] = j.value(a, value)
			}
			step.With = with
			j.used = append(j.used, step)
			continue
		}
		if j.failed = !j.step(a, i, step); j.failed {
			break
		}
	}
	outputs := map[string]string{}
	for name, output := range a.Outputs {
		outputs[name] = j.value(a, output.Value)
	}
	return outputs
}

func (j *job) step(a action, i int, step actionStep) bool {
	j.t.Helper()
	script := filepath.Join(j.temp, fmt.Sprintf("step-%d.sh", i))
	written := filepath.Join(j.temp, fmt.Sprintf("output-%d", i))
	j.put(script, step.Run, 0o644)
	j.put(written, "", 0o644)
	cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
	cmd.Dir = j.workspace
	cmd.Env = []string{"GITHUB_OUTPUT=" + written}
	for name, value := range j.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	for name, value := range step.Env {
		cmd.Env = append(cmd.Env, name+"="+j.value(a, value))
	}
	cmd.Stdout, cmd.Stderr = &j.log, &j.log
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		j.t.Fatal(err)
	}
	text, readErr := os.ReadFile(written)
	if readErr != nil {
		j.t.Fatal(readErr)
	}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok || !regexp.MustCompile(`^[a-z-]+$`).MatchString(name) {
			j.t.Fatalf("step %q: output %q", step.Name, line)
		}
		j.outputs["steps."+step.ID+".outputs."+name] = value
	}
	return err == nil
}

// commands are the workflow commands that the runner would take from the log.
func (j *job) commands() []string {
	var found []string
	stopped := ""
	for line := range strings.Lines(j.log.String()) {
		line = strings.TrimSpace(line)
		token, stops := strings.CutPrefix(line, "::stop-commands::")
		switch {
		case stopped != "" && line == "::"+stopped+"::":
			stopped = ""
		case stopped != "":
		case stops:
			stopped = token
		case strings.HasPrefix(line, "::") || strings.Contains(line, "##["):
			found = append(found, line)
		}
	}
	if stopped != "" {
		j.t.Error("commands are not switched on again")
	}
	return found
}

func (j *job) uploaded() string {
	for _, step := range j.used {
		if strings.HasPrefix(step.Uses, "github/codeql-action/upload-sarif@") {
			return step.With["sarif_file"]
		}
	}
	return ""
}

func (j *job) summary() string {
	text, err := os.ReadFile(j.env["GITHUB_STEP_SUMMARY"])
	if err != nil && !os.IsNotExist(err) {
		j.t.Fatal(err)
	}
	return string(text)
}

// pullRequest makes the workspace a repository in which the branch "change" leaves "main".
func (j *job) pullRequest(before, after map[string]string) {
	j.t.Helper()
	if err := os.RemoveAll(filepath.Join(j.workspace, ".git")); err != nil {
		j.t.Fatal(err)
	}
	j.git("init", "--quiet", "--initial-branch", "main")
	j.commit(before)
	j.github["github.event.pull_request.base.sha"] = j.git("rev-parse", "HEAD")
	j.git("checkout", "--quiet", "-b", "change")
	j.commit(after)
	j.github["github.event.pull_request.head.sha"] = j.git("rev-parse", "HEAD")
	j.env["GITHUB_EVENT_NAME"] = "pull_request"
}

func (j *job) commit(files map[string]string) {
	j.t.Helper()
	for name, text := range files {
		j.put(filepath.Join(j.workspace, name), text, 0o644)
	}
	j.git("add", "--all")
	j.git("commit", "--quiet", "--message", "a commit")
}

// merge checks out what GitHub would make of the pull request.
func (j *job) merge() {
	j.t.Helper()
	j.git("checkout", "--quiet", "--detach", "main")
	j.git("merge", "--quiet", "--no-ff", "--message", "the merge", "change")
}

// shallow puts a clone of the last commit alone in the place of the workspace.
func (j *job) shallow() {
	j.t.Helper()
	head, origin := j.git("rev-parse", "HEAD"), filepath.Join(j.temp, "origin")
	if err := os.Rename(j.workspace, origin); err != nil {
		j.t.Fatal(err)
	}
	if err := os.Mkdir(j.workspace, 0o755); err != nil {
		j.t.Fatal(err)
	}
	j.git("init", "--quiet")
	j.git("remote", "add", "origin", "file://"+origin)
	j.git("fetch", "--quiet", "--depth", "1", "origin", head)
	j.git("checkout", "--quiet", head)
}

func (j *job) git(args ...string) string {
	j.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = j.workspace
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=nurse", "GIT_AUTHOR_EMAIL=n@example.org",
		"GIT_COMMITTER_NAME=nurse", "GIT_COMMITTER_EMAIL=n@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		j.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}
