package load

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// newRoot makes a root of a module: its workspace and what is installed for it. Variables come later.
func (t *Tree) newRoot(m *Module) *Root {
	root := &Root{
		Module: m, Values: map[string]Value{}, Workspace: t.workspace(m.Dir), Installed: map[string]string{}, Locked: map[string]string{},
	}
	t.readManifest(root)
	t.readLock(root)
	return root
}

// data is the directory in which Terraform keeps what init found, relative to Base.
func (t *Tree) data(dir string) string {
	if data := t.env["TF_DATA_DIR"]; data != "" {
		if filepath.IsAbs(data) {
			return t.relative(filepath.Clean(data))
		}
		return path.Join(dir, filepath.ToSlash(data))
	}
	return path.Join(dir, ".terraform")
}

func (t *Tree) workspace(dir string) string {
	if name := t.env["TF_WORKSPACE"]; name != "" {
		return name
	}
	src, err := readRegular(t.absolute(path.Join(t.data(dir), "environment")))
	if name := strings.TrimSpace(string(src)); err == nil && name != "" {
		return name
	}
	return "default"
}

// readManifest reads what "terraform init" wrote about the modules it installed. Without it, nothing is installed.
func (t *Tree) readManifest(root *Root) {
	name := path.Join(t.data(root.Module.Dir), "modules", "modules.json")
	if _, err := os.Stat(t.absolute(name)); os.IsNotExist(err) {
		return
	}
	src, err := readRegular(t.absolute(name))
	if err != nil {
		root.Diagnostics = append(root.Diagnostics, unreadable(name, err).diags...)
		return
	}
	var manifest struct {
		Modules []struct{ Key, Dir string }
	}
	if err := json.Unmarshal(src, &manifest); err != nil {
		root.Diagnostics = append(root.Diagnostics, &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Unreadable module manifest",
			Detail:   fmt.Sprintf("%s is not what terraform init writes: %s. Run terraform init again.", name, err),
			Subject:  &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos},
		})
		return
	}
	for _, entry := range manifest.Modules {
		if entry.Key == "" { // the root module itself
			continue
		}
		dir := filepath.FromSlash(strings.ReplaceAll(entry.Dir, `\`, "/"))
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(t.absolute(root.Module.Dir), dir)
		}
		root.Installed[entry.Key] = t.relative(dir)
	}
}
