package check

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/policies"
)

func openRules(opts Options, catalogue *fact.Catalogue) (*policy.Set, error) {
	options := policy.Options{
		FS: policies.FS, Concepts: catalogue.Concepts(), Yields: sync.OnceValues(catalogue.Yields), Hardening: opts.Hardening, Profiles: opts.Profiles,
	}
	for _, dir := range opts.Policies {
		path := within(opts.Base, dir)
		if info, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("read policies: %w", bare(err, dir))
		} else if !info.IsDir() {
			return nil, fmt.Errorf("read policies: %s is not a directory", dir)
		}
		options.Extra = append(options.Extra, policy.Dir{Name: dir, FS: os.DirFS(path)})
	}
	return policy.Load(options)
}

// Rulebook is what there is to judge by: obligations and profiles in the order of reports, and every rule, hardening, those of
// profiles and the user's own included, sorted by ID.
type Rulebook struct {
	Obligations []finding.Obligation
	Profiles    []finding.Profile
	Rules       []finding.Rule
}

// Rules reads the rulebook.
func Rules(opts Options) (Rulebook, error) {
	profiles, err := policy.Profiles(policies.FS)
	if err != nil {
		return Rulebook{}, err
	}
	opts.Hardening, opts.Profiles = true, nil
	for _, p := range profiles {
		opts.Profiles = append(opts.Profiles, p.Name)
	}
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		return Rulebook{}, err
	}
	rules, err := openRules(opts, catalogue)
	if err != nil {
		return Rulebook{}, err
	}
	return Rulebook{rules.Obligations(), rules.Profiles(), rules.Rules()}, nil
}

// Of lists the rules of an obligation, or of a profile.
func (b Rulebook) Of(name string) []finding.Rule {
	var rules []finding.Rule
	for _, r := range b.Rules {
		if r.Obligation == name || r.Profile == name {
			rules = append(rules, r)
		}
	}
	return rules
}

// profileOf is the profile of a rule, nil where it has none.
func (b Rulebook) profileOf(r finding.Rule) *finding.Profile {
	at := slices.IndexFunc(b.Profiles, func(p finding.Profile) bool { return p.Name == r.Profile })
	if at < 0 {
		return nil
	}
	return &b.Profiles[at]
}

// ruleProblems are the errors of rules that could not be evaluated; what they would have said is missing.
func ruleProblems(err error) []finding.Problem {
	if err == nil {
		return nil
	}
	all := []error{err}
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		all = joined.Unwrap()
	}
	problems := make([]finding.Problem, len(all))
	for i, err := range all {
		problems[i] = finding.Problem{Summary: "a rule could not be evaluated", Detail: err.Error(), Incomplete: true}
	}
	return problems
}

// services tells pkg/fact what the eligibility tables say.
type services struct{ *eligibility.Table }

// Service is false for types that neither hold nor carry data, and for those of providers without a list.
func (s services) Service(provider, resourceType string) (fact.Service, bool) {
	found, ok := s.Table.Service(provider, resourceType)
	if !ok || found.PHI == "none" {
		return fact.Service{}, false
	}
	vendor, _ := s.Vendor(found.Cloud)
	service := fact.Service{Vendor: vendor.Name, Consumer: vendor.Consumer, Cloud: found.Cloud, Name: found.Name, Eligible: found.Eligible, Holds: found.PHI}
	if found.Eligible == "conditional" {
		service.Note = s.Entry(found.Cloud, found.Name).Note
	}
	for _, c := range found.Conditions {
		service.Conditions = append(service.Conditions, fact.Condition(c))
	}
	return service, true
}

// Cloud is "" for providers without a list.
func (s services) Cloud(provider string) string {
	list, _ := s.List(provider)
	return list.Cloud
}

// Endpoint adds to whose an endpoint is what the tables say of that vendor.
func (s services) Endpoint(endpoint string) (fact.Vendor, bool) {
	key, region, ok := s.Table.Endpoint(endpoint)
	if !ok || key == eligibility.LocalKey {
		return fact.Vendor{Cloud: key, Local: true}, ok
	}
	return s.vendor(key, region), true
}

// Remote is the same for a word of backup tools.
func (s services) Remote(word string) (fact.Vendor, bool) {
	key, ok := s.Table.Remote(word)
	return s.vendor(key, ""), ok
}

func (s services) vendor(key, region string) fact.Vendor {
	v, _ := s.Vendor(key)
	return fact.Vendor{
		Cloud: key, Name: v.Name, Service: v.Service, Region: region, Role: v.Role, Consumer: v.Consumer, Encrypts: v.Encrypts,
		Eligible: cmp.Or(s.Entry(key, v.Service).Eligible, "agreement"),
	}
}
