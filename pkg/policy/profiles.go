package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/baalint/baalint/pkg/finding"
)

// profilesFile is the list of profiles. A tree without one has no profiles.
const profilesFile = "profiles.yaml"

// profile is a profile, and the word that stands behind the paragraphs it cites.
type profile struct {
	finding.Profile
	cited string
}

// Profiles lists the profiles that there are, in the order of profiles.yaml.
func Profiles(fsys fs.FS) ([]finding.Profile, error) {
	read, err := readProfiles(fsys)
	return plain(read), err
}

func plain(profiles []profile) []finding.Profile {
	out := make([]finding.Profile, len(profiles))
	for i, p := range profiles {
		out[i] = p.Profile
	}
	return out
}

func readProfiles(fsys fs.FS) ([]profile, error) {
	text, err := fs.ReadFile(fsys, profilesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read profiles: %w", err)
	}
	var rows []struct{ Name, Title, Force, Cited, Demand, Source string }
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&rows); err != nil {
		return nil, fmt.Errorf("read %s: %w", profilesFile, err)
	}
	profiles := make([]profile, len(rows))
	for i, r := range rows {
		profiles[i] = profile{finding.Profile{Name: r.Name, Title: r.Title, Force: r.Force, Demand: r.Demand, Source: r.Source}, r.Cited}
	}
	return profiles, nil
}

// Profiles returns the profiles that the set was loaded with, in the order of profiles.yaml.
func (s *Set) Profiles() []finding.Profile { return plain(s.profiles) }

// choose drops the rules that the options do not ask for, and the profiles.
func (s *Set) choose(opts Options) error {
	for _, name := range opts.Profiles {
		if !slices.ContainsFunc(s.profiles, func(p profile) bool { return p.Name == name }) {
			return UnknownProfile(name, plain(s.profiles))
		}
	}
	s.profiles = slices.DeleteFunc(s.profiles, func(p profile) bool { return !slices.Contains(opts.Profiles, p.Name) })
	s.rules = slices.DeleteFunc(slices.Clone(s.rules), func(r *rule) bool {
		return r.Tier == finding.TierHardening && !opts.Hardening || r.Tier == finding.TierProfile && !slices.Contains(opts.Profiles, r.Profile)
	})
	return nil
}

// UnknownProfile is the error for a name that no profile has.
func UnknownProfile(name string, profiles []finding.Profile) error {
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = p.Name
	}
	return fmt.Errorf("there is no profile %q; there is %s", name, strings.Join(names, ", "))
}

// checkProfiles holds the rules of profiles to be of one that there is, and to cite its paragraphs as what they are.
func (s *Set) checkProfiles() error {
	for _, r := range s.rules {
		if r.Tier != finding.TierProfile {
			continue
		}
		at := slices.IndexFunc(s.profiles, func(p profile) bool { return p.Name == r.Profile })
		if at < 0 {
			return fmt.Errorf("%s: %w", r.file, UnknownProfile(r.Profile, plain(s.profiles)))
		}
		r.Force = s.profiles[at].Force
		for _, c := range r.Citations {
			if err := s.profiles[at].checkCitation(c); err != nil {
				return fmt.Errorf("%s: %w", r.file, err)
			}
		}
	}
	return nil
}

// checkCitation holds a citation of a rule of the profile to say that it is none of the regulation in force.
func (p profile) checkCitation(c finding.Citation) error {
	text, found := strings.CutSuffix(c.Text, " ("+p.cited+")")
	if !found || !paragraph.MatchString(text) || c.URL != p.Source {
		return fmt.Errorf("citation %q: write \"45 CFR <paragraph> (%s)\" with the ref %s", c.Text, p.cited, p.Source)
	}
	return nil
}
