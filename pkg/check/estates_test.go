package check

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/policies"
)

var update = flag.Bool("update", false, "rewrite the expected reports beside the estates and the printed pages")

// asOf is the day by which tests judge agreements.
const asOf = ExamplesAsOf

// Every folder under testdata/estates is judged, or the plan or state in it; expected.txt and expected.sarif beside it hold what
// must come out.
func TestEstates(t *testing.T) {
	for _, dir := range estates(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			result := run(t, dir)
			for format, name := range map[string]string{"text": "expected.txt", "sarif": "expected.sarif"} {
				got := written(t, format, result)
				if again := written(t, format, run(t, dir)); again != got {
					t.Errorf("a second run differs in %s:\n%s", format, cmp.Diff(got, again))
				}
				golden(t, filepath.Join(house, dir, name), got)
			}
			findings(t, result)
		})
	}
}

// estates are the folders under testdata/estates.
func estates(t *testing.T) []string {
	t.Helper()
	folders, err := os.ReadDir(filepath.Join(house, "testdata/estates"))
	if err != nil || len(folders) == 0 {
		t.Fatal("no estates", err)
	}
	dirs := make([]string, len(folders))
	for i, folder := range folders {
		dirs[i] = path.Join("testdata/estates", folder.Name())
	}
	return dirs
}

// findings checks what must hold for every finding of every estate.
func findings(t *testing.T, r *finding.Report) {
	t.Helper()
	for _, f := range r.Findings {
		if f.Verdict == finding.Pass {
			continue
		}
		if f.Place.Line < 1 || r.Sources[f.Place.File] == nil {
			t.Errorf("%s on %s stands nowhere: %+v", f.Rule, f.Address, f.Place)
		}
		if f.Message == "" {
			t.Errorf("%s on %s says nothing", f.Rule, f.Address)
		}
	}
}

// One estate under different agreements: each file of testdata/agreements has beside it what must come out.
func TestAgreements(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(house, "testdata/agreements/*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no agreements", err)
	}
	seen := map[string]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			opts := options(t, "testdata/estates/hospital-group")
			opts.Agreement = path.Join("testdata/agreements", name+".yaml")
			result, err := Run(t.Context(), opts)
			if err != nil {
				t.Fatal(err)
			}
			text := written(t, "text", result)
			golden(t, filepath.Join(house, "testdata/agreements", name+".txt"), text)
			for _, format := range []string{"sarif", "json"} {
				golden(t, filepath.Join(house, "testdata/agreements", name+"."+format), excerpt(t, written(t, format, result)))
			}
			findings(t, result)
			if same, ok := seen[text]; ok {
				t.Errorf("the report is that of %s", same)
			}
			seen[text] = name
		})
	}
}

// An estate by a profile, under an agreement of testdata/profiles that has beside it what the profile must say: its findings stand beside those of the run without it, and no obligation counts them.
func TestProfiles(t *testing.T) {
	profiles, err := policy.Profiles(policies.FS)
	if err != nil || len(profiles) == 0 {
		t.Fatal("no profiles", err)
	}
	for _, p := range profiles {
		t.Run(p.Name, func(t *testing.T) {
			opts := options(t, "testdata/estates/hospital-group")
			opts.Agreement = path.Join("testdata/profiles", p.Name+".yaml")
			without, err := Run(t.Context(), opts)
			if err != nil {
				t.Fatal(err)
			}
			opts.Profiles = []string{p.Name}
			with, err := Run(t.Context(), opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(report.Standings(without), report.Standings(with)); diff != "" {
				t.Error("obligations stand differently:", diff)
			}
			own := func(f finding.Finding) bool { return strings.HasPrefix(f.Rule, p.Name+"/") }
			if slices.ContainsFunc(without.Findings, own) || !slices.ContainsFunc(with.Findings, own) {
				t.Error("the profile is on where it is not named, or off where it is")
			}
			findings(t, with)
			with.Findings = slices.DeleteFunc(with.Findings, func(f finding.Finding) bool { return !own(f) })
			with.Obligations = nil
			golden(t, filepath.Join(house, "testdata/profiles", p.Name+".txt"), written(t, "text", with))
		})
	}
}

func options(t *testing.T, dir string) Options {
	t.Helper()
	base, err := filepath.Abs(house)
	if err != nil {
		t.Fatal(err)
	}
	own, err := Configure(filepath.Join(base, dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range own.Environments {
		for i := range e.Settings {
			e.Settings[i].File = path.Join(dir, e.Settings[i].File)
		}
	}
	for _, name := range []string{"plan.json", "terraform.tfstate"} {
		if file := path.Join(dir, name); isFile(filepath.Join(base, file)) {
			dir = file
		}
	}
	return Options{Base: base, Dirs: []string{dir}, Environments: own.Environments, AsOf: asOf, Version: "0.0.0-test"}
}

func run(t *testing.T, dir string) *finding.Report {
	t.Helper()
	result, err := Run(t.Context(), options(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func written(t *testing.T, format string, r *finding.Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Write(&out, format, r, report.Options{Threshold: finding.Low}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// excerpt is what an agreement decides of a JSON or SARIF report, indented: what is in doubt or broken, and how the obligations
// stand. The tables of rules, the same in all, stand in the expected reports of the estates.
func excerpt(t *testing.T, document string) string {
	t.Helper()
	var d map[string]any
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	if runs, ok := d["runs"].([]any); ok {
		run := runs[0].(map[string]any)
		for _, result := range run["results"].([]any) {
			delete(result.(map[string]any), "ruleIndex") // another one with every new rule
		}
		d = map[string]any{"results": run["results"], "invocations": run["invocations"]}
	} else {
		maps.DeleteFunc(d, func(key string, _ any) bool { return key == "rules" || key == "obligations" })
		d["findings"] = slices.DeleteFunc(d["findings"].([]any), func(f any) bool { return f.(map[string]any)["verdict"] == "pass" })
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// golden holds text against a file, or rewrites the file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./pkg/check -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test ./pkg/check -update rewrites it):\n%s", filepath.Base(file), diff)
	}
}
