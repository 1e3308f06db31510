// Package settings reads .baalint.yaml, the tool's own settings: what to scan, in which environments, and what fails the run.
//
// A file with any mistake yields problems and no settings, each problem with its place.
package settings

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/yamlfile"
)

// FileName is what the file is called.
const FileName = ".baalint.yaml"

// Settings are what the file says. Paths are as written: relative to the directory of the file.
type Settings struct {
	// Paths are the directories to scan where the command line names none (paths).
	Paths []string
	// Threshold is the lowest severity that fails the run: critical, high, medium, low or none (threshold); "" where the file does
	// not say.
	Threshold string
	// Environments are sorted by name (environments).
	Environments []Environment
}

// Environment is a named set of values for the variables of the root modules.
type Environment struct {
	Name string
	// VarFiles are variable files, the last one counts (var_files). Workspace is terraform.workspace (workspace); "" where the
	// environment does not say.
	VarFiles  []string
	Workspace string
}

// document is the whole file; docs/baalint.schema.json says the same to editors.
var document = []yamlfile.Key[Settings]{
	{Name: "paths", Kind: yamlfile.Texts(func(s *Settings) *[]string { return &s.Paths }, file)},
	{Name: "threshold", Kind: yamlfile.Word(func(s *Settings) *string { return &s.Threshold }, "critical", "high", "medium", "low", "none")},
	{Name: "environments", Kind: yamlfile.Named(
		func(s *Settings) *[]Environment { return &s.Environments }, environmentName,
		func(name string) Environment { return Environment{Name: name} },
		yamlfile.Key[Environment]{Name: "var_files", Kind: yamlfile.Texts(func(e *Environment) *[]string { return &e.VarFiles }, file)},
		yamlfile.Key[Environment]{Name: "workspace", Kind: yamlfile.Text(func(e *Environment) *string { return &e.Workspace })},
	)},
}

var (
	nameForm      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)
	workspaceForm = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,90}$`)
)

func environmentName(name string) error {
	if !nameForm.MatchString(name) {
		return errors.New("cannot be the name of an environment: letters, digits, dots, _ and - only")
	}
	return nil
}

func file(path string) error {
	if strings.TrimSpace(path) == "" {
		return errors.New("names no file")
	}
	return nil
}

// Read reads settings; name is that of the file in places. With any problem the settings are empty.
func Read(name string, data []byte) (Settings, []finding.Problem) {
	var s Settings
	_, problems := yamlfile.Read(name, "the file of settings", data, document, &s, func(r *yamlfile.Reader, s *Settings) {
		for _, e := range s.Environments {
			if e.Workspace != "" && !workspaceForm.MatchString(e.Workspace) {
				r.Refuse("environments."+e.Name+".workspace", "environments.%s.workspace: %q is no name of a workspace", e.Name, e.Workspace)
			}
		}
	})
	if len(problems) > 0 {
		return Settings{}, problems
	}
	slices.SortFunc(s.Environments, func(a, b Environment) int { return strings.Compare(a.Name, b.Name) })
	return s, nil
}
