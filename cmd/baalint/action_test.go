package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/report/sarifcheck"
)

const house = "../.." // the root of the repository, from here

// action is what GitHub reads of action.yml.
type action struct {
	Inputs map[string]struct {
		Description, Default string
	}
	Outputs map[string]struct {
		Description, Value string
	}
	Runs struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	ID, Name, If, Uses, Shell, Run string
	Env, With                      map[string]string
}

func readAction(t *testing.T) (action, string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(house, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.UnmarshalWithOptions(text, &a, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatal(err)
	}
	return a, string(text)
}

// Inputs reach scripts through the environment alone, and nested actions are pinned to commits.
func TestActionIsSafe(t *testing.T) {
	a, text := readAction(t)
	if a.Runs.Using != "composite" {
		t.Errorf("runs using %q", a.Runs.Using)
	}
	pinned := regexp.MustCompile(`(?m)^\s+uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	uses := 0
	for _, step := range a.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("step %q has an expression in its script", step.Name)
		}
		if step.Run != "" && step.Shell != "bash" {
			t.Errorf("step %q runs in the shell %q", step.Name, step.Shell)
		}
		if step.Uses != "" {
			uses++
		}
	}
	if n := len(pinned.FindAllString(text, -1)); n != uses {
		t.Errorf("%d of %d nested actions are pinned to a commit", n, uses)
	}
	for name, input := range a.Inputs {
		if !strings.Contains(text, "${{ inputs."+name+" }}") {
			t.Errorf("the input %s has no use", name)
		}
		if input.Description == "" {
			t.Errorf("the input %s has no description", name)
		}
	}
}

const (
	unencrypted = "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\n"
	noFailures  = "resource \"aws_iam_role\" \"r\" {\n  name = \"r\"\n  assume_role_policy = \"{}\"\n}\n"
)

func TestAction(t *testing.T) {
	for _, test := range []struct {
		name, config     string
		inputs           map[string]string
		event            string
		fork, actor      string
		code             string
		upload, annotate bool
	}{
		{name: "clean", config: noFailures, code: "0", upload: true},
		{name: "findings", config: unencrypted, code: "1", upload: true, annotate: true},
		{name: "nothing shown", config: unencrypted, inputs: map[string]string{"annotations": "false", "summary": "false", "upload-sarif": "false"}, code: "1"},
		{name: "threshold", config: unencrypted, inputs: map[string]string{"fail-on": "none"}, code: "0", upload: true, annotate: true},
		{name: "fork", config: unencrypted, event: "pull_request", fork: "true", code: "1", annotate: true},
		{name: "dependabot", config: unencrypted, actor: "dependabot[bot]", code: "1", annotate: true},
		{name: "incomplete push", config: unencrypted + "resource {", code: "3", annotate: true},
		{name: "incomplete pull request", config: unencrypted + "resource {", event: "pull_request", code: "3", upload: true, annotate: true},
		{name: "wrong usage", config: unencrypted, inputs: map[string]string{"fail-on": "severe"}, code: "2", annotate: true},
		{name: "injection", config: unencrypted, inputs: map[string]string{"path": "; touch pwned; $(touch pwned)`touch pwned`\n"}, code: "2", annotate: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := newJob(t, map[string]string{"infra/main.tf": test.config})
			maps.Copy(j.inputs, test.inputs)
			j.github["github.event.pull_request.head.repo.fork"] = test.fork
			if test.actor != "" {
				j.github["github.actor"] = test.actor
			}
			if test.event != "" {
				j.env["GITHUB_EVENT_NAME"] = test.event
			}
			outputs := j.run()
			if got := outputs["exit-code"]; got != test.code || j.failed != (test.code != "0") {
				t.Fatalf("exit code %s, failed %v, want %s; log:\n%s", got, j.failed, test.code, j.log.String())
			}
			if got := j.uploaded() != ""; got != test.upload {
				t.Errorf("uploaded: %v; log:\n%s", got, j.log.String())
			} else if got {
				text, err := os.ReadFile(j.uploaded())
				if err != nil {
					t.Fatal(err)
				}
				sarifcheck.Validate(t, text)
			}
			annotated := slices.ContainsFunc(j.commands(), func(line string) bool { return strings.HasPrefix(line, "::error ") })
			if annotated != test.annotate {
				t.Errorf("annotated: %v; log:\n%s", annotated, j.log.String())
			}
			if want := test.code != "2" && test.inputs["summary"] != "false"; want != strings.Contains(j.summary(), "## baalint: ") {
				t.Errorf("summary: %q", j.summary())
			}
			if found, _ := filepath.Glob(filepath.Join(j.workspace, "*pwned*")); found != nil {
				t.Error("an input was run as a command")
			}
		})
	}
}

// Every output says what the report says.
func TestActionOutputs(t *testing.T) {
	j := newJob(t, map[string]string{"infra/main.tf": unencrypted})
	j.inputs["path"] = "infra"
	outputs := j.run()
	for _, name := range []string{"sarif-file", "evidence-file"} {
		if info, err := os.Stat(outputs[name]); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
		delete(outputs, name)
	}
	if !regexp.MustCompile(`^[\w.+-]+$`).MatchString(outputs["version"]) {
		t.Errorf("version %q", outputs["version"])
	}
	delete(outputs, "version")
	open := outputs["unknown"]
	want := map[string]string{
		"exit-code": "1", "findings": "2", "critical": "0", "high": "2", "medium": "0", "low": "0", "unknown": open,
		"obligations-violated": "encryption-at-rest,backup-frequency",
	}
	if d := cmp.Diff(want, outputs); d != "" || open == "" || open == "0" {
		t.Errorf("outputs (-want +got):\n%s", d)
	}
	if !strings.Contains(j.summary(), "https://github.com/clinic/estate/blob/c0ffee/infra/main.tf#L1") {
		t.Errorf("the summary has no link to the line:\n%s", j.summary())
	}
}

// Inputs become the flags they stand for, one a line, blanks and all; what is not given stays with .baalint.yaml.
func TestActionInputs(t *testing.T) {
	j := newJob(t, map[string]string{
		"infra/main.tf":          "variable \"on\" {}\nvariable \"size\" {}\n" + strings.Replace(unencrypted, "size = 1", "size = var.size\n  encrypted = var.on", 1),
		"infra/my rules/a.rego":  "",
		"infra/vars/a b.tfvars":  "size = 1\n",
		"infra/.baalint.yaml":    "threshold: none\npaths: [.]\nenvironments:\n  prod:\n    var_files: [vars/prod.tfvars]\n  dev: {}\n",
		"infra/vars/prod.tfvars": "on = true\n",
		"infra/terms/baa.yaml":   "covered_entity: Maple Street Clinic\n",
	})
	maps.Copy(j.inputs, map[string]string{
		"working-directory": "infra", "environment": "prod\r\n", "var-files": "\nvars/a b.tfvars\n\n", "agreement": "terms/baa.yaml",
		"args": "--hardening\n--var\nsize=2", "category": "prod",
	})
	outputs := j.run()
	if outputs["exit-code"] != "0" || j.failed {
		t.Fatalf("outputs %v; log:\n%s", outputs, j.log.String())
	}
	text, err := os.ReadFile(outputs["evidence-file"])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"agreement": "terms/baa.yaml"`, `"environments": [` + "\n" + `    "prod"`, `"hardening"`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %s in the evidence", want)
		}
	}
	if bytes.Contains(text, []byte("var.on has no value")) {
		t.Error("the environment's variables are not read")
	}
	if text, err := os.ReadFile(outputs["sarif-file"]); err != nil || !bytes.Contains(text, []byte(`"id": "baalint/prod/"`)) {
		t.Errorf("SARIF without the category: %v", err)
	}
}

// What a baseline has fails nothing, but is uploaded: code scanning would close its alerts.
func TestActionBaseline(t *testing.T) {
	first := newJob(t, map[string]string{"main.tf": unencrypted})
	outputs := first.run()
	text, err := os.ReadFile(outputs["sarif-file"])
	if err != nil {
		t.Fatal(err)
	}
	later := newJob(t, map[string]string{"main.tf": "# moved\n" + unencrypted, "old.sarif": string(text)})
	later.inputs["baseline"] = "old.sarif"
	outputs = later.run()
	if outputs["exit-code"] != "0" || len(later.commands()) != 0 {
		t.Errorf("exit code %s, commands %q; log:\n%s", outputs["exit-code"], later.commands(), later.log.String())
	}
	if text, err := os.ReadFile(later.uploaded()); err != nil || strings.Count(string(text), `"baselineState": "unchanged"`) != 2 {
		t.Errorf("uploaded: %v\n%s", err, text)
	}
}

// A pull request that is held against a branch fails for what it touches. Elsewhere so little is not uploaded.
func TestActionDiff(t *testing.T) {
	for _, test := range []struct {
		name, event, ref string
		uploaded, failed bool
	}{
		{name: "pull request", event: "pull_request", ref: "main", uploaded: true},
		{name: "push", event: "push", ref: "main"},
		{name: "no such branch", event: "pull_request", ref: "gone", failed: true},
		{name: "no flag", event: "pull_request", ref: "--output=pwned", failed: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := newJob(t, nil)
			if err := os.RemoveAll(filepath.Join(j.workspace, ".git")); err != nil {
				t.Fatal(err)
			}
			j.put(filepath.Join(j.workspace, "old.tf"), unencrypted, 0o644)
			j.git("init", "--quiet", "--initial-branch", "main")
			j.git("add", "--all")
			j.git("commit", "--quiet", "--message", "before")
			j.git("checkout", "--quiet", "-b", "change")
			j.put(filepath.Join(j.workspace, "new.tf"), strings.Replace(unencrypted, `"v"`, `"w"`, 1), 0o644)
			j.git("add", "--all")
			j.git("commit", "--quiet", "--message", "after")
			j.env["GITHUB_EVENT_NAME"], j.inputs["new-from-ref"] = test.event, test.ref
			outputs := j.run()
			if got := j.uploaded() != ""; got != test.uploaded {
				t.Errorf("uploaded: %v; log:\n%s", got, j.log.String())
			}
			if want := map[bool]string{false: "2"}[test.failed]; outputs["findings"] != want {
				t.Errorf("findings %q, want %q; log:\n%s", outputs["findings"], want, j.log.String())
			}
			for _, command := range j.commands() {
				if strings.Contains(command, "old.tf") {
					t.Errorf("the change does not touch this: %s", command)
				}
			}
			if _, err := os.Stat(filepath.Join(j.workspace, "pwned...")); err == nil {
				t.Error("a reference was taken for a flag")
			}
		})
	}
}

// Names of the configuration begin no command, neither in the log nor in annotations.
func TestActionHostileNames(t *testing.T) {
	name := `x\n::error::owned\n##[add-mask]y::set-output name=exit-code::0`
	j := newJob(t, map[string]string{"main.tf": strings.Replace(unencrypted, "{\n", "{\n  for_each = toset([\""+name+"\", \"::error::owned\"])\n", 1)})
	j.run()
	for _, command := range j.commands() {
		if !regexp.MustCompile(`^::(error|warning) file=main\.tf,line=1,[^:]*::|^::stop-commands::[0-9a-f]{32}$`).MatchString(command) {
			t.Errorf("the runner would take the command %q", command)
		}
	}
	if len(j.commands()) == 0 {
		t.Error("no annotations")
	}
}

// A release runs only where its checksum and its attestation hold; where there is none, the action's own source is built.
func TestActionRelease(t *testing.T) {
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	files := tar.NewWriter(zipped)
	program := "#!/bin/sh\nexec baalint \"$@\"\n"
	header := tar.Header{Name: "baalint", Mode: 0o755, Size: int64(len(program))}
	if err := errors.Join(files.WriteHeader(&header), func() error { _, err := files.Write([]byte(program)); return err }(), files.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(archive.Bytes()))
	right, wrong := sum+"  baalint_1.2.3_linux_amd64.tar.gz\n", strings.Repeat("0", 64)+"  baalint_1.2.3_linux_amd64.tar.gz\n"
	for _, test := range []struct {
		name, ref, version, checksum string
		checksums, gh                string
		built, failed                bool
	}{
		{name: "a commit is built", ref: sum[:40], built: true},
		{name: "a branch is built", ref: "main", built: true},
		{name: "a tag has a release", ref: "v1.2.3", checksums: right, gh: "exit 0"},
		{name: "a tag without a release is built", ref: "v9.9.9", built: true},
		{name: "a version is wanted", ref: "main", version: "1.2.3", checksums: right, gh: "exit 0"},
		{name: "a version is not there", ref: "main", version: "9.9.9", failed: true},
		{name: "no version", ref: "main", version: "latest", failed: true},
		{name: "a path for a version", ref: "main", version: "../1.2.3", failed: true},
		{name: "another checksum", ref: "v1.2.3", checksums: wrong, gh: "exit 0", failed: true},
		{name: "no checksum", ref: "v1.2.3", checksums: "", gh: "exit 0", failed: true},
		{name: "no attestation", ref: "v1.2.3", checksums: right, gh: "exit 1", failed: true},
		{name: "own checksum", ref: "v1.2.3", checksum: sum, gh: "exit 1"},
		{name: "another than the own checksum", ref: "v1.2.3", checksum: wrong[:64], checksums: right, gh: "exit 0", failed: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := newJob(t, map[string]string{"main.tf": noFailures})
			j.github["github.action_ref"], j.inputs["version"], j.inputs["checksum"] = test.ref, test.version, test.checksum
			served := filepath.Join(j.temp, "releases/download/v1.2.3")
			j.put(filepath.Join(served, "baalint_1.2.3_linux_amd64.tar.gz"), archive.String(), 0o644)
			j.put(filepath.Join(served, "checksums.txt"), test.checksums, 0o644)
			j.put(filepath.Join(j.bin, "curl"), `#!/bin/sh
for url; do [ "$last" != --output ] || file=$url; last=$url; done
served=`+j.temp+`${url#https://github.com/baalint/baalint}
if [ -e "$served" ]; then cp "$served" "$file"; printf 200; else printf 404; fi
`, 0o755)
			j.put(filepath.Join(j.bin, "gh"), "#!/bin/sh\n[ \"$1 $2 $4 $5\" = 'attestation verify --repo baalint/baalint' ] && [ \"$GH_TOKEN\" = t0ken ] || exit 9\n"+test.gh+"\n", 0o755)
			outputs := j.run()
			if j.failed != test.failed || !test.failed && outputs["exit-code"] != "0" {
				t.Fatalf("failed: %v; log:\n%s", j.failed, j.log.String())
			}
			if got := j.outputs["steps.install.outputs.build"] == "true"; got != test.built {
				t.Errorf("built: %v", got)
			}
			if test.failed && !slices.ContainsFunc(j.commands(), func(line string) bool { return strings.HasPrefix(line, "::error title=baalint::") }) {
				t.Errorf("no reason is given:\n%s", j.log.String())
			}
		})
	}
}
