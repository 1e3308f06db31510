package check

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/policies"
)

// Every rule's examples.txtar: each folder in it is a root module. A comment "# want fail" or "# want open" says that the
// rule reports that verdict on that line; all its other verdicts must be passes.
func TestExamples(t *testing.T) {
	bench, err := newWorkbench(asOf)
	if err != nil {
		t.Fatal(err)
	}
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
			rules := ruleAlone(t, path.Dir(name))
			examples, err := examplesIn(data)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string][]finding.Verdict{}
			for _, e := range examples {
				t.Run(e.name, func(t *testing.T) {
					verdicts, mistakes, err := bench.judge(t.Context(), rules, e)
					if err != nil {
						t.Fatal(err)
					}
					for _, m := range mistakes {
						t.Errorf("policies/%s:%d: %s", name, e.archiveLine(m.at), m.text)
					}
					seen[e.name] = verdicts
				})
			}
			checkCoverage(t, seen)
		})
	}
}

var catalogue = sync.OnceValues(func() (*fact.Catalogue, error) { return fact.Load(policies.FS) })

// ruleAlone loads one rule alone, so that a mistake in another one does not hide what its examples say.
func ruleAlone(t *testing.T, dir string) *policy.Set {
	t.Helper()
	facts, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	alone := fstest.MapFS{}
	for _, pattern := range []string{"obligations.yaml", "profiles.yaml", "lib/*.rego", dir + "/*.rego"} {
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
	profiles, err := policy.Profiles(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	options := policy.Options{FS: alone, Concepts: facts.Concepts(), Hardening: true, CheckTypes: true}
	for _, p := range profiles {
		options.Profiles = append(options.Profiles, p.Name)
	}
	rules, err := policy.Load(options)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// checkCoverage wants every verdict of a rule shown, and for each cloud that it covers a fault and a remedy.
func checkCoverage(t *testing.T, seen map[string][]finding.Verdict) {
	t.Helper()
	all, clouds := map[finding.Verdict]bool{}, map[string]map[finding.Verdict]bool{}
	for _, folder := range slices.Sorted(maps.Keys(seen)) {
		cloud, _, _ := strings.Cut(folder, "-")
		if !slices.Contains([]string{"aws", "azure", "google", otherVendors}, cloud) {
			t.Errorf("folder %s: its name begins with aws-, azure-, google- or vendors-", folder)
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
