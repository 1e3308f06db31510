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

// knowledge is what Terraform is judged by: the meaning of resource types, and the rules.
type knowledge struct {
	catalogue *fact.Catalogue
	rules     *policy.Set
}

// loadKnowledge begins to load catalogue and rules, beside the reading of Terraform. The function it returns waits for them.
func loadKnowledge(opts Options) func() (*knowledge, error) {
	var loaded *knowledge
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		loaded, err = openKnowledge(opts)
	}()
	return func() (*knowledge, error) {
		<-done
		return loaded, err
	}
}

func openKnowledge(opts Options) (*knowledge, error) {
	catalogue, err := fact.Load(policies.FS)
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
	rules, err := policy.Load(options)
	if err != nil {
		return nil, err
	}
	return &knowledge{catalogue, rules}, nil
}

// Rules returns the obligations in the order of reports, and every rule, hardening and the user's own included, sorted by ID.
func Rules(opts Options) ([]finding.Obligation, []finding.Rule, error) {
	opts.Hardening = true
	loaded, err := openKnowledge(opts)
	if err != nil {
		return nil, nil, err
	}
	return loaded.rules.Obligations(), loaded.rules.Rules(), nil
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

// services tells pkg/fact what the eligibility table says.
type services struct{ *eligibility.Table }

// Service is false for types that neither hold nor carry data, and for those that no list knows.
func (s services) Service(resourceType string) (fact.Service, bool) {
	found, ok := s.Table.Service(resourceType)
	if !ok || found.PHI == "none" {
		return fact.Service{}, false
	}
	eligible := found.Eligible
	if found.Conditional {
		eligible = "conditional"
	}
	return fact.Service{Cloud: found.Cloud, Name: found.Name, Eligible: eligible, Holds: found.PHI}, true
}
