package load

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// values are the settings of one source: a variable file, or one --var.
type values struct {
	from   string
	values map[string]Value
	diags  hcl.Diagnostics
	// strict is true where an undeclared variable is an error.
	strict bool
}

// readSettings reads what the command line gives, for all roots alike.
func (t *Tree) readSettings(settings []Setting) ([]values, error) {
	var read []values
	for _, setting := range settings {
		if setting.File == "" {
			name, value, ok := strings.Cut(setting.Var, "=")
			name = strings.TrimSpace(name)
			if !ok || name == "" {
				return nil, fmt.Errorf("read --var %q: it must be name=value", setting.Var)
			}
			read = append(read, values{from: "--var", strict: true, values: map[string]Value{name: {Raw: &value, From: "--var"}}})
			continue
		}
		src, err := readRegular(t.absolute(setting.File))
		if err != nil {
			return nil, fmt.Errorf("read --var-file %s: %w", setting.File, err)
		}
		read = append(read, t.variableFile(t.relative(t.absolute(setting.File)), src))
	}
	return read, nil
}

// variableFile parses a variable file. name is relative to Base.
func (t *Tree) variableFile(name string, src []byte) values {
	f := parseConfig(name, src)
	v := values{from: path.Base(name), values: map[string]Value{}, diags: f.diags}
	t.mu.Lock()
	t.sources[name] = src
	t.mu.Unlock()
	if f.body == nil {
		return v
	}
	found, diags := f.body.JustAttributes()
	v.diags = append(v.diags, diags...)
	for _, attribute := range inOrder(found) {
		v.values[attribute.Name] = Value{Expr: attribute.Expr, From: v.from, Range: attribute.Range}
	}
	return v
}

// setVariables gives every root its values, by Terraform's precedence, and says what is given but not declared.
func (t *Tree) setVariables(settings []values) {
	declared := map[string]bool{}
	for _, root := range t.Roots {
		for name := range root.Module.Variables {
			declared[name] = true
		}
		t.environment(root)
		for _, file := range t.automatic(root) {
			root.Diagnostics = append(root.Diagnostics, file.diags...)
			root.Diagnostics = append(root.Diagnostics, undeclaredIn(file, root.Module.Variables)...)
			root.set(file)
		}
		for _, setting := range settings {
			root.set(setting)
		}
	}
	if len(t.Roots) == 0 {
		return
	}
	// The command line speaks to all roots at once: its mistakes are told once, and a variable may be of one root alone.
	first := t.Roots[0]
	for _, setting := range settings {
		first.Diagnostics = append(first.Diagnostics, setting.diags...)
		first.Diagnostics = append(first.Diagnostics, undeclaredIn(setting, declared)...)
	}
}

func (r *Root) set(from values) {
	for name, value := range from.values {
		if r.Module.Variables[name] != nil {
			r.Values[name] = value
		}
	}
}

// undeclaredIn gives a diagnostic for each value whose variable is not declared.
func undeclaredIn[T any](v values, declared map[string]T) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(v.values)) {
		if _, ok := declared[name]; ok {
			continue
		}
		diag := &hcl.Diagnostic{
			Severity: hcl.DiagWarning,
			Summary:  "Value for an undeclared variable",
			Detail:   fmt.Sprintf("%s gives a value to %q, which no root module here declares.", v.from, name),
		}
		if v.strict {
			diag.Severity = hcl.DiagError
		}
		if place := v.values[name].Range; place.Filename != "" {
			diag.Subject = &place
		}
		diags = append(diags, diag)
	}
	return diags
}

// environment sets the variables that TF_VAR_ names; the environment may well be meant for other configurations too.
func (t *Tree) environment(root *Root) {
	for name := range root.Module.Variables {
		if value, ok := t.env["TF_VAR_"+name]; ok {
			root.Values[name] = Value{Raw: &value, From: "TF_VAR_" + name}
		}
	}
}

// automatic reads the variable files that Terraform loads by itself, the weakest first.
func (t *Tree) automatic(root *Root) []values {
	entries, err := os.ReadDir(t.absolute(root.Module.Dir))
	if err != nil {
		return nil // the module has a diagnostic
	}
	var names, auto []string
	for _, name := range []string{"terraform.tfvars", "terraform.tfvars.json"} {
		if slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == name }) {
			names = append(names, name)
		}
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json") {
			auto = append(auto, name)
		}
	}
	slices.Sort(auto)
	var read []values
	for _, name := range append(names, auto...) {
		full := path.Join(root.Module.Dir, name)
		src, err := readRegular(t.absolute(full))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			root.Diagnostics = append(root.Diagnostics, unreadable(full, err).diags...)
			continue
		}
		read = append(read, t.variableFile(full, src))
	}
	return read
}
