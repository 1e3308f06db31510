package check

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/settings"
	"github.com/baalint/baalint/pkg/waive"
	"github.com/baalint/baalint/pkg/yamlfile"
	"github.com/baalint/baalint/policies"
)

// Configuration is what the tool's own file of settings says, with paths relative to Base.
type Configuration struct {
	// File is the path of the file, "" where there is none.
	File string
	// Paths are the directories to scan; Threshold is the lowest severity that fails the run; Profiles are to be judged by, too. Each is
	// empty where the file does not say.
	Paths        []string
	Threshold    string
	Profiles     []string
	Environments []Environment
	Waivers      Waivers
	NoPHI        []settings.NoPHI
}

// SettingsError says that a file of settings cannot be used: every mistake in it, with its place.
type SettingsError struct {
	Problems []finding.Problem
}

// Error has a line for every mistake.
func (e *SettingsError) Error() string { return mistakes(e.Problems) }

// Configure reads the .baalint.yaml of a directory, or the nearest one above it in its repository. names choose among its
// environments; without any they are all chosen.
func Configure(base string, names []string) (Configuration, error) {
	file := nearestAbove(base, Repository(base), settings.FileName)
	if file == "" {
		chosen, err := choose(nil, names)
		return Configuration{Environments: chosen}, err
	}
	name := relative(base, file)
	read, err := openSettings(base, file)
	if err != nil {
		return Configuration{}, err
	}
	from := func(path string) string { return relative(base, within(filepath.Dir(file), path)) }
	c := Configuration{File: name, Threshold: read.Threshold, Profiles: read.Profiles, NoPHI: read.NoPHI}
	for _, path := range read.Paths {
		c.Paths = append(c.Paths, from(path))
	}
	for _, e := range read.Environments {
		environment := Environment{Name: e.Name, Workspace: e.Workspace}
		for _, path := range e.VarFiles {
			environment.Settings = append(environment.Settings, Setting{File: from(path)})
		}
		c.Environments = append(c.Environments, environment)
	}
	all := c.Environments
	c.Environments, err = choose(all, names)
	c.Waivers = Waivers{Entries: entries(read.Waivers, from), File: name, Scope: c.Paths}
	for _, e := range all {
		if !slices.ContainsFunc(c.Environments, func(chosen Environment) bool { return chosen.Name == e.Name }) {
			c.Waivers.Left = append(c.Waivers.Left, e.Name)
		}
	}
	if len(c.Paths) == 0 {
		c.Waivers.Scope = []string{from(".")}
	}
	return c, err
}

// entries are the waivers of a file of settings, with roots as from gives them.
func entries(waivers []settings.Waiver, from func(string) string) []waive.Entry {
	out := make([]waive.Entry, len(waivers))
	for i, w := range waivers {
		out[i] = waive.Entry{
			Rule: w.Rule, Address: w.Address, Environments: w.Environments, Reason: w.Reason, Until: w.Until, Approver: w.Approver, Place: w.Place,
		}
		if w.Root != "" {
			out[i].Root = from(w.Root)
		}
	}
	return out
}

// openSettings reads the settings in a file.
func openSettings(base, file string) (settings.Settings, error) {
	name := relative(base, file)
	data, err := readAtMost(file, yamlfile.MaxSize+1)
	if err != nil {
		return settings.Settings{}, fmt.Errorf("read settings: %w", bare(err, name))
	}
	read, problems := settings.Read(name, data)
	if len(problems) == 0 {
		problems, err = unknownProfiles(read)
		problems = append(problems, badPatterns(read)...)
	}
	if err == nil && len(problems) > 0 {
		err = &SettingsError{problems}
	}
	return read, err
}

// Validate reads agreements and settings, which their names tell apart, and returns the mistakes in them. Without files they are those that
// a run in the directory base would read.
func Validate(base string, files []string) error {
	if len(files) == 0 {
		files = slices.DeleteFunc([]string{nearestAbove(base, Repository(base), settings.FileName), agreementFor(Options{Base: base}, base)},
			func(file string) bool { return file == "" })
	}
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return err
	}
	var all []error
	for _, file := range files {
		var err error
		if filepath.Base(file) == settings.FileName {
			_, err = openSettings(base, within(base, file))
		} else {
			_, err = openAgreement(base, file, table)
		}
		all = append(all, err)
	}
	return errors.Join(all...)
}

// unknownProfiles refuses names that no profile has.
func unknownProfiles(read settings.Settings) ([]finding.Problem, error) {
	if len(read.Profiles) == 0 {
		return nil, nil
	}
	profiles, err := policy.Profiles(policies.FS)
	if err != nil {
		return nil, err
	}
	var problems []finding.Problem
	for i, name := range read.Profiles {
		if !slices.ContainsFunc(profiles, func(p finding.Profile) bool { return p.Name == name }) {
			problems = append(problems, finding.Problem{
				Summary: "profiles: " + policy.UnknownProfile(name, profiles).Error(), Place: read.Place(fmt.Sprintf("profiles[%d]", i)),
			})
		}
	}
	return problems, nil
}
