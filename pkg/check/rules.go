package check

import (
	"errors"
	"fmt"
	"os"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/policies"
)

func openRules(opts Options, loadCatalogue func() (*fact.Catalogue, error)) (*policy.Set, error) {
	catalogue, err := loadCatalogue()
	if err != nil {
		return nil, err
	}
	options := policy.Options{FS: policies.FS, Concepts: catalogue.Concepts(), Hardening: opts.Hardening}
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

// Rules returns the obligations in the order of reports, and every rule, hardening and the user's own included, sorted by ID.
func Rules(opts Options) ([]finding.Obligation, []finding.Rule, error) {
	opts.Hardening = true
	rules, err := openRules(opts, func() (*fact.Catalogue, error) { return fact.Load(policies.FS) })
	if err != nil {
		return nil, nil, err
	}
	return rules.Obligations(), rules.Rules(), nil
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
	service := fact.Service{Cloud: found.Cloud, Name: found.Name, Eligible: found.Eligible, Holds: found.PHI}
	if found.Eligible == "conditional" {
		service.Note = s.Entry(found.Cloud, found.Name).Note
	}
	for _, c := range found.Conditions {
		service.Conditions = append(service.Conditions, fact.Condition(c))
	}
	return service, true
}
