package check

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/plan"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// splitArguments tells the plans and states among what the user named from the directories.
func splitArguments(opts Options) (dirs, documents []string, err error) {
	for _, name := range opts.Dirs {
		head, err := beginning(within(opts.Base, name))
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("read %w", bare(err, name))
		case head != nil && plan.Recognise(name, head):
			documents = append(documents, name)
		default:
			dirs = append(dirs, name)
		}
	}
	return dirs, documents, nil
}

// beginning is how a regular file begins; nil for anything else, of which others say what is wrong with it.
func beginning(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head := make([]byte, 512)
	n, err := file.Read(head)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head[:n], nil
}

// maxDocument bounds a plan or a state. The largest that people have are a few hundred megabytes.
const maxDocument = 1 << 30

// readDocument reads a plan or a state.
func readDocument(opts Options, schemas *schema.Set, name string) (*plan.Document, error) {
	path := within(opts.Base, name)
	shown := relative(opts.Base, path)
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxDocument {
		err = fmt.Errorf("%s: it has more than %d MB", shown, maxDocument>>20)
	}
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: it is not a file", shown)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read %w", bare(err, shown))
	}
	return plan.Read(shown, data, plan.Options{Schemas: schemas})
}

// addDocuments takes over plans and states that stand for themselves.
func (t *terraform) addDocuments(opts Options, names []string) error {
	for _, name := range names {
		d, err := readDocument(opts, t.schemas, name)
		if err != nil {
			return err
		}
		if t.document(d.Name) != nil {
			continue
		}
		t.documents = append(t.documents, d)
		t.roots = append(t.roots, finding.Root{Dir: d.Name, Files: 1, Input: string(d.Kind)})
		t.resources = append(t.resources, d.Resources()...)
		t.remarks(d, d.Name)
		t.notes = append(t.notes, standsAlone(d))
		d.Forget()
	}
	return nil
}

// standsAlone says what it means that there is nothing but a plan or a state.
func standsAlone(d *plan.Document) string {
	lines := "lines"
	if d.OneLine() {
		lines = "columns of its one line (jq . makes it many)"
	}
	if d.Kind == plan.State {
		return fmt.Sprintf("%s is a state: judged is what exists, not what the configuration would build; places are its %s", d.Name, lines)
	}
	return fmt.Sprintf("%s is a plan: places are its %s; baalint DIR --plan %s shows those of the source", d.Name, lines, d.Name)
}

// remarks takes over what a document says of itself. root is the root that its resources are of.
func (t *terraform) remarks(d *plan.Document, root string) {
	t.notes = append(t.notes, d.Notes...)
	for _, gap := range d.Gaps {
		t.problems = append(t.problems, finding.Problem{
			Summary: gap, Place: finding.Place{File: d.Name, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}, Incomplete: true,
		})
		t.unread = append(t.unread, policy.Unread{Root: root, Why: resource.Why{
			Cause: resource.Unreadable, Subject: d.Name, Place: resource.Range{File: d.Name, Line: 1, Column: 1},
		}})
	}
}

// document finds a plan or a state by its name.
func (t *terraform) document(name string) *plan.Document {
	for _, d := range t.documents {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// source is what may be shown of a file at some places.
func (t *terraform) source(name string, places []resource.Range) []byte {
	if d := t.document(name); d != nil {
		return d.Lines(places)
	}
	return t.sources[name]
}

// plans reads the plans that belong to directories, and finds the root of each.
func (t *terraform) plans(opts Options, tree *load.Tree) (map[*load.Root]*plan.Document, error) {
	found := map[*load.Root]*plan.Document{}
	for _, name := range opts.Plans {
		d, err := readDocument(opts, t.schemas, name)
		if err != nil {
			return nil, err
		}
		if d.Kind != plan.Plan {
			return nil, fmt.Errorf("--plan %s: this is a state; give it in the place of the directory: baalint %s", d.Name, d.Name)
		}
		root, err := rootOf(d, tree)
		if err != nil {
			return nil, err
		}
		if other := found[root]; other != nil {
			return nil, fmt.Errorf("--plan: %s and %s are both of the root module %s", other.Name, d.Name, root.Module.Dir)
		}
		found[root] = d
		t.documents = append(t.documents, d)
		for name, value := range d.Variables {
			if decl := root.Module.Variables[name]; decl != nil {
				written := root.Values[name].Range // where it comes from, for what asks which line a value rests on
				if _, given := root.Values[name]; !given && decl.Default != nil {
					written = decl.Default.Range()
				}
				root.Values[name] = load.Value{Expr: hcl.StaticExpr(value, hcl.Range{}), From: d.Name, Range: written}
			}
		}
	}
	return found, nil
}

// rootOf finds the root module that a plan was made of: the one whose blocks are those of the plan, or most alike.
func rootOf(d *plan.Document, tree *load.Tree) (*load.Root, error) {
	blocks := d.Blocks()
	var best []*load.Root
	alike := 0.0
	for _, root := range tree.Roots {
		declared, both := declares(root.Module), 0
		for _, name := range blocks {
			if declared[name] {
				both++
			}
		}
		share := float64(both) / float64(max(1, len(blocks)+len(declared)-both))
		switch {
		case both == 0 && len(blocks) > 0, share < alike:
		case share > alike || len(best) == 0:
			best, alike = append(best[:0], root), share
		default:
			best = append(best, root)
		}
	}
	switch {
	case len(best) == 1:
		return best[0], nil
	case len(best) == 0 || len(blocks) == 0:
		return nil, fmt.Errorf("--plan %s: no root module here declares what the plan speaks of", d.Name)
	}
	names := make([]string, len(best))
	for i, root := range best {
		names[i] = root.Module.Dir
	}
	return nil, fmt.Errorf("--plan %s: it fits the root modules %s alike; name the directory of its own", d.Name, strings.Join(names, ", "))
}

func declares(m *load.Module) map[string]bool {
	out := map[string]bool{}
	for name, r := range m.Resources {
		if r.Kind != "ephemeral" {
			out[name] = true
		}
	}
	for name := range m.Calls {
		out["module."+name] = true
	}
	return out
}

// join gives the resources of each root that has a plan the values of the plan.
func (t *terraform) join(tree *load.Tree, plans map[*load.Root]*plan.Document) {
	for i, root := range tree.Roots {
		d := plans[root]
		if d == nil {
			continue
		}
		dir := root.Module.Dir
		of := func(r *resource.Resource) bool { return r.Root == dir }
		var own, others []*resource.Resource
		for _, r := range t.resources {
			if of(r) {
				own = append(own, r)
			} else {
				others = append(others, r)
			}
		}
		joined := d.Join(dir, own)
		d.Forget()
		t.resources = slices.Concat(others, joined.Resources)
		t.roots[i].Input, t.roots[i].Plan = string(plan.Plan), d.Name
		t.notes = append(t.notes, fmt.Sprintf("values of %s are those of %s", dir, d.Name))
		if len(joined.PlanOnly) > 0 {
			t.notes = append(t.notes, fmt.Sprintf("only in %s, and judged by it: %s", d.Name, plan.Counted(joined.PlanOnly)))
		}
		if len(joined.SourceOnly) > 0 {
			t.notes = append(t.notes, fmt.Sprintf("not in %s, and judged by the source: %s", d.Name, plan.Counted(joined.SourceOnly)))
		}
		t.remarks(d, dir)
	}
	slices.SortStableFunc(t.resources, func(a, b *resource.Resource) int { return strings.Compare(a.Root, b.Root) })
}
