// Package settings reads .baalint.yaml, the tool's own settings: what to scan, in which environments, and what fails the run.
//
// A file with any mistake yields problems and no settings, each problem with its place.
package settings

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

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
	// Profiles are the profiles to judge by, too (profiles), as named.
	Profiles []string
	// Environments are sorted by name (environments).
	Environments []Environment
	// Waivers are the accepted exceptions, in the order of the file (waivers).
	Waivers []Waiver
	// NoPHI tell which stores hold no PHI, in the order of the file (no_phi).
	NoPHI []NoPHI

	places map[string]finding.Place
}

// Place is where the file states a setting or an element of one: "profiles[0]"; the zero Place where it does not.
func (s Settings) Place(path string) finding.Place { return s.places[path] }

// Waiver is an accepted exception.
type Waiver struct {
	// Rule is the id of a rule, or the last part of it (rule).
	Rule string
	// Address is a pattern of addresses (address); "" for what is found of the configuration as a whole. Root is a pattern of root
	// modules, relative to the directory of the file (root); "" where the waiver does not say.
	Address, Root string
	// Environments are those that it holds in (environments); none: all of them.
	Environments []string
	// Reason says why the risk is taken, Approver who took it, Until the last day, year-month-day (reason, approver, until).
	Reason, Approver, Until string
	// Place is where the rule is named.
	Place finding.Place
}

// NoPHI tells of the stores that it fits that they hold no PHI. All that it says must hold; each is "" where it does not say.
type NoPHI struct {
	// Address is a pattern of addresses (address), Name of the names that stores have at their provider (name).
	Address, Name string
	// Tag is a tag or label, "data" with any value, or "data=public", in which the value is a pattern (tag).
	Tag string
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
	{Name: "profiles", Kind: yamlfile.Texts(func(s *Settings) *[]string { return &s.Profiles }, profileName)},
	{Name: "environments", Kind: yamlfile.Named(
		func(s *Settings) *[]Environment { return &s.Environments }, environmentName,
		func(name string) Environment { return Environment{Name: name} },
		yamlfile.Key[Environment]{Name: "var_files", Kind: yamlfile.Texts(func(e *Environment) *[]string { return &e.VarFiles }, file)},
		yamlfile.Key[Environment]{Name: "workspace", Kind: yamlfile.Text(func(e *Environment) *string { return &e.Workspace })},
	)},
	{Name: "waivers", Kind: yamlfile.Entries(
		func(s *Settings) *[]Waiver { return &s.Waivers },
		yamlfile.Key[Waiver]{Name: "rule", Kind: yamlfile.Text(func(w *Waiver) *string { return &w.Rule })},
		yamlfile.Key[Waiver]{Name: "address", Kind: yamlfile.Text(func(w *Waiver) *string { return &w.Address })},
		yamlfile.Key[Waiver]{Name: "root", Kind: yamlfile.Text(func(w *Waiver) *string { return &w.Root })},
		yamlfile.Key[Waiver]{Name: "environments", Kind: yamlfile.Texts(func(w *Waiver) *[]string { return &w.Environments }, environmentName)},
		yamlfile.Key[Waiver]{Name: "reason", Kind: yamlfile.Text(func(w *Waiver) *string { return &w.Reason })},
		yamlfile.Key[Waiver]{Name: "until", Kind: yamlfile.Date("", func(w *Waiver) *string { return &w.Until })},
		yamlfile.Key[Waiver]{Name: "approver", Kind: yamlfile.Text(func(w *Waiver) *string { return &w.Approver })},
	)},
	{Name: "no_phi", Kind: yamlfile.Entries(
		func(s *Settings) *[]NoPHI { return &s.NoPHI },
		yamlfile.Key[NoPHI]{Name: "address", Kind: yamlfile.Text(func(n *NoPHI) *string { return &n.Address })},
		yamlfile.Key[NoPHI]{Name: "name", Kind: yamlfile.Text(func(n *NoPHI) *string { return &n.Name })},
		yamlfile.Key[NoPHI]{Name: "tag", Kind: yamlfile.Text(func(n *NoPHI) *string { return &n.Tag })},
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

func profileName(name string) error {
	if !nameForm.MatchString(name) {
		return errors.New("cannot be the name of a profile")
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
	places, problems := yamlfile.Read(name, "the file of settings", data, document, &s, func(r *yamlfile.Reader, s *Settings) {
		for _, e := range s.Environments {
			if e.Workspace != "" && !workspaceForm.MatchString(e.Workspace) {
				r.Refuse("environments."+e.Name+".workspace", "environments.%s.workspace: %q is no name of a workspace", e.Name, e.Workspace)
			}
		}
		for i := range s.Waivers {
			checkWaiver(r, s, i)
		}
		for i, n := range s.NoPHI {
			if n == (NoPHI{}) {
				r.Refuse(fmt.Sprintf("no_phi[%d]", i), "no_phi[%d] says nothing: it needs an address, a name or a tag", i)
			}
		}
	})
	if len(problems) > 0 {
		return Settings{}, problems
	}
	s.places = places
	slices.SortFunc(s.Environments, func(a, b Environment) int { return strings.Compare(a.Name, b.Name) })
	return s, nil
}

// checkWaiver finds what a waiver must say and does not.
func checkWaiver(r *yamlfile.Reader, s *Settings, i int) {
	w, at := &s.Waivers[i], fmt.Sprintf("waivers[%d]", i)
	w.Place = r.Place(at + ".rule")
	switch {
	case w.Rule == "":
		r.Refuse(at, "%s has no rule", at)
	case w.Reason == "":
		r.Refuse(at, "%s has no reason", at)
	case w.Address == "" && w.Root == "":
		r.Refuse(at, "%s has no address; a waiver of what is found of the configuration as a whole names a root instead", at)
	case !doublestar.ValidatePattern(w.Root):
		r.Refuse(at+".root", "%s.root: %q is no pattern of directories", at, w.Root)
	}
	for _, name := range w.Environments {
		if !slices.ContainsFunc(s.Environments, func(e Environment) bool { return e.Name == name }) {
			r.Refuse(at+".environments", "%s.environments: there is no environment %q", at, name)
		}
	}
}
