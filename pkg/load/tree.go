package load

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/cores"
)

// Load scans the directories, parses them and finds their root modules. The error is a mistake of usage: a directory that does
// not exist, a --var without "=", a --var-file that cannot be read. Everything else is a diagnostic of a module or a root.
func Load(opts Options) (*Tree, error) {
	base, err := filepath.Abs(opts.Base)
	if err != nil {
		return nil, fmt.Errorf("find base directory: %w", err)
	}
	t := newTree(base, opts.Environ)
	scan := scanner{tree: t, seen: map[string]bool{}}
	if err := scan.all(opts); err != nil {
		return nil, err
	}
	scan.tellTerragrunt()
	t.parseAll(scan.dirs)
	t.findRoots(scan.dirs, scan.explicit)
	for _, root := range t.Roots {
		t.found = append(t.found, *root)
	}
	return t, t.Give(opts.settings(), "")
}

// newTree is an empty tree.
func newTree(base string, env []string) *Tree {
	limit := repository(base)
	return &Tree{
		Base: base, Limit: limit, limits: []string{limit}, env: environ(env), modules: map[string]*Module{}, sources: map[string][]byte{},
		contents: map[string]bool{},
	}
}

// Give gives the roots other values than before: those of the environment, of the variable files that Terraform loads by itself, and of
// settings, the last one counts; and another workspace, or the one that was chosen where it is "". The files are not parsed again. Give
// must not be called while the tree is evaluated. The error is a mistake of usage, as in Load.
func (t *Tree) Give(settings []Setting, workspace string) error {
	values, err := t.readSettings(settings)
	if err != nil {
		return err
	}
	t.Roots = make([]*Root, len(t.found))
	for i, root := range t.found {
		root.Values = map[string]Value{}
		root.Diagnostics = slices.Clone(root.Diagnostics)
		root.Workspace = cmp.Or(workspace, root.Workspace)
		t.Roots[i] = &root
	}
	t.setVariables(values)
	return nil
}

// settings are all settings in the order in which they count.
func (o Options) settings() []Setting {
	var all []Setting
	for _, file := range o.VarFiles {
		all = append(all, Setting{File: file})
	}
	for _, setting := range o.Vars {
		all = append(all, Setting{Var: setting})
	}
	return append(all, o.Settings...)
}

// environ splits "name=value" settings; the last one of a name counts.
func environ(settings []string) map[string]string {
	env := make(map[string]string, len(settings))
	for _, setting := range settings {
		if name, value, ok := strings.Cut(setting, "="); ok {
			env[name] = value
		}
	}
	return env
}

// repository is the Repository of a directory, or the directory itself where it is in none.
func repository(dir string) string { return cmp.Or(Repository(dir), dir) }

// Repository is the innermost directory at or above dir that holds a .git, or "".
func Repository(dir string) string {
	for up := dir; ; up = filepath.Dir(up) {
		if _, err := os.Lstat(filepath.Join(up, ".git")); err == nil {
			return up
		}
		if up == filepath.Dir(up) {
			return ""
		}
	}
}

// relative is the name of an absolute path in ranges and roots: relative to Base, with slashes.
func (t *Tree) relative(abs string) string {
	rel, err := filepath.Rel(t.Base, abs)
	if err != nil { // another drive
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}

// absolute is the opposite of relative; absolute paths stay as they are.
func (t *Tree) absolute(name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(t.Base, name)
}

// Module gives the module in a directory relative to Base, parsing it where that has not been done. It is nil where the
// directory has no Terraform files or is none. Module is safe for concurrent use.
func (t *Tree) Module(dir string) *Module {
	dir = path.Clean(dir)
	t.mu.Lock()
	defer t.mu.Unlock()
	if m, ok := t.modules[dir]; ok {
		return m
	}
	names, unreadable := configFiles(t.absolute(dir))
	files := make([]*file, len(names))
	for i, name := range names {
		files[i] = t.readConfig(path.Join(dir, name))
	}
	return t.keep(dir, files, unreadable)
}

// Modules gives every module that has been parsed so far, sorted by directory.
func (t *Tree) Modules() []*Module {
	t.mu.Lock()
	defer t.mu.Unlock()
	var modules []*Module
	for _, dir := range slices.Sorted(maps.Keys(t.modules)) {
		if m := t.modules[dir]; m != nil {
			modules = append(modules, m)
		}
	}
	return modules
}

// keep decodes the files of a directory into the module that it is from now on.
func (t *Tree) keep(dir string, files []*file, unreadable error) *Module {
	var m *Module
	if len(files) > 0 || unreadable != nil {
		m = decodeModule(dir, files, unreadable)
	}
	t.modules[dir] = m
	for _, f := range files {
		if f.src != nil {
			t.sources[f.name] = f.src
		}
	}
	return m
}

// parseAll parses the modules of many directories side by side, file by file.
func (t *Tree) parseAll(dirs []string) {
	type unit struct {
		dir  int
		name string
	}
	var units []unit
	errs := make([]error, len(dirs))
	for i, dir := range dirs {
		names, err := configFiles(t.absolute(dir))
		errs[i] = err
		for _, name := range names {
			units = append(units, unit{i, path.Join(dir, name)})
		}
	}
	parsed := make([]*file, len(units))
	cores.Each(len(units), func(i int, _ *struct{}) { parsed[i] = t.readConfig(units[i].name) })
	files := make([][]*file, len(dirs))
	for i, u := range units {
		files[u.dir] = append(files[u.dir], parsed[i])
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, dir := range dirs {
		t.keep(dir, files[i], errs[i])
	}
}

// Sources are the contents of all parsed files, by the names of ranges.
func (t *Tree) Sources() map[string][]byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.sources)
}

// CallDir is the directory of the module with a source address, relative to Base: for a local source, relative to its caller; else
// what the manifest of root says under key, the names of the calls from the root module, "vault.keys". It is false where the
// module is not installed. A local directory may turn out to hold no module.
func (t *Tree) CallDir(root *Root, caller *Module, key, source string) (dir string, ok bool) {
	if dir, ok := t.localDir(caller, source); ok {
		return dir, true
	}
	dir, ok = root.Installed[key]
	return dir, ok
}

func (t *Tree) localDir(caller *Module, address string) (string, bool) {
	source := filepath.ToSlash(address)
	switch {
	case !Local(address):
		return "", false
	case filepath.IsAbs(address):
		return t.relative(filepath.Clean(address)), true
	case filepath.IsAbs(caller.Dir):
		return path.Join(caller.Dir, source), true
	}
	// Through the file system's names, so that "../infra" seen from inside infra is ".".
	return t.relative(filepath.Join(t.absolute(caller.Dir), filepath.FromSlash(source))), true
}

// localCalls are the directories that a module calls by local sources, sorted. Of a source that is not literal they are all that
// it may mean.
func (t *Tree) localCalls(m *Module) []string {
	var dirs []string
	for _, call := range m.Calls {
		if dir, ok := t.localDir(m, m.pattern(call.SourceExpr)); ok {
			dirs = append(dirs, t.matching(dir)...)
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}
