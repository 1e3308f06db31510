package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// RegoTest is how a test in Rego, a rule whose name begins with test_, came out.
type RegoTest struct {
	Name string
	File string
	Line int
	// Fault says why it failed, "" where it passed; Output is what it printed.
	Fault, Output string
}

// UserRules are the ids of the rules in the directories of Options.Extra, with their files.
func (s *Set) UserRules() map[string]string {
	files := map[string]string{}
	for _, r := range s.rules {
		if r.user {
			files[r.ID] = r.file
		}
	}
	return files
}

// Only is the set with one rule alone.
func (s *Set) Only(id string) *Set {
	only := &Set{obligations: s.obligations, concepts: s.concepts, lib: s.lib, openLib: s.openLib, deadline: s.deadline}
	for _, r := range s.rules {
		if r.ID == id {
			only.rules = append(only.rules, r)
		}
	}
	return only
}

// RunTests runs the tests in the files of a directory that end in _test.rego, in the same sandbox as rules and each by the same deadline.
// They come in the order of files and lines. The error is for files that cannot be read or compiled.
func (s *Set) RunTests(ctx context.Context, dir Dir) ([]RegoTest, error) {
	modules, err := testModules(dir)
	if err != nil {
		return nil, fmt.Errorf("compile tests in %s: %w", dir.Name, err)
	}
	lib, err := s.lib()
	if err != nil {
		return nil, fmt.Errorf("compile tests in %s: %w", dir.Name, err)
	}
	for name, module := range lib.modules {
		modules["lib:"+name] = module
	}
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("run tests in %s: %w", dir.Name, err)
	}
	defer store.Abort(ctx, txn)
	compiler := sandboxed().WithStrict(true).WithEnablePrintStatements(true)
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(store).SetModules(modules).SetTimeout(s.deadline).CapturePrintOutput(true)
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		return nil, fmt.Errorf("compile tests in %s: %w", dir.Name, readable(err))
	}
	var tests []RegoTest
	for result := range results {
		if !result.Skip { // todo_…: yet to be written
			tests = append(tests, regoTest(result))
		}
	}
	slices.SortFunc(tests, func(a, b RegoTest) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Name, b.Name))
	})
	return tests, ctx.Err()
}

// testModules parses all Rego of a directory, rules and tests.
func testModules(dir Dir) (map[string]*ast.Module, error) {
	sources, err := findRego(dir.FS, dir.Name, func(string) bool { return true })
	modules, errs := parseNamed(sources)
	return modules, errors.Join(errs, err)
}

func regoTest(result *tester.Result) RegoTest {
	test := RegoTest{Name: result.Name, File: result.Location.File, Line: result.Location.Row, Output: string(result.Output)}
	switch {
	case result.Error != nil:
		test.Fault = result.Error.Error()
	case !result.Pass():
		test.Fault = "is not true"
	}
	return test
}
