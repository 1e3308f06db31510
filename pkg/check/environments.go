package check

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// Environment is a named set of values for the root modules.
type Environment struct {
	Name string
	// Settings are given before those of the command line, which win. Workspace is terraform.workspace, "" for the one that is chosen.
	Settings  []Setting
	Workspace string
}

// UnknownEnvironmentError says that no environment has a name that was asked for.
type UnknownEnvironmentError struct {
	Name  string
	Known []string
}

// Error names the environments that there are.
func (e *UnknownEnvironmentError) Error() string {
	if len(e.Known) == 0 {
		return fmt.Sprintf("no environment %q: no file of settings names any", e.Name)
	}
	return fmt.Sprintf("no environment %q; there are %s", e.Name, strings.Join(e.Known, ", "))
}

// choose keeps the environments of the given names, each once; all where no name is given.
func choose(all []Environment, names []string) ([]Environment, error) {
	if len(names) == 0 {
		return all, nil
	}
	var chosen []Environment
	for _, name := range names {
		if !slices.ContainsFunc(all, func(e Environment) bool { return e.Name == name }) {
			unknown := &UnknownEnvironmentError{Name: name}
			for _, e := range all {
				unknown.Known = append(unknown.Known, e.Name)
			}
			return nil, unknown
		}
	}
	for _, e := range all {
		if slices.Contains(names, e.Name) {
			chosen = append(chosen, e)
		}
	}
	return chosen, nil
}

// judgeAll judges the input in every environment and puts the reports together, and what was read.
func (j *judgement) judgeAll(ctx context.Context, in *input) (*finding.Report, *terraform, error) {
	reports := make([]*finding.Report, len(j.opts.Environments))
	var all *terraform
	for i, e := range j.opts.Environments {
		j.opts.stage("evaluating")
		read, err := in.read(&e)
		if err != nil {
			return nil, nil, err
		}
		report, err := j.judge(ctx, read)
		if err != nil {
			return nil, nil, fmt.Errorf("environment %s: %w", e.Name, err)
		}
		reports[i] = report
		if all == nil {
			all = read
		} else {
			all.addEnvironment(read)
		}
	}
	whole, err := together(j.opts.Environments, reports)
	all.secrets.withhold(whole.Sources) // what is one in another environment too
	return whole, all, err
}

// addEnvironment adds what was read in a further environment. A module whose source waits for a variable is read in its own alone.
func (t *terraform) addEnvironment(read *terraform) {
	t.resources = append(t.resources, read.resources...)
	maps.Copy(t.sources, read.sources)
	maps.Copy(t.secrets, read.secrets)
	t.remarked = append(t.remarked, read.remarked...)
	slices.Sort(t.remarked)
	t.remarked = slices.Compact(t.remarked)
	t.tree = cmp.Or(t.tree, read.tree)
}

// together is one report of all environments. Where a root is counted differently, the most counts.
func together(environments []Environment, reports []*finding.Report) (*finding.Report, error) {
	whole := *reports[0]
	whole.Sources = map[string][]byte{}
	whole.Problems, whole.Notes = nil, nil
	findings := make([][]finding.Finding, len(reports))
	for i, report := range reports {
		whole.Environments = append(whole.Environments, environments[i].Name)
		findings[i] = report.Findings
		whole.Problems = append(whole.Problems, report.Problems...)
		for _, note := range report.Notes {
			if !slices.Contains(whole.Notes, note) {
				whole.Notes = append(whole.Notes, note)
			}
		}
		maps.Copy(whole.Sources, report.Sources)
		for _, u := range report.Unjudged {
			at := slices.IndexFunc(whole.Unjudged, func(other finding.Unjudged) bool { return other.Type == u.Type })
			if at < 0 {
				whole.Unjudged = append(whole.Unjudged, u)
				continue
			}
			whole.Unjudged[at].Resources = max(whole.Unjudged[at].Resources, u.Resources)
		}
		for n, root := range report.Roots {
			whole.Roots[n].Resources = max(whole.Roots[n].Resources, root.Resources)
			whole.Roots[n].Facts = max(whole.Roots[n].Facts, root.Facts)
		}
	}
	whole.Problems = sorted(whole.Problems)
	slices.SortFunc(whole.Unjudged, func(a, b finding.Unjudged) int { return strings.Compare(a.Type, b.Type) })
	merged, err := finding.Merge(whole.Environments, findings)
	whole.Findings = merged
	if err == nil && whole.Evidence != nil {
		proofs := make([]*finding.Evidence, len(reports))
		for i, report := range reports {
			proofs[i] = report.Evidence
		}
		whole.Evidence, err = finding.MergeEvidence(whole.Environments, proofs)
	}
	return &whole, err
}
