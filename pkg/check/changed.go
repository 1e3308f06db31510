package check

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/diff"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
)

// Diff is a change of the files as a unified diff shows it; Name is what errors call it.
type Diff struct {
	Name string
	Data []byte
}

// changed is a change of the files of a run.
type changed struct {
	*diff.Change
	// named gives the name in the diff of a file that is named relative to the base of the run.
	named map[string]string
}

// maxSource bounds the files that a diff is held against.
const maxSource = 64 << 20

// readDiff reads the diff of a run, nil where there is none, and holds it against the files: lines that have changed since, or a diff that
// goes the other way, would point anywhere.
func readDiff(opts Options) (*changed, error) {
	if opts.Diff == nil {
		return nil, nil
	}
	read, err := diff.Read(opts.Diff.Data)
	if err != nil {
		return nil, fmt.Errorf("--diff %s: %w", opts.Diff.Name, err)
	}
	c := &changed{Change: read, named: map[string]string{}}
	for _, name := range read.Files() {
		if !isInput(name) {
			continue
		}
		file := changedFile(opts.Base, name)
		if file == "" {
			return nil, fmt.Errorf("--diff %s: there is no %s: is it the diff that leads to the files as they are?", opts.Diff.Name, name)
		}
		content, err := readAtMost(file, maxSource)
		if err != nil {
			return nil, fmt.Errorf("--diff %s: read %w", opts.Diff.Name, bare(err, name))
		}
		if line := read.Differs(name, content); line > 0 {
			return nil, fmt.Errorf("--diff %s: line %d of %s is not what the diff leaves there: is it the diff that leads to the files as they are?",
				opts.Diff.Name, line, name)
		}
		c.named[relative(opts.Base, file)] = name
	}
	return c, nil
}

// isInput tells whether findings may stand in a file of that name, or come from it.
func isInput(name string) bool {
	return slices.ContainsFunc([]string{".tf", ".tf.json", ".tofu", ".tofu.json", ".tfvars", ".tfvars.json", ".yaml", ".yml"},
		func(extension string) bool { return strings.HasSuffix(name, extension) })
}

// changedFile finds a file that a diff names: from the root of the repository on, as git does, or from the base of the run; with the first
// directory left out where that is the name of a tree, as in a diff of two directories. "" where there is none.
func changedFile(base, name string) string {
	dirs := []string{base}
	if repository := Repository(base); repository != "" {
		dirs = []string{repository, base}
	}
	_, below, _ := strings.Cut(name, "/")
	for _, name := range []string{name, below} {
		for _, dir := range dirs {
			if file := filepath.Join(dir, filepath.FromSlash(name)); name != "" && filepath.IsLocal(filepath.FromSlash(name)) && isFile(file) {
				return file
			}
		}
	}
	return ""
}

// touch marks what the change does not touch.
func (j *judgement) touch(report *finding.Report, read *terraform) error {
	if j.changed == nil {
		return nil
	}
	t := &toucher{changed: j.changed, blocks: map[finding.Place]finding.Place{}}
	w := &waivers{read: read}
	for _, r := range read.resources {
		t.blocks[start(place(r.Place))] = place(r.Body)
	}
	if read.tree != nil {
		var err error
		if t.tracer, err = newTracer(read.tree, j.opts); err != nil {
			return err
		}
		t.addCalls(read.tree)
	}
	for i := range report.Findings {
		f := &report.Findings[i]
		about := w.block(f).File != "" || read.sources[f.Place.File] == nil
		placed := about || strings.HasPrefix(f.Fact, "waiver/") // else it stands where it does by chance
		f.Untouched = f.Verdict != finding.Pass && (!placed || !t.touches(f))
	}
	report.Notes = append(report.Notes, "reported is what the lines of the diff touch; everything was judged")
	return nil
}

// toucher finds out which findings a change touches.
type toucher struct {
	*changed
	tracer *tracer
	// blocks are the whole blocks of resources and module calls, by the place of their header.
	blocks map[finding.Place]finding.Place
}

func (t *toucher) addCalls(tree *load.Tree) {
	for _, module := range tree.Modules() {
		for _, call := range module.Calls {
			t.blocks[start(placeOf(call.DeclRange))] = placeOf(call.BodyRange)
		}
	}
}

// touches tells whether a change touches a finding: the place where it stands, a module call that leads there, the other end of a
// join, or a place where its value comes from. What stands at the header of a block is about what the block lacks, so any line in it counts.
func (t *toucher) touches(f *finding.Finding) bool {
	at := append([]finding.Place{f.Place}, f.Calls...)
	for _, related := range f.Related {
		at = append(at, related.Place)
	}
	if slices.ContainsFunc(at, t.holds) {
		return true
	}
	return t.tracer != nil && slices.ContainsFunc(t.tracer.origins(f), t.holds)
}

func (t *toucher) holds(p finding.Place) bool {
	name, ok := t.named[p.File]
	if !ok {
		return false
	}
	if block, ok := t.blocks[start(p)]; ok {
		p = block
	}
	return t.Touches(name, p.Line, max(p.Line, p.EndLine))
}
