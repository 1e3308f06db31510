package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
)

// Tested is what the tests of directories of rules came to.
type Tested struct {
	Folders  []TestedFolder `json:"folders"`
	Tests    int            `json:"tests"`
	Examples int            `json:"examples"`
	Failed   int            `json:"failed"`
}

// TestedFolder is a folder with a rule, or with tests of helpers. Rule is the id, "" for helpers.
type TestedFolder struct {
	Folder   string  `json:"folder"`
	Rule     string  `json:"rule,omitempty"`
	Tests    int     `json:"tests"`
	Examples int     `json:"examples"`
	Faults   []Fault `json:"faults"`
	// Notes say what the tests leave out.
	Notes []string `json:"notes"`
}

// Fault is a test or an example that failed.
type Fault struct {
	Place   finding.Place `json:"place"`
	Name    string        `json:"name"`
	Message string        `json:"message"`
	// Output is what a test printed.
	Output string `json:"output,omitempty"`
}

// TestPolicies runs the tests beside the rules in Options.Policies: those in Rego, and the examples. The error is for what cannot be
// read or compiled.
func TestPolicies(ctx context.Context, opts Options) (*Tested, error) {
	opts.Hardening = true
	bench, err := newWorkbench(opts.AsOf)
	if err != nil {
		return nil, err
	}
	rules, err := openRules(opts, bench.catalogue)
	if err != nil {
		return nil, err
	}
	folders := map[string]*TestedFolder{}
	folder := func(file string) *TestedFolder {
		name := path.Dir(file)
		if folders[name] == nil {
			folders[name] = &TestedFolder{Folder: name, Faults: []Fault{}, Notes: []string{}}
		}
		return folders[name]
	}
	own := rules.UserRules()
	for id, file := range own {
		folder(file).Rule = id
	}
	for _, dir := range opts.Policies {
		tests, err := rules.RunTests(ctx, policy.Dir{Name: dir, FS: os.DirFS(within(opts.Base, dir))})
		if err != nil {
			return nil, err
		}
		for _, test := range tests {
			folder(test.File).addTest(test)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(own)) {
		if err := folder(own[id]).addExamples(ctx, bench, rules.Only(id), within(opts.Base, path.Dir(own[id]))); err != nil {
			return nil, err
		}
	}
	return summed(folders), nil
}

func summed(folders map[string]*TestedFolder) *Tested {
	all := &Tested{Folders: []TestedFolder{}}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		f := *folders[name]
		if f.Rule != "" && f.Tests == 0 {
			f.Notes = append(f.Notes, "no tests in Rego")
		}
		all.Folders = append(all.Folders, f)
		all.Tests += f.Tests
		all.Examples += f.Examples
		all.Failed += len(f.Faults)
	}
	return all
}

func (f *TestedFolder) addTest(test policy.RegoTest) {
	f.Tests++
	if test.Fault != "" {
		f.Faults = append(f.Faults, Fault{
			Place: finding.Place{File: test.File, Line: test.Line, Column: 1}, Name: test.Name, Message: test.Fault, Output: test.Output,
		})
	}
}

// addExamples judges the examples beside a rule.
func (f *TestedFolder) addExamples(ctx context.Context, bench *workbench, rule *policy.Set, dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, examplesName))
	if errors.Is(err, fs.ErrNotExist) {
		f.Notes = append(f.Notes, "no "+examplesName)
		return nil
	}
	if err != nil {
		return fmt.Errorf("read examples: %w", bare(err, path.Join(f.Folder, examplesName)))
	}
	name := path.Join(f.Folder, examplesName)
	examples, err := examplesIn(data)
	if err != nil {
		return fmt.Errorf("read examples: %s: %w", name, err)
	}
	shown := map[finding.Verdict]bool{}
	for _, e := range examples {
		f.Examples++
		verdicts, mistakes, err := bench.judge(ctx, rule, e)
		if err != nil {
			at := finding.Place{File: name, Line: e.archiveLine(exampleLine{}), Column: 1}
			f.Faults = append(f.Faults, Fault{Place: at, Name: e.name, Message: err.Error()})
		}
		for _, m := range mistakes {
			at := finding.Place{File: name, Line: e.archiveLine(m.at), Column: 1}
			f.Faults = append(f.Faults, Fault{Place: at, Name: e.name, Message: m.text})
		}
		for _, verdict := range verdicts {
			shown[verdict] = true
		}
	}
	var missing []string
	for _, verdict := range []finding.Verdict{finding.Fail, finding.Pass, finding.Open} {
		if !shown[verdict] {
			missing = append(missing, string(verdict))
		}
	}
	if len(missing) > 0 {
		f.Notes = append(f.Notes, "no example shows the verdict "+strings.Join(missing, ", "))
	}
	return ctx.Err()
}
