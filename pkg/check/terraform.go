package check

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/plan"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

// terraform is what the configuration would build, and what of it was not seen.
type terraform struct {
	environment string // "" where the run has none
	// roots are the root modules, with nothing counted yet but their files; sources the contents of all files.
	roots   []finding.Root
	sources map[string][]byte
	// remarked are the files in which comments may be waivers that count.
	remarked  []string
	resources []*resource.Resource
	// schemas are those that the resources are fitted to.
	schemas  *schema.Set
	problems []finding.Problem
	// documents are the plans and states, notes what is worth knowing of them.
	documents []*plan.Document
	notes     []string
	// unread says what part of the configuration was not seen, for duties whose evidence may stand there.
	unread []policy.Unread
	// secrets are where they stand, once facts have been made.
	secrets secrets
	// variables are those of the root modules, by directory.
	variables map[string]map[string]*load.Variable
	// tree is kept where more is asked of it, for a diff, evidence or waivers in comments: in a large estate the syntax trees are a quarter of
	// the memory.
	tree *load.Tree
}

// input is what the user named, parsed.
type input struct {
	opts Options
	// tree holds the directories; nil where only plans and states are named.
	tree *load.Tree
	// documents are the paths of the plans and states.
	documents []string
	with      evaluate.Options
}

// readTerraform reads what the user named: directories, in the one environment that is chosen, if one is, plans and states.
func readTerraform(opts Options) (*terraform, error) {
	in, err := parse(opts)
	if err != nil {
		return nil, err
	}
	if len(opts.Environments) == 1 {
		return in.read(&opts.Environments[0])
	}
	return in.read(nil)
}

// parse reads the files of the directories, and what evaluates them.
func parse(opts Options) (*input, error) {
	schemas, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		return nil, err
	}
	dirs, documents, err := splitArguments(opts)
	if err != nil {
		return nil, err
	}
	in := &input{opts: opts, documents: documents, with: evaluate.Options{Schemas: schemas}}
	in.opts.Dirs = dirs
	switch {
	case len(opts.Plans) > 0 && len(opts.Environments) > 1:
		return nil, fmt.Errorf("--plan %s: choose the environment that the plan was made in, with --environment", opts.Plans[0])
	case len(dirs)+len(opts.Roots) > 0 || len(documents) == 0:
		return in, in.parseDirectories()
	case len(opts.Plans) > 0:
		return nil, fmt.Errorf("--plan %s: name the directory that the plan was made of", opts.Plans[0])
	case len(opts.Settings) > 0:
		return nil, errors.New("--var and --var-file have no say in a plan or a state: they hold the values")
	}
	return in, nil
}

func (in *input) parseDirectories() error {
	opts := in.opts
	tree, err := load.Load(load.Options{Base: opts.Base, Dirs: opts.Dirs, Roots: opts.Roots, Settings: opts.Settings, Environ: opts.Environ})
	if err != nil {
		return err
	}
	if dir := emptyDir(tree, opts); dir != "" {
		return fmt.Errorf("no Terraform files in %s%s", dir, instead(tree, opts, dir))
	}
	in.tree = tree
	in.with.Symbols, err = readSymbols()
	return err
}

// judged are the directories of the root modules, and the paths of plans and states.
func (in *input) judged() []string {
	dirs := slices.Clone(in.documents)
	if in.tree != nil {
		for _, root := range in.tree.Roots {
			dirs = append(dirs, root.Module.Dir)
		}
	}
	return dirs
}

// read evaluates the input, in an environment where one is given.
func (in *input) read(e *Environment) (*terraform, error) {
	t := &terraform{schemas: in.with.Schemas, variables: map[string]map[string]*load.Variable{}}
	if in.tree != nil {
		if e != nil {
			t.environment = e.Name
			if err := in.tree.Give(slices.Concat(e.Settings, in.opts.Settings), e.Workspace); err != nil {
				return nil, fmt.Errorf("environment %s: %w", e.Name, err)
			}
		}
		if err := t.addDirectories(in); err != nil {
			return nil, err
		}
	}
	return t, t.addDocuments(in.opts, in.documents)
}

// addDirectories evaluates the directories.
func (t *terraform) addDirectories(in *input) error {
	tree := in.tree
	plans, err := t.plans(in.opts, tree)
	if err != nil {
		return err
	}
	evaluated := evaluate.Resources(tree, in.with)
	t.sources, t.resources = tree.Sources(), evaluated.Resources
	t.add(tree.Diagnostics)
	for _, root := range tree.Roots {
		t.roots = append(t.roots, finding.Root{Dir: root.Module.Dir, Files: len(root.Module.Files)})
		t.variables[root.Module.Dir] = root.Module.Variables
		t.add(root.Diagnostics)
	}
	for _, module := range tree.Modules() {
		t.add(module.Diagnostics)
		for _, root := range tree.Roots {
			if evaluated.Modules[root.Module.Dir][module.Dir] {
				t.addUnread(root.Module.Dir, module)
			}
		}
	}
	t.add(evaluated.Diagnostics)
	for _, u := range evaluated.Unread {
		t.unread = append(t.unread, policy.Unread{Root: u.Root, Why: u.Why})
		t.problems = append(t.problems, finding.Problem{
			Summary: fmt.Sprintf("%s was not read: %s", cmp.Or(u.What, u.Subject), u.Reason), Place: place(u.Place), Incomplete: true,
		})
	}
	if !in.opts.NoComments {
		t.remarked = remarked(t.sources)
	}
	if in.opts.Diff != nil || in.opts.Evidence || len(t.remarked) > 0 {
		t.tree = tree
	}
	t.join(tree, plans)
	return nil
}

// judged are the directories of the roots; a plan or a state has its path.
func (t *terraform) judged() []string {
	dirs := make([]string, len(t.roots))
	for i, root := range t.roots {
		dirs[i] = root.Dir
	}
	return dirs
}

// forget drops the values of the resources, which the facts have taken over: in a large estate they are a third of the memory.
func (t *terraform) forget() {
	for _, r := range t.resources {
		r.Written, r.Region, r.Provider.Values = nil, cty.NilVal, cty.NilVal
	}
}

// addUnread notes the files of a module that could not be read, and those with a mistake that may have cost a block, which could be
// the evidence of a duty in the root that the module is part of.
func (t *terraform) addUnread(root string, module *load.Module) {
	files := slices.Clone(module.Unread)
	for _, d := range module.Diagnostics {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			files = append(files, d.Subject.Filename)
		}
	}
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		t.unread = append(t.unread, policy.Unread{Root: root, Why: resource.Why{
			Cause: resource.Unreadable, Subject: file, Place: resource.Range{File: file, Line: 1, Column: 1},
		}})
	}
}

// readSymbols reads which attributes of data sources repeat a setting of their provider.
func readSymbols() (evaluate.Symbols, error) {
	var symbols evaluate.Symbols
	data, err := fs.ReadFile(policies.FS, "symbols.json")
	if err == nil {
		err = json.Unmarshal(data, &symbols)
	}
	if err != nil {
		return symbols, fmt.Errorf("read symbols.json: %w", err)
	}
	return symbols, nil
}

// add turns diagnostics into problems. After an error something was not seen, or not as Terraform would see it.
func (t *terraform) add(diags hcl.Diagnostics) {
	for _, d := range diags {
		problem := finding.Problem{Summary: d.Summary, Detail: withoutStack(d.Detail), Incomplete: d.Severity == hcl.DiagError}
		if d.Subject != nil {
			problem.Place = placeOf(*d.Subject)
		}
		t.problems = append(t.problems, problem)
	}
}

// withoutStack is a message without what only developers read: cty reports where in its code an operation came to grief.
func withoutStack(message string) string {
	before, _, found := strings.Cut(message, "panic in function implementation")
	if !found {
		return message
	}
	return before + "it has no answer for these values."
}

// placeOf is the place of a range of the parser's.
func placeOf(r hcl.Range) finding.Place {
	return finding.Place{File: r.Filename, Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column}
}

func place(r resource.Range) finding.Place {
	return finding.Place{File: r.File, Line: r.Line, Column: r.Column, EndLine: r.EndLine, EndColumn: r.EndColumn}
}
