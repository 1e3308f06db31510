package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The summary of a pull request tells what it changes, or why that cannot be told; neither ends the job.
func TestActionCompare(t *testing.T) {
	const (
		nothing = "## What changed: nothing changed"
		worse   = "## What changed: 3 worse · 0 better · 2 appeared, 0 vanished"
	)
	broken := strings.Replace(unencrypted, `"v"`, `"w"`, 1)
	for _, test := range []struct {
		name          string
		before, after map[string]string
		change        func(j *job) // what is not as usual
		want          []string
		not           string
	}{
		{name: "worse", after: map[string]string{"new.tf": broken}, want: []string{worse, "**fail (high)**, before none"}},
		{name: "better", after: map[string]string{"old.tf": noFailures}, want: []string{"## What changed: 0 worse · 8 better"}},
		{name: "nothing", after: map[string]string{"README": "words"}, want: []string{nothing}},
		{name: "no pull request", after: map[string]string{"new.tf": broken}, change: func(j *job) { j.env["GITHUB_EVENT_NAME"] = "push" }, not: "ompared"},
		{name: "not asked for", after: map[string]string{"new.tf": broken}, change: func(j *job) { j.inputs["compare"] = "false" }, not: "ompared"},
		{name: "a fork", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			j.github["github.event.pull_request.head.repo.fork"] = "true"
		}, want: []string{worse}},
		{name: "the base has moved on", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			j.git("checkout", "--quiet", "main")
			j.commit(map[string]string{"other.tf": strings.Replace(unencrypted, `"v"`, `"x"`, 1)})
			j.github["github.event.pull_request.base.sha"] = j.git("rev-parse", "HEAD")
			j.git("checkout", "--quiet", "change")
		}, want: []string{worse}, not: "aws_ebs_volume.x"},
		{name: "the merge", after: map[string]string{"new.tf": broken}, change: func(j *job) { j.merge() }, want: []string{worse}, not: "**Not compared"},
		{name: "a shallow clone", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			j.merge()
			j.shallow()
		}, want: []string{worse}, not: "`fetch-depth: 0`"},
		{name: "a shallow clone of the branch", after: map[string]string{"new.tf": broken}, change: func(j *job) { j.shallow() },
			want: []string{worse, "`fetch-depth: 0`"}},
		{name: "a shallow clone of what is gone", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			j.shallow()
			j.git("remote", "set-url", "origin", filepath.Join(j.temp, "gone"))
		}, want: []string{"**Not compared", "`fetch-depth: 0`"}},
		{name: "no repository", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			if err := os.RemoveAll(filepath.Join(j.workspace, ".git")); err != nil {
				j.t.Fatal(err)
			}
		}, want: []string{"**Not compared", "there is no checkout"}},
		{name: "no commit", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			j.github["github.event.pull_request.base.sha"] = "--output=pwned"
		}, want: []string{"**Not compared", "there is no checkout"}},
		{name: "nothing before", before: map[string]string{"README": ""}, after: map[string]string{"new.tf": broken},
			want: []string{"**Not compared", "could not be judged (exit code 2)"}},
		{name: "a new path", before: map[string]string{"README": ""}, after: map[string]string{"infra/new.tf": broken},
			change: func(j *job) { j.inputs["path"] = "infra\n" }, want: []string{"**Not compared", "nothing at these paths"}},
		{name: "one new path of two", before: map[string]string{"a/old.tf": unencrypted}, after: map[string]string{"b/new.tf": broken},
			change: func(j *job) { j.inputs["path"] = "a\r\nb\n" }, want: []string{worse}},
		{name: "an absolute path", after: map[string]string{"new.tf": broken},
			change: func(j *job) { j.inputs["path"] = j.workspace }, want: []string{"**Not compared", "absolute"}},
		{name: "a new directory to work in", after: map[string]string{"infra/new.tf": broken},
			change: func(j *job) { j.inputs["working-directory"] = "infra" }, want: []string{"**Not compared", "no such working directory"}},
		{name: "broken before", before: map[string]string{"old.tf": unencrypted + "resource {"}, after: map[string]string{"old.tf": unencrypted},
			want: []string{"the earlier run could not read everything"}},
		{name: "a diff narrows the rest alone", after: map[string]string{"new.tf": broken}, change: func(j *job) {
			j.inputs["new-from-ref"] = "main"
		}, want: []string{worse}},
		{name: "installed modules", before: map[string]string{"old.tf": "module \"m\" {\n  source = \"example/m/aws\"\n}\n"},
			after: map[string]string{"new.tf": broken}, change: func(j *job) {
				j.put(filepath.Join(j.workspace, ".terraform/modules/modules.json"), `{"Modules":[{"Key":"m","Source":"example/m/aws","Dir":".terraform/modules/m"}]}`, 0o644)
				j.put(filepath.Join(j.workspace, ".terraform/modules/m/main.tf"), unencrypted, 0o644)
			}, want: []string{worse, "Downloaded modules are those of the change"}, not: "could not read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			j := newJob(t, nil)
			if test.before == nil {
				test.before = map[string]string{"old.tf": unencrypted}
			}
			j.pullRequest(test.before, test.after)
			if test.change != nil {
				test.change(j)
			}
			outputs := j.run()
			if code := outputs["exit-code"]; code != "1" && code != "0" || j.failed != (code == "1") {
				t.Fatalf("exit code %q; log:\n%s", code, j.log.String())
			}
			for _, want := range append(test.want, "## baalint: ") {
				if !strings.Contains(j.summary(), want) {
					t.Errorf("the summary does not say %q:\n%s\nlog:\n%s", want, j.summary(), j.log.String())
				}
			}
			if test.not != "" && strings.Contains(j.summary(), test.not) {
				t.Errorf("the summary says %q:\n%s", test.not, j.summary())
			}
			if _, err := os.Stat(filepath.Join(j.workspace, ".git")); err == nil && strings.Contains(j.git("worktree", "list"), "begin") {
				t.Error("a work tree is left")
			}
		})
	}
}
