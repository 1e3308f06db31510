package load

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// RootsOf finds the root modules that files take part in, as directories relative to opts.Base, sorted. A file of a module belongs to
// every root of the repository that calls the module, itself or through others; variables belong to the module they stand beside
// or below; any other file to the roots beside and below it. A file that no root can be told for belongs to all of them, as do
// those in shared. Outside of a repository a file belongs to its directory alone. Of opts, Base and Environ are read.
//
// All configuration files of the repository are parsed for it, of which Load parses those of the roots again.
func RootsOf(opts Options, files, shared []string) ([]string, error) {
	base, err := filepath.Abs(opts.Base)
	if err != nil {
		return nil, fmt.Errorf("find base directory: %w", err)
	}
	everywhere := map[string]bool{}
	for _, name := range shared {
		everywhere[(&Tree{Base: base}).absolute(name)] = true
	}
	forests := map[string]*forest{}
	var roots []string
	for _, name := range files {
		abs := (&Tree{Base: base}).absolute(name)
		if info, err := os.Stat(abs); err != nil || info.IsDir() {
			return nil, fmt.Errorf("%s is not a file", name)
		}
		limit := repository(filepath.Dir(abs))
		f := forests[limit]
		if f == nil {
			f = grow(Options{Base: base, Environ: opts.Environ}, limit)
			forests[limit] = f
		}
		roots = append(roots, f.rootsOf(abs, everywhere[abs])...)
	}
	slices.Sort(roots)
	return slices.Compact(roots), nil
}

// forest is the modules of a repository and which of them its roots reach.
type forest struct {
	limit string
	tree  *Tree
	dirs  []string
	// reached are the directories that a root reaches, by the root's.
	reached map[string]map[string]bool
}

// grow reads a repository. What of it cannot be read is told by those who judge it.
func grow(opts Options, limit string) *forest {
	t := newTree(opts.Base, opts.Environ)
	s := scanner{tree: t, seen: map[string]bool{}}
	if Repository(limit) != "" {
		s.outside(limit)
		s.scan(limit)
		s.links()
	}
	f := &forest{limit: limit, tree: t, dirs: s.dirs}
	f.tree.parseAll(s.dirs)
	f.sort()
	return f
}

// sort finds the roots and what they reach.
func (f *forest) sort() {
	f.reached = map[string]map[string]bool{}
	for _, head := range f.tree.heads(f.dirs, nil) {
		f.reached[head.module.Dir] = map[string]bool{}
		f.tree.reach(head.module.Dir, f.reached[head.module.Dir])
	}
}

// rootsOf finds the roots of one file.
func (f *forest) rootsOf(abs string, shared bool) []string {
	dir := f.tree.relative(filepath.Dir(abs))
	if !slices.Contains(f.dirs, dir) && hasConfig(filepath.Dir(abs)) { // no repository, or a directory that is not scanned
		if alias := f.alias(filepath.Dir(abs)); alias != "" {
			dir = alias
		} else {
			f.dirs = append(f.dirs, dir)
			f.tree.parseAll([]string{dir})
			f.sort()
		}
	}
	var belongs func(root string) bool
	switch name := strings.TrimSuffix(abs, ".json"); {
	case shared:
		belongs = func(string) bool { return true }
	case slices.Contains([]string{".tf", ".tofu", ".tfvars"}, filepath.Ext(name)):
		home := f.home(dir)
		belongs = func(root string) bool { return f.reached[root][home] }
	default:
		belongs = func(root string) bool { return inside(f.tree.absolute(dir), f.tree.absolute(root)) }
	}
	all := slices.Collect(maps.Keys(f.reached))
	roots := slices.DeleteFunc(slices.Clone(all), func(root string) bool { return !belongs(root) })
	if len(roots) == 0 {
		return all
	}
	return roots
}

// alias is the name that a directory goes by among the scanned ones, where a link leads to it; else "".
func (f *forest) alias(abs string) string {
	target, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return ""
	}
	for _, dir := range f.dirs {
		if of, err := filepath.EvalSymlinks(f.tree.absolute(dir)); err == nil && of == target {
			return dir
		}
	}
	return ""
}

// home is the nearest directory with a module, at dir or above it.
func (f *forest) home(dir string) string {
	for at := dir; ; at = path.Join(at, "..") {
		if f.tree.modules[at] != nil || !inside(f.limit, f.tree.absolute(at)) {
			return at
		}
	}
}
