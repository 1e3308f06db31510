package check

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/plan"
)

// emptyDir is a directory that the user named and that holds no Terraform, or "".
func emptyDir(tree *load.Tree, opts Options) string {
	named := slices.Concat(opts.Dirs, opts.Roots)
	if len(tree.Roots) == 0 {
		return strings.Join(named, ", ")
	}
	if len(named) == 1 {
		return ""
	}
	var modules []string
	for _, m := range tree.Modules() {
		modules = append(modules, resolved(within(opts.Base, m.Dir)))
	}
	for _, dir := range named {
		of := directory(opts.Base, dir)
		if !slices.ContainsFunc(modules, func(module string) bool { return holds(of, module) }) {
			return dir
		}
	}
	return ""
}

// directory is a directory that was named, or that of a file that was, with symbolic links resolved.
func directory(base, name string) string {
	path := resolved(within(base, name))
	if isFile(path) {
		return filepath.Dir(path)
	}
	return path
}

// holds tells whether a path is a directory or in it.
func holds(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// resolved is a path with its symbolic links resolved, or the path itself where that cannot be done.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// instead says how a directory can be judged that holds no Terraform, but a plan, a state or what Terragrunt reads.
func instead(tree *load.Tree, opts Options, dir string) string {
	if dir == "" { // the current directory, which nobody named
		dir = "."
	}
	entries, err := os.ReadDir(within(opts.Base, dir))
	if err != nil {
		return ""
	}
	for _, entry := range entries { // sorted by ReadDir
		name := path.Join(filepath.ToSlash(dir), entry.Name())
		head, err := beginning(within(opts.Base, name))
		switch {
		case err != nil || head == nil:
		case bytes.HasPrefix(head, []byte("PK")) && strings.Contains(entry.Name(), "plan"):
			return fmt.Sprintf("; %s is a saved plan: terraform show -json %s > plan.json, then baalint plan.json", name, name)
		case plan.Recognise(name, head) && likeDocument(entry.Name(), head):
			return fmt.Sprintf("; %s looks like a plan or a state, which is judged where it is named: baalint %s", name, name)
		}
	}
	if len(tree.Terragrunt) > 0 {
		return fmt.Sprintf("; %s is Terragrunt's: %s", tree.Terragrunt[0], load.UsePlan)
	}
	return ""
}

// likeDocument reports whether the name or the beginning of a file is that of a plan or a state.
func likeDocument(name string, head []byte) bool {
	return strings.Contains(name, "plan") || strings.HasSuffix(name, ".tfstate") || bytes.Contains(head, []byte(`"terraform_version"`))
}
