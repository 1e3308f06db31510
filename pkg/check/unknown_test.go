package check

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// What a rule settles holds whatever an unknown turns out to be: with a field hidden that it reads, no pass of an example becomes a failure, and
// no failure a pass. testdata/unknown.txt lists the fields for which that does not hold yet, or which nobody leaves unknown, with the verdict
// that comes instead. A line more says that a rule takes what it does not see for what there is not.
func TestUnknownsSettleNothing(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes a while")
	}
	bench, err := newWorkbench(asOf)
	if err != nil {
		t.Fatal(err)
	}
	archives, err := fs.Glob(policies.FS, "rules/*/*/examples.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no examples", err)
	}
	var lock sync.Mutex
	settled := map[string]bool{}
	t.Run("rules", func(t *testing.T) {
		for _, name := range archives {
			t.Run(path.Dir(strings.TrimPrefix(name, "rules/")), func(t *testing.T) {
				t.Parallel()
				data, err := fs.ReadFile(policies.FS, name)
				if err != nil {
					t.Fatal(err)
				}
				examples, err := examplesIn(data)
				if err != nil {
					t.Fatal(err)
				}
				rules := ruleAlone(t, path.Dir(name))
				for _, e := range examples {
					found := settledUnseen(t, bench, rules, e)
					lock.Lock()
					maps.Copy(settled, found)
					lock.Unlock()
				}
			})
		}
	})
	got := strings.Join(slices.Sorted(maps.Keys(settled)), "")
	const golden = "testdata/unknown.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s is not what is (+):\n%s", golden, diff)
	}
}

// settledUnseen hides what the rule reads of an example, one field of one fact of each type after the other, and says which verdicts turn
// into their opposite.
func settledUnseen(t *testing.T, b *workbench, rules *policy.Set, e *example) map[string]bool {
	in, _, err := b.input(t.TempDir(), e)
	if err != nil {
		t.Fatal(err)
	}
	rule, settled, hid := rules.Rules()[0], map[string]bool{}, map[[3]string]bool{}
	certain := []string{"account", "kind", "role", "service"} // which the catalogue hardly ever leaves open, or rules weigh themselves
	before := worst(t, rules, in)
	for _, f := range in.Estate.Facts {
		for name, field := range slices.Clone(f.Fields).All() {
			about := slices.Contains(strings.Split(rule.About, ", "), f.Concept) && slices.Contains(rule.Reads, name)
			one := [3]string{f.Concept, f.Type, name}
			if !field.Known || hid[one] || slices.Contains(certain, name) || !about && !slices.Contains(rule.Reads, f.Concept+"."+name) {
				continue
			}
			hidden := fact.Field{Why: []resource.Why{{Cause: resource.NoValue, Subject: "var.hidden"}}}
			if _, list := field.Value.([]any); list {
				hidden.Value = []any{}
			}
			hid[one] = true
			had := *field
			f.Set(name, hidden)
			after := worst(t, rules, in)
			for _, other := range in.Estate.Facts {
				if was, is := before[other.ID], after[other.ID]; was == finding.Pass && is == finding.Fail || was == finding.Fail && is == finding.Pass {
					settled[fmt.Sprintf("%s %s.%s: %s\n", rule.ID, f.Concept, name, is)] = true
				}
			}
			f.Set(name, had)
		}
	}
	return settled
}

// worst are the verdicts by fact; of a fact with several, fail.
func worst(t *testing.T, rules *policy.Set, in policy.Input) map[string]finding.Verdict {
	t.Helper()
	findings, err := rules.Judge(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	verdicts := make(map[string]finding.Verdict, len(findings))
	for _, f := range findings {
		if verdicts[f.Fact] != finding.Fail {
			verdicts[f.Fact] = f.Verdict
		}
	}
	return verdicts
}
