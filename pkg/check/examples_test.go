package check

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/policies"
)

// Every rule's examples.txtar: each folder in it is a root module. A comment "# want fail" or "# want open" says that the
// rule reports that verdict on that line; all its other verdicts must be passes.
func TestExamples(t *testing.T) {
	archives, err := fs.Glob(policies.FS, "rules/*/*/examples.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no examples", err)
	}
	for _, name := range archives {
		id := strings.ReplaceAll(strings.TrimPrefix(path.Dir(name), "rules/"), "_", "-")
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			data, err := fs.ReadFile(policies.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			by := knowledgeOf(t, path.Dir(name))
			seen := map[string][]finding.Verdict{}
			for folder, files := range exampleFolders(t, txtar.Parse(data)) {
				t.Run(folder, func(t *testing.T) {
					seen[folder] = example(t, by, id, files)
				})
			}
			checkCoverage(t, seen)
		})
	}
}

var catalogue = sync.OnceValues(func() (*fact.Catalogue, error) { return fact.Load(policies.FS) })

// knowledge is what an example is judged by.
type knowledge struct {
	catalogue *fact.Catalogue
	rules     *policy.Set
}

// knowledgeOf loads one rule alone, so that a mistake in another one does not hide what its examples say.
func knowledgeOf(t *testing.T, dir string) *knowledge {
	t.Helper()
	facts, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	alone := fstest.MapFS{}
	for _, pattern := range []string{"obligations.yaml", "lib/*.rego", dir + "/*.rego"} {
		names, err := fs.Glob(policies.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(policies.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			alone[name] = &fstest.MapFile{Data: data}
		}
	}
	rules, err := policy.Load(policy.Options{FS: alone, Concepts: facts.Concepts(), Hardening: true, CheckTypes: true})
	if err != nil {
		t.Fatal(err)
	}
	return &knowledge{facts, rules}
}

// exampleFolders groups the files of an archive by their first folder.
func exampleFolders(t *testing.T, archive *txtar.Archive) map[string]map[string]string {
	t.Helper()
	folders := map[string]map[string]string{}
	for _, file := range archive.Files {
		folder, name, found := strings.Cut(file.Name, "/")
		if !found {
			t.Fatalf("%s is in no folder", file.Name)
		}
		if folders[folder] == nil {
			folders[folder] = map[string]string{}
		}
		folders[folder][name] = string(file.Data)
	}
	return folders
}

var want = regexp.MustCompile(`# want (fail|open)$`)

// example judges one folder and returns the verdicts of the rule.
func example(t *testing.T, by *knowledge, rule string, files map[string]string) []finding.Verdict {
	t.Helper()
	base, expected := t.TempDir(), map[string]bool{}
	for name, text := range files {
		file := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(text, "\n") {
			if verdict := want.FindStringSubmatch(line); verdict != nil {
				expected[fmt.Sprintf("%s:%d %s", name, i+1, verdict[1])] = true
			}
		}
	}
	got, reported := map[string]bool{}, []string{}
	findings := judgeFolder(t, by, base)
	verdicts := make([]finding.Verdict, 0, len(findings))
	for _, f := range findings {
		if f.Rule != rule {
			t.Errorf("a finding of %s", f.Rule)
		}
		verdicts = append(verdicts, f.Verdict)
		if f.Verdict != finding.Pass {
			got[fmt.Sprintf("%s:%d %s", f.Place.File, f.Place.Line, f.Verdict)] = true
			reported = append(reported, fmt.Sprintf("%s:%d %s: %s %v", f.Place.File, f.Place.Line, f.Verdict, f.Message, f.Waits))
		}
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s\n%s", diff, strings.Join(reported, "\n"))
	}
	return verdicts
}

func judgeFolder(t *testing.T, by *knowledge, base string) []finding.Finding {
	t.Helper()
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	opts := Options{Base: base, Dirs: []string{"."}, AsOf: asOf}
	agreed, err := readAgreement(opts, table)
	if err != nil {
		t.Fatal(err)
	}
	read, err := readTerraform(opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range read.problems {
		if p.Incomplete && len(read.unread) == 0 {
			t.Errorf("%s:%d: %s; %s", p.Place.File, p.Place.Line, p.Summary, p.Detail)
		}
	}
	estate, err := by.catalogue.Facts(read.resources, services{table})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range estate.Problems {
		if p.Catalogue {
			t.Errorf("%s:%d: %s; %s", p.Place.File, p.Place.Line, p.Summary, p.Detail)
		}
	}
	addAgreement(estate, agreed)
	findings, err := by.rules.Judge(t.Context(), policy.Input{
		Estate: estate, Terms: agreed.terms.Input(), Today: opts.AsOf, Regions: table.Regions(), Incomplete: read.unread, Raw: read.raw,
	})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// checkCoverage wants every verdict of a rule shown, and for each cloud that it covers a fault and a remedy.
func checkCoverage(t *testing.T, seen map[string][]finding.Verdict) {
	t.Helper()
	all, clouds := map[finding.Verdict]bool{}, map[string]map[finding.Verdict]bool{}
	for _, folder := range slices.Sorted(maps.Keys(seen)) {
		cloud, _, _ := strings.Cut(folder, "-")
		if !slices.Contains([]string{"aws", "azure", "google"}, cloud) {
			t.Errorf("folder %s: its name begins with aws-, azure- or google-", folder)
		}
		if clouds[cloud] == nil {
			clouds[cloud] = map[finding.Verdict]bool{}
		}
		for _, verdict := range seen[folder] {
			all[verdict], clouds[cloud][verdict] = true, true
		}
	}
	for _, verdict := range []finding.Verdict{finding.Fail, finding.Pass, finding.Open} {
		if !all[verdict] {
			t.Errorf("no folder shows the verdict %s", verdict)
		}
	}
	for cloud, verdicts := range clouds {
		if !verdicts[finding.Fail] || !verdicts[finding.Pass] {
			t.Errorf("the folders of %s show no failure or no pass", cloud)
		}
	}
}
