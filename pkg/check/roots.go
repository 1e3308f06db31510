package check

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/plan"
)

// NameRoots gives the options with the root modules that named files belong to in the place of the files: pre-commit names every file
// that changed, those of modules and of their callers alike. Plans, states and what does not exist are left where they are.
func NameRoots(opts Options) (Options, error) {
	var dirs, roots, files []string
	for _, name := range opts.Dirs {
		path := within(opts.Base, name)
		switch head, err := beginning(path); {
		case isFile(path) && err == nil && head != nil && !plan.Recognise(name, head):
			files = append(files, name)
		case opts.NoRecurse && !isFile(path):
			roots = append(roots, name)
		default:
			dirs = append(dirs, name)
		}
	}
	if len(files) > 0 {
		found, err := load.RootsOf(load.Options{Base: opts.Base, Environ: opts.Environ}, files, variableFiles(opts.Environments))
		if err != nil {
			return opts, err
		}
		roots = append(roots, found...)
		if len(roots)+len(dirs) == 0 {
			return opts, fmt.Errorf("no Terraform files in %s", filepath.Dir(files[0]))
		}
	}
	opts.Dirs, opts.Roots = dirs, roots
	return opts, nil
}

// variableFiles are those that environments read for every root.
func variableFiles(environments []Environment) []string {
	var files []string
	for _, e := range environments {
		for _, setting := range e.Settings {
			files = append(files, setting.File)
		}
	}
	return files
}

// RootGroup is some root modules to be judged in one run.
type RootGroup struct {
	// Name is the directory of the one root, or the number of the group.
	Name  string   `json:"name"`
	Roots []string `json:"roots"`
	// Path is Roots, one a line, as the action takes them.
	Path string `json:"path"`
	// Files counts the configuration files of the roots themselves.
	Files int `json:"files"`
}

// RootGroups lists the root modules, one a group; where groups is not 0, spread over at most so many groups. A root stays in its group
// whatever other roots there are, so that each group can keep its own category of code scanning.
func RootGroups(opts Options, groups int) ([]RootGroup, error) {
	tree, err := load.Load(load.Options{Base: opts.Base, Dirs: opts.Dirs, Roots: opts.Roots, Environ: opts.Environ})
	if err != nil {
		return nil, err
	}
	if dir := emptyDir(tree, opts); dir != "" {
		return nil, fmt.Errorf("no Terraform files in %s", dir)
	}
	found := map[string]*RootGroup{}
	for _, root := range tree.Roots {
		dir := filepath.ToSlash(root.Module.Dir)
		name := dir
		if groups > 0 {
			hash := fnv.New32a()
			_, _ = hash.Write([]byte(dir)) // a hash takes everything
			name = fmt.Sprintf("%0*d", len(fmt.Sprint(groups)), 1+int(hash.Sum32()%uint32(groups)))
		}
		if found[name] == nil {
			found[name] = &RootGroup{Name: name}
		}
		found[name].Roots = append(found[name].Roots, dir)
		found[name].Files += len(root.Module.Files)
	}
	out := make([]RootGroup, 0, len(found))
	for _, group := range found {
		group.Path = strings.Join(group.Roots, "\n")
		out = append(out, *group)
	}
	slices.SortFunc(out, func(a, b RootGroup) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}
