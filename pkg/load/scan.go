package load

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// scanner collects the directories that hold Terraform files.
type scanner struct {
	tree *Tree
	dirs []string
	// explicit are the directories that the user named.
	explicit []string
	// seen holds real paths: a directory is scanned once, whatever links lead to it.
	seen    map[string]bool
	pending []string
	// terragrunt are the files that only Terragrunt reads.
	terragrunt []string
}

// all scans what the options name.
func (s *scanner) all(opts Options) error {
	if len(opts.Dirs)+len(opts.Roots) == 0 {
		if err := s.start(s.tree.Base); err != nil {
			return err
		}
	}
	for _, dir := range opts.Dirs {
		if err := s.named(dir); err != nil {
			return err
		}
	}
	for _, root := range opts.Roots {
		abs := s.tree.absolute(root)
		if _, err := os.ReadDir(abs); err != nil {
			return fmt.Errorf("scan %s: %w", root, unwrapPath(err))
		}
		s.explicit = append(s.explicit, s.tree.relative(abs))
		s.file(abs)
	}
	s.links()
	return nil
}

// named scans a directory, or takes the directory of a file, that the user named.
func (s *scanner) named(name string) error {
	abs := s.tree.absolute(name)
	info, err := os.Stat(abs)
	if err != nil {
		return fmt.Errorf("scan %s: %w", name, unwrapPath(err))
	}
	if !info.IsDir() {
		s.file(filepath.Dir(abs))
		return nil
	}
	s.explicit = append(s.explicit, s.tree.relative(abs))
	return s.start(abs)
}

// file takes the directory of a file that was named, without what lies below. It is a root like any other, if nothing in the
// run calls it: pre-commit names every file that changed, those of modules and of their callers alike.
func (s *scanner) file(abs string) {
	s.outside(abs)
	if hasConfig(abs) {
		s.dirs = append(s.dirs, s.tree.relative(abs))
	}
}

// unwrapPath drops the absolute path that the error would print.
func unwrapPath(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

func (s *scanner) start(abs string) error {
	if _, err := os.ReadDir(abs); err != nil {
		return fmt.Errorf("scan %s: %w", s.tree.relative(abs), unwrapPath(err))
	}
	s.outside(abs)
	s.scan(abs)
	return nil
}

// outside allows a named directory outside of the limits to read its own repository.
func (s *scanner) outside(abs string) {
	if !s.allowed(abs) {
		s.tree.limits = append(s.tree.limits, repository(abs))
	}
}

func (s *scanner) allowed(abs string) bool {
	return slices.ContainsFunc(s.tree.limits, func(limit string) bool { return inside(limit, abs) })
}

// inside reports whether an absolute path is limit or below it.
func inside(limit, abs string) bool {
	rel, err := filepath.Rel(limit, abs)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// skipped are the names of directories that never hold a module of the user's.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules"
}

func (s *scanner) scan(abs string) {
	target, err := filepath.EvalSymlinks(abs)
	if err != nil {
		s.lost(abs, unwrapPath(err).Error())
		return
	}
	if s.seen[target] {
		return
	}
	s.seen[target] = true
	entries, err := os.ReadDir(abs)
	if err != nil || hasConfig(abs) { // an unreadable directory becomes a module with a diagnostic
		s.dirs = append(s.dirs, s.tree.relative(abs))
	}
	for _, entry := range entries {
		child := filepath.Join(abs, entry.Name())
		switch {
		case skipped(entry.Name()):
		case entry.IsDir():
			s.scan(child)
		case slices.Contains(terragruntFiles, entry.Name()):
			s.terragrunt = append(s.terragrunt, s.tree.relative(child))
		case entry.Type()&fs.ModeSymlink != 0:
			s.pending = append(s.pending, child)
		}
	}
}

// links follows the symbolic links to directories, after everything else, so that a directory goes by its own name where
// it has one inside the scanned tree. Links that leave the limits are not followed.
func (s *scanner) links() {
	for len(s.pending) > 0 {
		link := s.pending[0]
		s.pending = s.pending[1:]
		target, err := filepath.EvalSymlinks(link)
		if err != nil {
			continue // a link to nothing; a configuration file of that name has a diagnostic
		}
		if info, err := os.Stat(target); err != nil || !info.IsDir() {
			continue
		}
		switch {
		case s.allowedTarget(target):
			s.scan(link)
		case hasConfig(target):
			s.lost(link, "it is a link to a directory outside of the repository; name that directory to have it read")
		}
	}
	slices.Sort(s.dirs)
	s.dirs = slices.Compact(s.dirs)
}

// lost tells of a directory that is not scanned.
func (s *scanner) lost(abs, reason string) {
	name := s.tree.relative(abs)
	s.tree.Diagnostics = append(s.tree.Diagnostics, unreadable(name, errors.New(reason)).diags...)
}

// allowedTarget is allowed for a path without links: the limits may themselves be reached through some.
func (s *scanner) allowedTarget(target string) bool {
	return slices.ContainsFunc(s.tree.limits, func(limit string) bool {
		resolved, err := filepath.EvalSymlinks(limit)
		return err == nil && inside(resolved, target)
	})
}

// findRoots makes roots of the scanned modules that no other scanned module calls, and of those the user named: whoever
// names a module's directory asks about that module, whatever else in the run calls it. Modules that only call each
// other have a root too, the first of them, with a diagnostic.
func (t *Tree) findRoots(dirs, explicit []string) {
	for _, head := range t.heads(dirs, explicit) {
		root := t.newRoot(head.module)
		if head.cyclic {
			root.Diagnostics = append(root.Diagnostics, t.cycle(head.module))
		}
		t.Roots = append(t.Roots, root)
	}
}

// head is a module that is to be a root; cyclic where it is called, by none but those that it calls itself.
type head struct {
	module *Module
	cyclic bool
}

// heads finds the roots among scanned modules, sorted by directory.
func (t *Tree) heads(dirs, explicit []string) []head {
	called := map[string]bool{}
	for _, dir := range dirs {
		if m := t.modules[dir]; m != nil {
			for _, callee := range t.localCalls(m) {
				called[callee] = true
			}
		}
	}
	var heads []head
	reached := map[string]bool{}
	for _, dir := range dirs {
		if m := t.modules[dir]; m != nil && (!called[dir] || slices.Contains(explicit, dir)) {
			heads = append(heads, head{module: m})
			t.reach(dir, reached)
		}
	}
	for _, dir := range dirs {
		if m := t.modules[dir]; m != nil && !reached[dir] {
			heads = append(heads, head{module: m, cyclic: true})
			t.reach(dir, reached)
		}
	}
	slices.SortFunc(heads, func(a, b head) int { return strings.Compare(a.module.Dir, b.module.Dir) })
	return slices.CompactFunc(heads, func(a, b head) bool { return a.module == b.module })
}

// reach marks a directory and all that its module calls locally, among the parsed ones.
func (t *Tree) reach(dir string, reached map[string]bool) {
	pending := []string{dir}
	for len(pending) > 0 {
		dir, pending = pending[len(pending)-1], pending[:len(pending)-1]
		if m := t.modules[dir]; m != nil && !reached[dir] {
			reached[dir] = true
			pending = append(pending, t.localCalls(m)...)
		}
	}
}

// cycle says that a module calls itself, at the call that leads back to it.
func (t *Tree) cycle(m *Module) *hcl.Diagnostic {
	diag := &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Modules call each other",
		Detail:   fmt.Sprintf("The module in %s is called by itself or by modules that it calls, and by no root module.", m.Dir),
	}
	for _, name := range slices.Sorted(maps.Keys(m.Calls)) {
		callee, ok := t.localDir(m, m.Calls[name].Source)
		if !ok {
			continue
		}
		below := map[string]bool{}
		t.reach(callee, below)
		if below[m.Dir] {
			diag.Subject = m.Calls[name].DeclRange.Ptr()
			break
		}
	}
	return diag
}
